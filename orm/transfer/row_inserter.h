// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/engine/grouped_insert.h"
#include "orm/schema/table.h"

namespace joinery {

/// What becomes of a row whose key is there already.
enum class OnTakenKey { Fail, Nothing, Update };

/// Puts rows of the same columns into a table, many at a time, in the engine's quickest way that does what INSERT does. Worker thread.
class RowInserter {
 public:
  /// @param columns one at least
  /// @throws DbError Argument for Update without a primary key among the columns
  RowInserter(Connection& connection, const Dialect& dialect, const schema::Table& table, std::vector<std::string> columns, OnTakenKey onTakenKey);
  /// @param rows values by column @throws DbError of the first row that fails
  void insert(BindSets& rows) const;

 private:
  std::string statement(std::size_t rows) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const schema::Table& m_table;
  const std::vector<std::string> m_columns;
  const OnTakenKey m_onTakenKey;
  std::optional<std::string> m_copy;
  GroupedInsert m_insert;
};

}  // namespace joinery
