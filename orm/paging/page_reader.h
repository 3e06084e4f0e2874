// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/first_keys.h"
#include "orm/paging/key_index.h"
#include "orm/paging/limited_rows.h"
#include "orm/paging/page.h"
#include "orm/paging/paged_select.h"
#include "orm/paging/row_spool.h"

namespace joinery {

/// Reads pages of a PagedSelect by what is known of its rows' places. Made for one page; all it is given outlives it. Worker thread.
class PageReader {
 public:
  PageReader(const PagedSelect& select, const KeyIndex& index, const RowSpool& spool, Connection& connection, CancelToken cancelToken)
      : m_select(select), m_index(index), m_spool(spool), m_connection(connection), m_cancelToken(std::move(cancelToken)), m_rows(select, connection, m_cancelToken) {}

  /// By the index: blocks of it, whole. @throws DbError Cancelled and what the engine throws
  Page byIndex(std::int64_t first, std::int64_t count);
  /// By the keys in the spool. @pre the scan has come so far or has ended
  Page bySpooledKeys(std::int64_t first, std::int64_t count);
  /// Where the scan has not come to: after as many rows as stand before, which are read as keys. An order that no index serves is
  /// sorted as keys too, and the page's rows are read by them.
  Page afterOthers(std::int64_t first, std::int64_t count);
  /// The same of rows without keys, which are read whole.
  Page afterOtherRows(std::int64_t first, std::int64_t count);
  /// A page far ahead of the scan, without reading what stands before: from the key that would stand there if keys were as dense
  /// everywhere as on average, and backwards from the last row where that page is wanted. What it gives is marked as near.
  /// @param estimate of all rows @return none where keys are no numbers, or the scan is almost there
  std::optional<Page> nearby(std::int64_t first, std::int64_t count, std::int64_t estimate);
  /// The last rows, read backwards and given in order.
  Page last(std::int64_t count);

 private:
  using Batch = std::shared_ptr<const RowBatch>;
  void addRowsOf(PageBuilder& page, const Batch& keys);
  Page bySortedKeys(std::int64_t first, std::int64_t count);
  Page byFirstKeys(const FirstKeys& keys, std::int64_t first, std::int64_t count);
  Page byKeys(const RowBatch& keys, std::size_t first);
  Page lastByFirstKeys(const FirstKeys& keys, std::int64_t count);
  void skip(Cursor& cursor, std::int64_t rows, std::size_t maxCellBytes) const;
  void addRowsOfLargeKeys(PageBuilder& page, const RowBatch& keys);
  void addBlock(PageBuilder& page, const KeyIndex::Block& block, std::int64_t first, std::int64_t count);
  bool isBeyond(const RowBatch& batch, std::size_t row, const std::vector<Value>& next) const;
  std::vector<Batch> rowsFrom(const std::vector<Value>& key, std::int64_t count, const std::vector<Value>* beyond);
  std::vector<Value> keyOf(std::int64_t row);
  std::optional<KeyIndex::Anchor> walk(const std::optional<KeyIndex::Anchor>& from, std::int64_t row);
  std::optional<std::int64_t> greatestKey();
  Page emptyPage() const;

  const PagedSelect& m_select;
  const KeyIndex& m_index;
  const RowSpool& m_spool;
  Connection& m_connection;
  CancelToken m_cancelToken;
  LimitedRows m_rows;
};

}  // namespace joinery
