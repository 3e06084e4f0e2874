// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/driver/cursor.h"
#include "orm/driver/postgresql/postgresql_cell.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Reads the result of a statement that was sent, a row at a time, so that memory does not grow with it.
class PostgresqlCursor : public Cursor {
 public:
  /// @param session with a statement begun and sent; the cursor ends it
  /// @throws DbError what the statement fails with
  PostgresqlCursor(PostgresqlSession& session, std::string sql);
  ~PostgresqlCursor() override;
  PostgresqlCursor(const PostgresqlCursor&) = delete;
  PostgresqlCursor& operator=(const PostgresqlCursor&) = delete;

  const std::vector<ResultColumn>& columns() const override { return m_columns; }
  std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes) override;
  std::int64_t affectedRows() const override { return m_affectedRows; }

 private:
  void advance();
  void take(PostgresqlResult result);
  void readColumns(const PGresult* result);
  void appendRow(RowBatchBuilder& builder, CellLimit& limit) const;
  void finish();
  [[noreturn]] void fail(const PGresult* result);
  [[noreturn]] void refuse(ErrorKind kind, const std::string& message, const std::string& hint);

  PostgresqlSession& m_session;
  std::string m_sql;
  ResultColumns m_columns;
  std::shared_ptr<const ResultColumns> m_shared;  ///< the same, for batches
  std::vector<PostgresqlDecoding> m_decodings;
  PostgresqlResult m_row;  // the row that comes next, or null
  bool m_hasColumns = false;
  bool m_ended = false;
  std::int64_t m_affectedRows = -1;
};

/// The rows in a command's tag ("UPDATE 3"); -1 for those that change none.
std::int64_t postgresqlAffectedRows(PGresult* result);

}  // namespace joinery
