// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/dialect/dialect.h"

namespace joinery {

/// Dialect::cutValue() of PostgreSQL. The size of a text or bytea is known without reading what is stored apart of the row; values of
/// other types become text first, where they are large enough to matter. A char(n) is never cut: as a text it would lose its blanks.
std::optional<Dialect::CutValue> postgresqlCutValue(const sql::Expression& column, std::size_t maxBytes);

/// Dialect::storedBytes() of PostgreSQL: of texts in UTF-8.
std::optional<Dialect::StoredBytes> postgresqlStoredBytes(const sql::Expression& column);

}  // namespace joinery
