// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/catalogue_tables.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// What the main schema has. SQLite 3.37 and later. Source: sqlite.org/pragma.html
std::vector<CompiledStatement> sqliteReflectionQueries();

/// Its tables and views, and the three statements about them, whatever their number.
CatalogueTables sqliteReflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches);

/// One statement for each view and virtual table that the first round left without columns (only beside a broken one,
/// which stays without), and one for ANALYZE's figures where they exist.
std::vector<CompiledStatement> sqliteReflectionFollowUps(std::span<const std::shared_ptr<const RowBatch>> batches);

/// @param batches one for each reflection query and each of the tables', then one for each follow-up (null for one that failed)
schema::MetaData foldSqliteReflection(std::span<const std::shared_ptr<const RowBatch>> batches);

}  // namespace joinery
