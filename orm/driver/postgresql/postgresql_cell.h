// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "orm/core/row_batch.h"
#include "orm/driver/cell_limit.h"

namespace joinery {

/// How a column's text is read.
enum class PostgresqlDecoding { Text, Boolean, Integer, Real, Blob };

PostgresqlDecoding postgresqlDecodingOf(Oid type);

/// Appends a cell that is not NULL. A number that cannot be read as one stays the text that it is.
void appendPostgresqlCell(RowBatchBuilder& builder, std::size_t column, PostgresqlDecoding decoding, std::string_view text,
                          CellLimit& limit);

}  // namespace joinery
