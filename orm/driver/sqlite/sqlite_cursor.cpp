// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_cursor.h"

#include <string_view>
#include <utility>

namespace joinery {
namespace {

std::string_view bytesOf(sqlite3_value* value, const void* begin) {
  if (!begin) return {};  // of no length
  return {static_cast<const char*>(begin), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

}  // namespace

// The value itself is asked, which takes a third of the calls; it is safe because no other thread uses the connection.
ValueView sqliteCell(sqlite3_stmt* statement, int column) {
  sqlite3_value* value = sqlite3_column_value(statement, column);
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: return ValueView::integer(sqlite3_value_int64(value));
    case SQLITE_FLOAT: return ValueView::real(sqlite3_value_double(value));
    case SQLITE_TEXT: {
      const auto* text = sqlite3_value_text(value);
      return ValueView::text(bytesOf(value, text));
    }
    case SQLITE_BLOB: {
      const void* blob = sqlite3_value_blob(value);
      return ValueView::blob(bytesOf(value, blob));
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
