// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "orm/driver/cell_limit.h"
#include "orm/driver/connection.h"
#include "orm/paging/paged_select.h"

namespace joinery {

/// Reads rows of which some hold cells too large to be read along with others: halves the columns until each large cell stands alone, and
/// reads its first bytes where it is stored. A large cell that is stored nowhere by itself (of a table without rowids, a computed column,
/// a label) is read by the engine, one at a time, and only its beginning kept. All it is given outlives it. Worker thread.
class LargeRow {
 public:
  LargeRow(const PagedSelect& select, Connection& connection);
  /// Those of a row.
  const ResultColumns& columns() const { return m_columns; }
  /// Appends all cells of the row with that key. @param keys as keysOf() has them @return whether there is such a row; else nothing is
  /// appended @throws DbError
  bool append(RowBatchBuilder& builder, const RowBatch& keys, std::size_t key, CellLimit& limit);

 private:
  /// A part of the columns.
  struct Part {
    std::size_t first = 0, count = 0;
    auto operator<=>(const Part&) const = default;
  };
  using Key = std::map<std::string, Value>;
  std::shared_ptr<const RowBatch> read(const Part& part, const Key& key, std::size_t maxCellBytes);
  bool append(RowBatchBuilder& builder, const Part& part, const Key& key, CellLimit& limit);
  bool appendLarge(RowBatchBuilder& builder, std::size_t column, const Key& key, CellLimit& limit);
  std::unique_ptr<StoredValue> open(std::size_t column, const Key& key, bool& isText);

  const PagedSelect& m_select;
  Connection& m_connection;
  const sql::Select m_row;
  ResultColumns m_columns;
  std::map<Part, CompiledStatement> m_statements;
};

}  // namespace joinery
