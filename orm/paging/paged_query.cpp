// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/paged_query.h"

#include <limits>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/query/filter_document.h"
#include "orm/query/label_expression.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr std::size_t kScanBatchRows = 8'192;
/// One piece of a scan in key order: short enough that no writer of a SQLite file waits long for the read lock.
constexpr std::int64_t kSliceRows = 200'000;

std::string labelAlias(const std::string& relationship) { return "label_" + relationship; }

std::shared_ptr<const RowBatch> reversedRows(const RowBatch& batch) {
  std::vector<ResultColumn> columns;
  for (std::size_t i = 0; i < batch.columnCount(); ++i) columns.push_back(batch.column(i));
  RowBatchBuilder builder(std::move(columns));
  builder.reserve(batch.rows());
  for (std::size_t row = batch.rows(); row-- > 0;) {
    for (std::size_t column = 0; column < batch.columnCount(); ++column) {
      if (const auto size = batch.fullSize(row, column)) builder.appendPartial(column, batch.at(row, column), size);
      else builder.append(column, batch.at(row, column));
    }
    builder.endRow();
  }
  return builder.build();
}

}  // namespace

PagedQuery::PagedQuery(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec)
    : m_registry(std::move(registry)), m_dialect(dialect), m_spec(std::move(spec)), m_model(&m_registry->at(m_spec.model)), m_index(std::make_shared<KeyIndex>()) {
  const auto root = modelSource(*m_model);
  std::vector<SortKey> sorts;
  for (const auto& text : m_spec.sorts) sorts.push_back(parseSortKey(text, *m_registry, *m_model));
  m_order = std::make_unique<RowOrder>(sorts, *m_registry, *m_model, root, m_dialect);
  m_condition = compileFilter(m_spec.filter, *m_registry, *m_model, root.qualifier());
}

void PagedQuery::addLabels(std::vector<sql::Expression>& columns, sql::FromItem& from) const {
  const std::string& here = m_model->table->name.name;
  for (const auto& name : m_spec.labelsOf) {
    const Relationship* relationship = m_model->relationship(name);
    if (!relationship || relationship->isToMany()) throw DbError(ErrorKind::InvalidRequest, m_model->name + "." + name + " is no relationship to one row");
    const Model& target = m_registry->at(relationship->target);
    const std::string alias = labelAlias(name);
    std::vector<sql::Expression> matches;
    for (std::size_t i = 0; i < relationship->localColumns.size(); ++i)
      matches.push_back(sql::eq(sql::column(here, relationship->localColumns[i]), sql::column(alias, relationship->remoteColumns[i])));
    matches.push_back(criterionOf(*relationship, here, alias));
    from = from.leftJoin(modelSource(target, alias), sql::and_(std::move(matches)));
    columns.push_back(labelExpression(target, alias).withType(ValueType::of(TypeKind::Text)).as("label:" + name));
  }
}

sql::Select PagedQuery::rows() const {
  std::vector<sql::Expression> columns;
  const std::string& here = m_model->table->name.name;
  for (const auto& attribute : m_model->attributes) columns.push_back(attributeExpression(attribute, here).as(attribute.name));
  sql::FromItem from = m_order->from();
  addLabels(columns, from);
  for (auto& key : m_order->keyColumns()) columns.push_back(std::move(key));
  return sql::Select(std::move(columns)).from(from).where(m_condition).orderBy(m_order->orderBy());
}

sql::Select PagedQuery::keys() const {
  return sql::Select(m_order->keyColumns()).from(m_order->from()).where(m_condition).orderBy(m_order->orderBy());
}

CompiledStatement PagedQuery::firstPage(std::int64_t count) const { return m_dialect.compile(rows().limit(count)); }

std::shared_ptr<const RowBatch> PagedQuery::page(Connection& connection, std::int64_t first, std::int64_t count,
                                                 const CancelToken& cancelToken) const {
  cancelToken.throwIfCancelled();
  auto select = rows().limit(count);
  std::int64_t skip = first;
  if (const auto anchor = m_order->isTotal() ? m_index->before(first) : std::nullopt) {
    select = select.where(m_order->startingAt(anchor->key));
    skip = first - anchor->row;
  }
  if (skip > 0) select = select.offset(skip);
  const auto cursor = execute(connection, m_dialect.compile(select));
  return cursor->fetch(static_cast<std::size_t>(count), m_spec.maxCellBytes);
}

std::shared_ptr<const RowBatch> PagedQuery::lastPage(Connection& connection, std::int64_t count) const {
  const auto select = rows().orderBy(m_order->reversed()).limit(count);
  const auto cursor = execute(connection, m_dialect.compile(select));
  return reversedRows(*cursor->fetch(static_cast<std::size_t>(count), m_spec.maxCellBytes));
}

std::int64_t PagedQuery::scanSlice(Connection& connection, const sql::Select& select, std::int64_t firstRow,
                                   const CancelToken& cancelToken, std::vector<Value>& lastKey) const {
  const auto cursor = execute(connection, m_dialect.compile(select));
  const std::size_t terms = m_order->terms().size();
  const auto keyAt = [terms](const RowBatch& batch, std::size_t row) {
    std::vector<Value> key;
    for (std::size_t i = 0; i < terms; ++i) key.emplace_back(batch.at(row, i));
    return key;
  };
  std::int64_t row = firstRow;
  while (true) {
    cancelToken.throwIfCancelled();
    const auto batch = cursor->fetch(kScanBatchRows);
    if (batch->rows() == 0) return row - firstRow;
    const auto count = static_cast<std::int64_t>(batch->rows());
    const auto firstAnchor = (row + KeyIndex::kStride - 1) / KeyIndex::kStride * KeyIndex::kStride;
    if (terms > 0)
      for (std::int64_t at = firstAnchor; at < row + count; at += KeyIndex::kStride)
        m_index->add({at, keyAt(*batch, static_cast<std::size_t>(at - row))});
    lastKey = keyAt(*batch, batch->rows() - 1);
    row += count;
    m_index->setRowsSeen(row);
  }
}

void PagedQuery::scanKeys(Connection& connection, const CancelToken& cancelToken, const std::function<void()>& progress) const {
  // An order that has to be sorted would be sorted again for each slice.
  const bool sliced = m_spec.sorts.empty() && m_order->isTotal();
  const auto limit = sliced ? kSliceRows : std::numeric_limits<std::int64_t>::max();
  std::vector<Value> lastKey;
  std::int64_t row = 0;
  while (true) {
    auto select = keys();
    if (sliced) select = select.limit(row == 0 ? limit : limit + 1);
    // The slice begins with the last key of the one before.
    if (row > 0) select = select.where(m_order->startingAt(lastKey));
    const std::int64_t from = row > 0 ? row - 1 : 0;
    const auto seen = scanSlice(connection, select, from, cancelToken, lastKey);
    row = from + seen;
    if (seen < limit) break;
    progress();
  }
  m_index->complete(row);
  progress();
}

std::optional<std::int64_t> PagedQuery::estimate(Connection& connection) const {
  if (!m_condition.isEmpty()) return std::nullopt;
  const auto& table = *m_model->table;
  if (table.estimatedRows) return table.estimatedRows;
  const auto rowId = rowIdName(table);
  if (rowId.empty()) return std::nullopt;
  const auto column = sql::column(table.name.name, rowId);
  // Each as a subquery of its own: SQLite answers either from an end of the b-tree, but both at once by a scan.
  const auto least = sql::subquery(sql::Select({sql::minimum(column)}).from(sql::table(table.name)));
  const auto greatest = sql::subquery(sql::Select({sql::maximum(column)}).from(sql::table(table.name)));
  const auto batch = fetchAll(connection, m_dialect.compile(sql::Select({least.as("least"), greatest.as("greatest")})));
  if (batch->rows() == 0 || batch->at(0, 0).isNull()) return 0;
  return batch->at(0, 1).toInteger() - batch->at(0, 0).toInteger() + 1;
}

}  // namespace joinery
