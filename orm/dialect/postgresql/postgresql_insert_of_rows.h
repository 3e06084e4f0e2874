// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace joinery {

/// Dialect::insertOfRows() of PostgreSQL: an INSERT that selects from a list of numbered rows, so that the numbers are drawn in their order.
/// Pure. Source: postgresql.org/docs/15/sql-insert.html, sql-values.html
std::string postgresqlInsertOfRows(const Dialect::ReturningInsert& insert, std::size_t rows, const IdentifierPreparer& identifiers);

}  // namespace joinery
