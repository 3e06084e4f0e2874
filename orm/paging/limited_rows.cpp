// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/limited_rows.h"

#include <optional>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"
#include "orm/paging/large_row.h"
#include "orm/engine/value_limit.h"

namespace joinery {

std::shared_ptr<const RowBatch> LimitedRows::fetch(const sql::Select& select, std::int64_t count) {
  // Rows that can't be found again are read as they come.
  if (!m_select.order().isTotal() || m_select.spec().maxCellBytes == 0) return fetchAtOnce(select, count);
  try {
    const ValueLimit limit(m_connection, ValueLimit::kCells * m_select.spec().maxCellBytes);
    return fetchAtOnce(select, count);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::TooLarge) throw;
  }
  return fetchOneByOne(select);
}

std::shared_ptr<const RowBatch> LimitedRows::fetchAtOnce(const sql::Select& select, std::int64_t count) {
  const auto cursor = execute(m_connection, m_select.dialect().compile(select));
  return m_select.withCutMarked(cursor->fetch(static_cast<std::size_t>(count), m_select.spec().maxCellBytes));
}

std::shared_ptr<const RowBatch> LimitedRows::fetchOneByOne(const sql::Select& select) {
  // One state of the database, unless the caller sees to that.
  const auto plain = m_select.dialect().withOptions({});
  std::optional<Transaction> snapshot;
  if (m_connection.transactionState() == Connection::TransactionState::Idle) snapshot.emplace(m_connection, *plain, Transaction::Mode::Read);
  const auto keys = fetchAll(m_connection, m_select.dialect().compile(m_select.keysOf(select)));
  const std::size_t keyColumns = m_select.order().rowKeyTerms();
  LargeRow row(m_select, m_connection);
  ResultColumns columns = row.columns();
  const bool tellsBeyond = keys->columnCount() > keyColumns;
  if (tellsBeyond) columns.push_back(keys->column(keyColumns));
  const std::size_t last = columns.size() - 1;
  RowBatchBuilder builder(std::move(columns));
  CellLimit limit(m_select.spec().maxCellBytes);
  for (std::size_t i = 0; i < keys->rows(); ++i) {
    m_cancelToken.throwIfCancelled();
    if (!row.append(builder, *keys, i, limit)) continue;
    if (tellsBeyond) builder.append(last, keys->at(i, keyColumns));
    builder.endRow();
  }
  return builder.build();
}

}  // namespace joinery
