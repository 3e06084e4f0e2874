// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/session_factory.h"

namespace joinery {

SessionFactory::Opened SessionFactory::open() const {
  Opened opened;
  if (m_engine) opened.lease = m_engine->connect(Engine::Access::Write, "session");
  Connection& connection = m_engine ? *opened.lease : *m_connection;
  opened.session = std::make_unique<Session>(connection, m_engine ? m_engine->dialect() : *m_dialect, m_registry, m_options);
  opened.session->criteria() = m_criteria;
  return opened;
}

}  // namespace joinery
