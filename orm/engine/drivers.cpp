// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/drivers.h"

#include "orm/core/db_error.h"
#include "orm/driver/postgresql/postgresql_driver.h"
#include "orm/driver/sqlite/sqlite_driver.h"

namespace joinery {

std::shared_ptr<const Driver> driverFor(std::string_view backend) {
  if (backend == "sqlite") return std::make_shared<SqliteDriver>();
  if (backend == "postgresql") return std::make_shared<PostgresqlDriver>();
  DbError error(ErrorKind::NotSupported, "there is no driver for \"" + std::string(backend) + "\"");
  error.hint = "Databases that can be opened: sqlite, postgresql.";
  throw error;
}

}  // namespace joinery
