// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/dialects.h"

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"

namespace joinery {

const Dialect& dialectFor(std::string_view backend) {
  if (backend == "sqlite") return sqliteDialect();
  if (backend == "postgresql") return postgresqlDialect();
  DbError error(ErrorKind::NotSupported, "there is no dialect for \"" + std::string(backend) + "\"");
  error.hint = "Databases that can be opened: sqlite, postgresql.";
  throw error;
}

}  // namespace joinery
