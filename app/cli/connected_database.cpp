// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/connected_database.h"

#include "app/cli/interrupt.h"

namespace joinery::cli {

namespace {

Engine::Options optionsFor(ConnectedDatabase::Missing missing) {
  Engine::Options options;
  options.createIfMissing = missing == ConnectedDatabase::Missing::Created;
  return options;
}

}  // namespace

ConnectedDatabase::ConnectedDatabase(const std::string& url, Engine::Access access, Missing missing)
    : m_engine(Engine::create(Url::parse(url), optionsFor(missing))), m_lease(m_engine->connect(access)) {
  setInterruptTarget(&*m_lease);
}

ConnectedDatabase::~ConnectedDatabase() { setInterruptTarget(nullptr); }

}  // namespace joinery::cli
