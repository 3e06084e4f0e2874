// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/engine/grouped_insert.h"
#include "orm/schema/table.h"
#include "orm/transfer/import_batch.h"

namespace joinery {

/// What becomes of a row whose key is there already.
enum class OnTakenKey { Fail, Nothing, Update };

/// Puts rows of the same columns into a table, many at a time, in the engine's quickest way that does what INSERT does. Worker thread.
class RowInserter {
 public:
  /// @param columns one at least
  /// @throws DbError Argument for Update without a primary key among the columns; NotSupported where a key that may be taken is DEFERRABLE
  RowInserter(Connection& connection, const Dialect& dialect, const schema::Table& table, std::vector<std::string> columns, OnTakenKey onTakenKey);
  /// @param rows values by column @return rows @throws DbError of the first row that fails
  std::int64_t insert(ImportBatch::Part& rows) const;
  /// Rows as they stand in a file of CSV, all cells of each for these columns, read by the engine itself. @return whether it can
  bool takesLines(const Dialect::CsvMarks& marks);
  /// @pre takesLines() @param quotes None: there is neither a quote nor a backslash in them @param next as Connection::copyInText() takes them
  /// @return rows @throws DbError of the first row that fails, when all were given
  std::int64_t insertLines(Dialect::Quotes quotes, const Connection::NextText& next) const;

 private:
  std::string statement(std::size_t rows) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const schema::Table& m_table;
  const std::vector<std::string> m_columns;
  const OnTakenKey m_onTakenKey;
  std::optional<std::string> m_copy, m_copyLines, m_copyBareLines;
  GroupedInsert m_insert;
};

}  // namespace joinery
