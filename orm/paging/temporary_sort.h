// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/dialect/compiled_statement.h"
#include "orm/driver/connection.h"
#include "orm/paging/row_order.h"
#include "orm/sql/select.h"

namespace joinery {

/// Sorts rows that are read in pieces, in a temporary table of the connection: no lock of the database is held meanwhile, and the
/// engine sorts them as it would sort the table itself. For engines whose columns take values of any class. Worker thread.
class TemporarySort {
 public:
  /// @throws DbError what the engine throws
  TemporarySort(Connection& connection, const RowOrder& order);
  ~TemporarySort();
  TemporarySort(const TemporarySort&) = delete;
  TemporarySort& operator=(const TemporarySort&) = delete;

  /// Takes a row's terms; nothing is sent, so that another result may be open. @param column of the first term
  void add(const RowBatch& batch, std::size_t row, std::size_t column);
  /// Takes all rows of a statement over the database, which selects the terms in order. @throws DbError what the engine throws
  void add(const CompiledStatement& statement);
  /// Writes what was added. @pre no other result is open @throws DbError what the engine throws
  void flush();
  /// The last terms of all rows, in order. @param columns how many
  sql::Select sorted(std::size_t columns) const;

 private:
  Connection& m_connection;
  const RowOrder& m_order;
  std::vector<std::vector<Value>> m_rows;
};

}  // namespace joinery
