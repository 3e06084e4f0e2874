// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_cursor.h"

#include <string_view>
#include <utility>

namespace joinery {
namespace {

std::string_view bytesOf(sqlite3_stmt* statement, int column, const void* begin) {
  if (!begin) return {};  // of no length
  return {static_cast<const char*>(begin), static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace

ValueView sqliteCell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return ValueView::integer(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return ValueView::real(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
      const auto* text = sqlite3_column_text(statement, column);
      return ValueView::text(bytesOf(statement, column, text));
    }
    case SQLITE_BLOB: {
      const void* blob = sqlite3_column_blob(statement, column);
      return ValueView::blob(bytesOf(statement, column, blob));
    }
    default: return ValueView::null();
  }
}

SqliteCursor::SqliteCursor(std::unique_ptr<SqliteRun> run) : m_run(std::move(run)) {
  advance();
  // Only now: the first step may have prepared the statement again, for a schema that has changed.
  m_columns = m_run->statement().columns(m_run->database());
}

std::shared_ptr<const RowBatch> SqliteCursor::fetch(std::size_t maxRows, std::size_t maxCellBytes) {
  RowBatchBuilder builder = RowBatchBuilder::of(m_columns);
  CellLimit limit(maxCellBytes);
  while (builder.rows() < maxRows) {
    if (m_state == State::BeforeRow) advance();
    if (m_state == State::Ended) break;
    appendRow(builder, limit);
    m_state = State::BeforeRow;
  }
  return builder.build();
}

void SqliteCursor::advance() {
  m_state = State::Ended;  // also after an error
  if (m_run->step()) {
    m_state = State::AtRow;
    return;
  }
  if (m_run->statement().changesRows()) m_affectedRows = sqlite3_changes64(m_run->database().handle());
}

void SqliteCursor::appendRow(RowBatchBuilder& builder, CellLimit& limit) const {
  sqlite3_stmt* statement = m_run->statement().handle();
  const int columns = static_cast<int>(m_columns->size());
  for (int i = 0; i < columns; ++i) appendLimited(builder, static_cast<std::size_t>(i), sqliteCell(statement, i), limit);
  builder.endRow();
}

}  // namespace joinery
