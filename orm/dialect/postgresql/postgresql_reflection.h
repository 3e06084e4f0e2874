// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/catalogue_tables.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// What there is in all schemas that the user may see. PostgreSQL 12 and later. Source: postgresql.org/docs/current/catalogs.html
std::vector<CompiledStatement> postgresqlReflectionQueries();

/// Its tables, the six statements about each thousand of them (the server sends nothing of an answer before it has sorted all of it), and what else
/// there is. Meanwhile the search path of the transaction is the default schema alone, so that names of others are whole in every text.
/// @param batches one for each reflection query
CatalogueTables postgresqlReflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches);

/// @param batches one for each reflection query and each of the tables'
schema::MetaData foldPostgresqlReflection(std::span<const std::shared_ptr<const RowBatch>> batches);

}  // namespace joinery
