// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/migration_plan.h"

#include "orm/core/db_error.h"
#include "orm/migration/postgresql_plan.h"

namespace joinery::migration {

MigrationPlan migrationPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect) {
  if (dialect.ddl().altersColumns()) return postgresqlPlan(before, operations, dialect);
  throw DbError(ErrorKind::NotSupported, "migrations of " + dialect.name() + " are not planned yet");
}

}  // namespace joinery::migration
