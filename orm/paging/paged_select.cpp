// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/paged_select.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "orm/core/db_error.h"
#include "orm/paging/served_by_index.h"
#include "orm/query/filter_document.h"
#include "orm/query/label_expression.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr const char* kBeyond = "order:beyond";

/// "(12,,70000)", as the server shows a row of numbers.
std::vector<std::uint64_t> numbersOf(std::string_view row) {
  std::vector<std::uint64_t> numbers;
  row.remove_prefix(1);
  while (!row.empty()) {
    const std::string_view part = row.substr(0, row.find_first_of(",)"));
    std::uint64_t number = 0;
    std::from_chars(part.data(), part.data() + part.size(), number);
    numbers.push_back(number);
    row.remove_prefix(std::min(row.size(), part.size() + 1));
  }
  return numbers;
}

std::string labelAlias(const std::string& relationship) { return "label_" + relationship; }

}  // namespace

PagedSelect::PagedSelect(std::shared_ptr<const Registry> registry, const Dialect& dialect, Spec spec)
    : m_registry(std::move(registry)), m_dialect(dialect), m_spec(std::move(spec)), m_model(&m_registry->at(m_spec.model)) {
  const auto root = modelSource(*m_model);
  m_order = std::make_unique<RowOrder>(parseSortKeys(m_spec.sorts, *m_registry, *m_model), *m_registry, *m_model, root, m_dialect);
  m_keyOrder = std::make_unique<RowOrder>(std::vector<SortKey>(), *m_registry, *m_model, root, m_dialect);
  m_condition = compileFilter(m_spec.filter, *m_registry, *m_model, root.qualifier());
  placeTerms();
  m_isServed = joinery::isServedByIndex(*m_order, *m_model, m_dialect);
  m_isKeyServed = joinery::isServedByIndex(*m_keyOrder, *m_model, m_dialect);
  for (std::size_t i = 0; m_spec.maxCellBytes > 0 && i < m_model->attributes.size(); ++i) {
    const Attribute& attribute = m_model->attributes[i];
    if (attribute.expression) continue;
    if (auto cut = m_dialect.cutValue(attributeExpression(attribute, root.qualifier()), m_spec.maxCellBytes)) m_cuts.emplace(i, std::move(*cut));
  }
}

/// What is an attribute anyway is not read twice.
void PagedSelect::placeTerms() {
  std::size_t behind = m_model->attributes.size() + m_spec.labelsOf.size();
  for (const auto& term : m_order->terms()) {
    const auto same = std::ranges::find_if(m_model->attributes, [&](const Attribute& attribute) {
      return !term.column.empty() && !attribute.expression && attribute.column.name == term.column;
    });
    const bool isShown = same != m_model->attributes.end();
    m_termColumns.push_back(isShown ? static_cast<std::size_t>(same - m_model->attributes.begin()) : behind++);
  }
  m_sizesColumn = behind;
}

void PagedSelect::addLabels(std::vector<sql::Expression>& columns, sql::FromItem& from) const {
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

sql::Expression PagedSelect::condition(const Json& filter) const {
  return compileFilter(filter, *m_registry, *m_model, modelSource(*m_model).qualifier());
}

sql::Select PagedSelect::rowColumns() const {
  std::vector<sql::Expression> columns;
  const std::string& here = m_model->table->name.name;
  for (std::size_t i = 0; i < m_model->attributes.size(); ++i) {
    const Attribute& attribute = m_model->attributes[i];
    const auto cut = m_cuts.find(i);
    columns.push_back((cut == m_cuts.end() ? attributeExpression(attribute, here) : cut->second.beginning).as(attribute.name));
  }
  sql::FromItem from = m_order->from();
  addLabels(columns, from);
  const auto terms = m_order->keyColumns();
  for (std::size_t i = 0; i < terms.size(); ++i)
    if (m_termColumns[i] >= m_model->attributes.size()) columns.push_back(terms[i]);
  if (!m_cuts.empty()) columns.push_back(sizes());
  return sql::Select(std::move(columns)).from(from);
}

/// NULL of nearly every row: one column for all sizes costs others nothing.
sql::Expression PagedSelect::sizes() const {
  ValueType text = ValueType::of(TypeKind::Text);
  text.declared = "text";
  std::vector<sql::Expression> all;
  for (const auto& [column, cut] : m_cuts) all.push_back(cut.size);
  const auto isAnyLong = sql::gt(sql::function("greatest", all), sql::integerLiteral(static_cast<std::int64_t>(m_spec.maxCellBytes)));
  return sql::caseWhen({{isAnyLong, sql::cast(sql::function("ROW", all), text)}}).as("cells:sizes");
}

std::shared_ptr<const RowBatch> PagedSelect::withCutMarked(std::shared_ptr<const RowBatch> batch) const {
  if (m_cuts.empty()) return batch;
  std::vector<RowBatchBuilder::PartialCell> cells;
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    if (batch->at(row, m_sizesColumn).isNull()) continue;
    const auto sizes = numbersOf(batch->at(row, m_sizesColumn).bytes());
    std::size_t place = 0;
    for (const auto& [attribute, cut] : m_cuts) {
      const std::uint64_t size = place < sizes.size() ? sizes[place] : 0;
      if (size > m_spec.maxCellBytes) cells.push_back({row, attribute, size});
      ++place;
    }
  }
  return RowBatchBuilder::marked(std::move(batch), cells);
}

sql::Select PagedSelect::rows() const { return rowColumns().where(m_condition).orderBy(m_order->orderBy()); }

sql::Select PagedSelect::rows(const std::vector<Value>& beyond) const {
  return rows().addColumn(sql::isTrue(m_order->startingAt(beyond)).as(kBeyond));
}

bool PagedSelect::hasRoomForOneMore() const {
  // PostgreSQL takes 1,664, SQLite 2,000.
  constexpr std::size_t kMostColumns = 1'600;
  return m_model->attributes.size() + m_spec.labelsOf.size() + m_order->terms().size() < kMostColumns;
}

std::vector<std::size_t> PagedSelect::keyColumnsOfRows() const {
  return {m_termColumns.end() - static_cast<std::ptrdiff_t>(m_order->rowKeyTerms()), m_termColumns.end()};
}

std::optional<std::int64_t> PagedSelect::rowIdOf(const RowBatch& rows, std::size_t row) const {
  const std::string rowId = rowIdName(*m_model->table);
  if (rowId.empty() || m_order->rowKeyTerms() != 1 || m_order->terms().back().column != rowId) return {};
  return rows.at(row, m_termColumns.back()).toInteger();
}

std::vector<sql::Expression> PagedSelect::keyColumns() const {
  const auto terms = m_order->keyColumns();
  return {terms.end() - static_cast<std::ptrdiff_t>(m_order->rowKeyTerms()), terms.end()};
}

sql::Select PagedSelect::rowsOf(const RowBatch& keys) const {
  const auto columns = keyColumns();
  const auto valueOf = [&](std::size_t row, std::size_t column) { return sql::bind(Value(keys.at(row, column)), columns[column].type()); };
  std::vector<sql::Expression> wanted;
  for (std::size_t row = 0; row < keys.rows(); ++row) {
    if (columns.size() == 1) {
      wanted.push_back(valueOf(row, 0));
      continue;
    }
    std::vector<sql::Expression> parts;
    for (std::size_t column = 0; column < columns.size(); ++column) parts.push_back(sql::eq(columns[column], valueOf(row, column)));
    wanted.push_back(sql::and_(std::move(parts)));
  }
  return rowColumns().where(columns.size() == 1 ? sql::in(columns[0], std::move(wanted)) : sql::or_(std::move(wanted)));
}

sql::Select PagedSelect::rowByKey() const {
  const auto columns = keyColumns();
  sql::Select row = rowColumns();
  for (std::size_t i = 0; i < columns.size(); ++i) row = row.where(sql::eq(columns[i], sql::parameter("key" + std::to_string(i), columns[i].type())));
  return row;
}

sql::Select PagedSelect::keysOf(const sql::Select& rows) const {
  auto columns = keyColumns();
  if (const auto& last = rows.data().columns.back(); last.label() == kBeyond) columns.push_back(last);
  return rows.columns(std::move(columns));
}

sql::Select PagedSelect::places() const {
  return sql::Select(m_order->keyColumns()).from(m_order->from()).where(m_condition).orderBy(m_order->orderBy());
}

sql::Expression PagedSelect::passes() const { return (m_condition.isEmpty() ? sql::trueLiteral() : sql::isTrue(m_condition)).as("passes"); }

sql::Select PagedSelect::placesWithFilter() const { return sql::Select(m_order->keyColumns()).addColumn(passes()).from(m_order->from()); }

sql::Select PagedSelect::rowKeys() const { return places().columns(keyColumns()); }

sql::Select PagedSelect::keysWithFilter(Terms terms) const {
  auto columns = m_keyOrder->keyColumns();
  if (terms == Terms::All)
    for (auto& term : m_order->keyColumns()) columns.push_back(std::move(term));
  columns.push_back(passes());
  return sql::Select(std::move(columns)).from(m_order->from()).orderBy(m_keyOrder->orderBy());
}

}  // namespace joinery
