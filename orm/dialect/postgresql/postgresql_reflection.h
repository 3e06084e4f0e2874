// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/compiled_statement.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// The catalogue of all schemas that the user may see, in a fixed number of statements. PostgreSQL 12 and later.
/// Source: postgresql.org/docs/current/catalogs.html
std::vector<CompiledStatement> postgresqlReflectionQueries();

/// @param batches one for each reflection query
schema::MetaData foldPostgresqlReflection(std::span<const std::shared_ptr<const RowBatch>> batches);

}  // namespace joinery
