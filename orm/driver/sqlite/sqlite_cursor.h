// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/driver/cell_limit.h"
#include "orm/driver/cursor.h"
#include "orm/driver/sqlite/sqlite_database.h"

namespace joinery {

/// Steps one statement. Rows are made as they are fetched, so an open one holds its locks.
class SqliteCursor : public Cursor {
 public:
  /// Runs to the first row. @throws DbError
  explicit SqliteCursor(std::unique_ptr<SqliteRun> run);

  const std::vector<ResultColumn>& columns() const override { return *m_columns; }
  std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes) override;
  std::int64_t affectedRows() const override { return m_affectedRows; }

 private:
  enum class State { AtRow, BeforeRow, Ended };
  void advance();
  void appendRow(RowBatchBuilder& builder, CellLimit& limit) const;

  std::unique_ptr<SqliteRun> m_run;
  std::shared_ptr<const ResultColumns> m_columns;
  State m_state = State::BeforeRow;
  std::int64_t m_affectedRows = -1;
};

/// A cell of the row that a statement stands at; text and bytes are the statement's until it moves on.
ValueView sqliteCell(sqlite3_stmt* statement, int column);

}  // namespace joinery
