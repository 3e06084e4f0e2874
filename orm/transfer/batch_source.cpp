// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/batch_source.h"

#include <algorithm>

#include "orm/engine/execution.h"
#include "orm/paging/range_reader.h"
#include "orm/query/model_select.h"

namespace joinery {

namespace {

constexpr std::size_t kFirstRows = 64;
constexpr std::size_t kMostRows = 4096;
constexpr std::size_t kBatchBytes = 1024 * 1024;

/// As many rows as make a batch of about the size that is meant; at most four times as many as before, since rows are not alike.
std::size_t nextRows(const RowBatch& batch) {
  const std::size_t rowBytes = std::max<std::size_t>(1, batch.memoryUsage() / batch.rows());
  return std::clamp<std::size_t>(kBatchBytes / rowBytes, 1, std::min(kMostRows, batch.rows() * 4));
}

}  // namespace

StatementBatches::StatementBatches(Connection& connection, const CompiledStatement& statement) : m_cursor(execute(connection, statement)) {}

void StatementBatches::read(const Take& take) {
  std::size_t rows = kFirstRows;
  for (auto batch = m_cursor->fetch(rows); batch->rows() > 0; batch = m_cursor->fetch(rows)) {
    take(*batch);
    rows = nextRows(*batch);
  }
}

void SpoolBatches::read(const Take& take) {
  for (std::size_t batch = 0; batch < m_batches; ++batch) take(*m_spool.read(batch));
}

RangeBatches::RangeBatches(Connection& connection, RowRanges rows, const std::vector<std::string>& attributes, CancelToken cancelToken)
    : m_connection(connection), m_rows(std::move(rows)), m_cancelToken(std::move(cancelToken)) {
  const auto& all = m_rows.query->model().attributes;
  for (const std::string& name : attributes) {
    const auto found = std::ranges::find(all, name, &Attribute::name);
    m_attributes.push_back(static_cast<int>(found - all.begin()));
    m_columns.push_back({name, found->column.type});
  }
}

void RangeBatches::read(const Take& take) {
  const RangeReader reader(*m_rows.query, m_connection, m_cancelToken);
  for (const auto& [first, count] : m_rows.ranges) reader.read(first, count, m_attributes, RangeReader::Order::OfTheQuery, [&](const std::shared_ptr<const RowBatch>& rows) { take(*rows); });
}

std::optional<CompiledStatement> rangeStatement(const RowRanges& rows, const std::vector<std::string>& attributes) {
  if (rows.ranges.size() != 1) return std::nullopt;
  const PagedSelect& select = rows.query->select();
  const Model& model = select.model();
  std::vector<sql::Expression> columns;
  for (const std::string& name : attributes) columns.push_back(attributeColumn(*model.attribute(name), model.table->name.name));
  // A file is read from its beginning anyway: here an offset costs what it saves elsewhere.
  return select.dialect().compile(select.places().columns(std::move(columns)).limit(rows.ranges[0].count).offset(rows.ranges[0].first));
}

}  // namespace joinery
