// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/column_values.h"

#include <algorithm>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery::ui {

namespace {

const std::string kRows = "seen_";
const std::string kValue = "value_";

/// A text as a pattern that matches what begins with it.
std::string prefixPattern(const std::string& prefix) {
  std::string pattern;
  for (const char each : prefix) {
    if (each == '%' || each == '_' || each == '\\') pattern += '\\';
    pattern += each;
  }
  return pattern + "%";
}

}  // namespace

bool ColumnValueQuery::isOf(const Attribute& attribute) {
  switch (attribute.column.type.kind) {
    case TypeKind::Json:
    case TypeKind::Xml:
    case TypeKind::Blob:
    case TypeKind::Geometry:
    case TypeKind::Boolean: return false;
    default: return true;
  }
}

ColumnValueQuery::ColumnValueQuery(const Model& model, const Attribute& attribute, std::string prefix)
    : m_model(model), m_attribute(attribute), m_prefix(std::move(prefix)) {}

/// Only so many rows are looked at: a column of a hundred million rows answers as one types.
sql::Select ColumnValueQuery::select() const {
  const sql::FromItem table = modelSource(m_model);
  const sql::Expression value = attributeExpression(m_attribute, table.qualifier());
  const bool isText = m_attribute.column.type.kind == TypeKind::Text;
  auto rows = sql::Select({value.as(kValue)}).from(table).where(sql::isNotNull(value)).limit(kMostRows);
  if (!m_prefix.empty()) rows = rows.where(sql::ilike(isText ? value : sql::asText(value), prefixPattern(m_prefix)));
  const sql::Expression seen = sql::column(kRows, kValue, m_attribute.column.type);
  using Direction = sql::OrderBy::Direction;
  // How many were seen in all tells whether there are more.
  const sql::Expression all = sql::cast(sql::over(sql::function("sum", {sql::count()}), {}), ValueType::of(TypeKind::Integer));
  return sql::Select({seen.as("value"), sql::count().as("count"), all.as("all")})
      .from(sql::subqueryAs(rows, kRows))
      .groupBy({seen})
      .orderBy({{sql::count(), Direction::Descending}, {seen}})
      .limit(kMostValues);
}

ColumnValues ColumnValueQuery::read(Worker::Context& context) const {
  const auto cursor = execute(context.connection, context.dialect.compile(select()));
  ColumnValues found;
  for (auto batch = cursor->fetch(kMostValues, kMostBytes); batch->rows() > 0; batch = cursor->fetch(kMostValues, kMostBytes)) {
    for (std::size_t row = 0; row < batch->rows(); ++row) {
      if (batch->isPartial(row, 0)) continue;
      found.isPartial = batch->at(row, 2).toInteger() >= kMostRows;
      found.values.push_back({displayText(batch->at(row, 0), m_attribute.column.type), batch->at(row, 1).toInteger()});
    }
  }
  return found;
}

}  // namespace joinery::ui
