// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/migration_plan.h"

#include "orm/migration/postgresql_plan.h"
#include "orm/migration/sqlite_plan.h"

namespace joinery::migration {

MigrationPlan migrationPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect, const Operations& follow) {
  return dialect.ddl().altersColumns() ? postgresqlPlan(before, operations, dialect, follow) : sqlitePlan(before, operations, dialect).plan;
}

}  // namespace joinery::migration
