// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/database_creation.h"

#include <string_view>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"

namespace joinery {

namespace {

// postgresql.org/docs/15/errcodes-appendix.html
constexpr std::string_view kNoSuchDatabase = "3D000";
constexpr std::string_view kDatabaseIsThere = "42P04";
constexpr const char* kMaintenanceDatabase = "postgres";

bool isThere(const Url& url) {
  try {
    Engine::create(url)->connect(Engine::Access::Write);
    return true;
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::CannotOpen && error.sqlState != kNoSuchDatabase) throw;
    return false;
  }
}

void createFile(const Url& url) {
  Engine::Options options;
  options.createIfMissing = true;
  Engine::create(url, options)->connect(Engine::Access::Write);
}

void createOnServer(const Url& url) {
  Url server = url;
  server.database = kMaintenanceDatabase;
  const auto engine = Engine::create(server);
  try {
    engine->connect(Engine::Access::Write)->execute("CREATE DATABASE " + engine->dialect().quote(url.database));
  } catch (const DbError& error) {
    // Somebody else was faster.
    if (error.sqlState != kDatabaseIsThere) throw;
  }
}

}  // namespace

bool createDatabaseIfMissing(const Url& url) {
  if (isThere(url)) return false;
  if (url.isSqlite()) createFile(url);
  else createOnServer(url);
  return true;
}

}  // namespace joinery
