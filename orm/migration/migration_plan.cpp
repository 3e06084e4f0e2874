// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/migration_plan.h"

#include "orm/migration/postgresql_plan.h"
#include "orm/migration/sqlite_plan.h"

namespace joinery::migration {

MigrationPlan migrationPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect) {
  return dialect.ddl().altersColumns() ? postgresqlPlan(before, operations, dialect) : sqlitePlan(before, operations, dialect).plan;
}

}  // namespace joinery::migration
