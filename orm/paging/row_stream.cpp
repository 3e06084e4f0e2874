// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/row_stream.h"

#include "orm/engine/execution.h"

namespace joinery {

namespace {

constexpr const char* kCursorName = "joinery_rows";

}  // namespace

RowStream::RowStream(Connection& connection, const Dialect& dialect, const sql::Select& select, CancelToken cancelToken)
    : m_connection(connection), m_cancelToken(std::move(cancelToken)), m_statement(dialect.compile(select)) {
  m_cancelToken.throwIfCancelled();
  const auto opening = dialect.cursorStatements(kCursorName, m_statement.sql);
  if (opening.empty()) {
    m_cursor = execute(m_connection, m_statement);
    return;
  }
  m_plainDialect = dialect.withOptions({});
  m_snapshot.emplace(m_connection, *m_plainDialect, Transaction::Mode::Read);
  for (std::size_t i = 0; i + 1 < opening.size(); ++i) m_connection.execute(opening[i]);
  m_connection.execute(opening.back(), m_statement.binds);
}

RowStream::~RowStream() = default;

std::shared_ptr<const RowBatch> RowStream::next(std::size_t maxRows, std::size_t maxCellBytes) {
  m_cancelToken.throwIfCancelled();
  if (m_cursor) return m_cursor->fetch(maxRows, maxCellBytes);
  m_statement.sql = "FETCH FORWARD " + std::to_string(maxRows) + " FROM " + kCursorName;
  m_statement.binds.clear();
  const auto cursor = execute(m_connection, m_statement);
  const auto batch = cursor->fetch(maxRows, maxCellBytes);
  if (batch->rows() == maxRows) cursor->fetch(1);  // The command's own end is behind its last row.
  return batch;
}

}  // namespace joinery
