// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/range_reader.h"

#include <algorithm>
#include <limits>

#include "orm/core/db_error.h"
#include "orm/paging/ordered_pieces.h"
#include "orm/paging/row_stream.h"
#include "orm/paging/served_by_index.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr std::int64_t kPageRows = 1'024;
constexpr std::size_t kRangeBatchRows = 4'096;
/// So few are as fast by pages.
constexpr std::int64_t kFewRows = 20'000;
constexpr std::uint64_t kMostLargeBytes = 128U << 20U;

/// Some columns of a batch, in any order.
std::shared_ptr<const RowBatch> someColumns(const RowBatch& batch, const std::vector<std::size_t>& which) {
  ResultColumns columns;
  for (const std::size_t column : which) columns.push_back(batch.column(column));
  RowBatchBuilder builder(std::move(columns));
  builder.reserve(batch.rows());
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < which.size(); ++i) {
      if (const auto size = batch.fullSize(row, which[i])) builder.appendPartial(i, batch.at(row, which[i]), size);
      else builder.append(i, batch.at(row, which[i]));
    }
    builder.endRow();
  }
  return builder.build();
}

}  // namespace

void RangeReader::read(std::int64_t first, std::optional<std::int64_t> count, const std::vector<int>& attributes, Order order, const Take& take) const {
  const bool isTotal = m_query.places() != PagedQuery::Places::SpooledRows;
  const bool isFew = count && *count <= kFewRows;
  if (order == Order::OfTheQuery || !isTotal || isFew) return readPages(first, count, attributes, order, take);
  const RowOrder& rows = m_query.select().order();
  std::vector<sql::Expression> bounds;
  if (first > 0) {
    const auto begin = m_query.termsAt(m_connection, first, m_cancelToken);
    if (!begin) return;
    bounds.push_back(rows.startingAt(*begin));
  }
  if (count)
    if (const auto end = m_query.termsAt(m_connection, first + *count, m_cancelToken)) bounds.push_back(sql::isNotTrue(rows.startingAt(*end)));
  readAll(bounds.empty() ? sql::Expression() : sql::and_(std::move(bounds)), attributes, take);
}

void RangeReader::readPages(std::int64_t first, std::optional<std::int64_t> count, const std::vector<int>& attributes, Order order, const Take& take) const {
  const std::vector<std::size_t> columns(attributes.begin(), attributes.end());
  std::int64_t left = count.value_or(std::numeric_limits<std::int64_t>::max());
  while (left > 0) {
    const auto wanted = std::min(left, kPageRows);
    const Page page = m_query.page(m_connection, first, wanted, m_cancelToken);
    if (page.rows->rows() > 0) take(someColumns(order == Order::Any ? *page.rows : *wholeRows(page, first, wanted, columns), columns));
    if (page.size() < wanted) return;
    first += wanted;
    left -= wanted;
  }
}

/// The page's rows, read once more where cells were cut.
std::shared_ptr<const RowBatch> RangeReader::wholeRows(const Page& page, std::int64_t first, std::int64_t count, const std::vector<std::size_t>& columns) const {
  std::uint64_t size = 0;
  for (std::size_t row = 0; row < page.rows->rows(); ++row)
    for (const std::size_t column : columns) size += page.rows->fullSize(row, column);
  if (size == 0) return page.rows;
  if (m_query.places() == PagedQuery::Places::SpooledRows || size > kMostLargeBytes) {
    DbError error(ErrorKind::TooLarge, "the rows from " + std::to_string(first + 1) + " on hold large values, " + std::to_string(size >> 20U) + " MiB together");
    error.hint = "Leave the columns with large values out, or export the rows to a file.";
    throw error;
  }
  return m_query.withWholeCells().page(m_connection, first, count, m_cancelToken).rows;
}

void RangeReader::readAll(const sql::Expression& condition, const std::vector<int>& attributes, const Take& take) const {
  const PagedSelect& select = m_query.select();
  const RowOrder& keys = select.keyOrder();
  const std::string& here = select.model().table->name.name;
  auto columns = keys.keyColumns();
  std::vector<std::size_t> which;
  for (const int attribute : attributes) {
    which.push_back(columns.size());
    const auto& shown = select.model().attributes[static_cast<std::size_t>(attribute)];
    columns.push_back(attributeExpression(shown, here).as(shown.name));
  }
  const auto statement = select.places().columns(std::move(columns)).where(condition).orderBy(keys.orderBy());
  const bool isInPieces = select.dialect().cursorStatements({}, {}).empty() && isServedByIndex(keys, select.model(), select.dialect());
  if (isInPieces) {
    const auto takeBatch = [&](const RowBatch& batch) {
      take(someColumns(batch, which));
      return true;
    };
    return OrderedPieces(m_connection, select.dialect(), keys, m_cancelToken, select.spec().maxCellBytes).read(statement, {}, takeBatch);
  }
  const std::size_t most = select.spec().maxCellBytes;
  RowStream stream(m_connection, select.dialect(), statement.orderBy({}), m_cancelToken);
  for (auto batch = stream.next(kRangeBatchRows, most); batch->rows() > 0; batch = stream.next(kRangeBatchRows, most)) take(someColumns(*batch, which));
}

}  // namespace joinery
