// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/drivers.h"

#include "orm/core/db_error.h"
#if __has_include("orm/driver/postgresql/postgresql_driver.h")
#include "orm/driver/postgresql/postgresql_driver.h"
#define JOINERY_HAS_POSTGRESQL
#endif
#include "orm/driver/sqlite/sqlite_driver.h"

namespace joinery {

std::shared_ptr<const Driver> driverFor(std::string_view backend) {
  if (backend == "sqlite") return std::make_shared<SqliteDriver>();
#ifdef JOINERY_HAS_POSTGRESQL
  if (backend == "postgresql") return std::make_shared<PostgresqlDriver>();
#endif
  DbError error(ErrorKind::NotSupported, "there is no driver for \"" + std::string(backend) + "\"");
  error.hint = "Databases that can be opened: sqlite, postgresql.";
  throw error;
}

}  // namespace joinery
