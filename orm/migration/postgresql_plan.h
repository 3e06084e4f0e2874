// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/migration/migration_plan.h"

namespace joinery::migration {

/// @see migrationPlan. Everything in it can run in one transaction.
MigrationPlan postgresqlPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect, const Operations& follow);

}  // namespace joinery::migration
