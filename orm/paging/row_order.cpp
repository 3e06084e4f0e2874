// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/row_order.h"

#include "orm/sql/operators.h"

namespace joinery {

namespace {

using Direction = sql::OrderBy::Direction;
using Nulls = sql::OrderBy::Nulls;

/// Strictly after the value in the term's direction.
sql::Expression after(const RowOrder::Term& term, const Value& value) {
  const auto& expression = term.key.expression;
  if (value.isNull()) return term.nullsFirst ? sql::isNotNull(expression) : sql::falseLiteral();
  const auto bound = sql::bind(value, expression.type());
  auto beyond = term.key.direction == Direction::Ascending ? sql::gt(expression, bound) : sql::lt(expression, bound);
  if (term.nullable && !term.nullsFirst) return sql::or_({beyond, sql::isNull(expression)});
  return beyond;
}

sql::Expression same(const RowOrder::Term& term, const Value& value) {
  const auto& expression = term.key.expression;
  return value.isNull() ? sql::isNull(expression) : sql::eq(expression, sql::bind(value, expression.type()));
}

/// At the value or after it; lets the engine enter an index at the first term.
sql::Expression atOrAfter(const RowOrder::Term& term, const Value& value) {
  const auto& expression = term.key.expression;
  if (value.isNull()) return term.nullsFirst ? sql::trueLiteral() : sql::isNull(expression);
  const auto bound = sql::bind(value, expression.type());
  auto range = term.key.direction == Direction::Ascending ? sql::gte(expression, bound) : sql::lte(expression, bound);
  if (term.nullable && !term.nullsFirst) return sql::or_({range, sql::isNull(expression)});
  return range;
}

/// Strictly after the value as ranges of an index: a NULL never stands in one range with values.
std::vector<sql::Expression> rangesAfter(const RowOrder::Term& term, const Value& value, RowOrder::From from) {
  const auto& expression = term.key.expression;
  const bool includes = from == RowOrder::From::Key;
  if (value.isNull()) {
    std::vector<sql::Expression> ranges;
    if (includes) ranges.push_back(sql::isNull(expression));
    if (term.nullsFirst) ranges.push_back(sql::isNotNull(expression));
    return ranges;
  }
  const auto bound = sql::bind(value, expression.type());
  const bool ascending = term.key.direction == Direction::Ascending;
  std::vector<sql::Expression> ranges;
  if (includes) ranges.push_back(ascending ? sql::gte(expression, bound) : sql::lte(expression, bound));
  else ranges.push_back(ascending ? sql::gt(expression, bound) : sql::lt(expression, bound));
  if (term.nullable && !term.nullsFirst) ranges.push_back(sql::isNull(expression));
  return ranges;
}

/// The attribute at the end of a sort key's path.
const Attribute& sortedBy(const SortKey& sort, const Registry& registry, const Model& start) {
  const Model* model = &start;
  for (std::size_t i = 0; i + 1 < sort.path.size(); ++i) model = &registry.target(*model->relationship(sort.path[i]));
  return *model->attribute(sort.path.back());
}

}  // namespace

RowOrder::RowOrder(const std::vector<SortKey>& sorts, const Registry& registry, const Model& model,
                   const sql::FromItem& root, const Dialect& dialect)
    : m_dialectNullsFirst(dialect.nullsSortFirst()) {
  auto compiled = compileSort(sorts, registry, model, root);
  m_from = compiled.from;
  for (std::size_t i = 0; i < compiled.orderBy.size(); ++i) {
    Term term{compiled.orderBy[i], true, false};
    const bool ascending = term.key.direction == Direction::Ascending;
    term.nullsFirst = term.key.nulls == Nulls::Engine ? m_dialectNullsFirst == ascending : term.key.nulls == Nulls::First;
    // A plain attribute says whether it can be NULL; one behind an outer join always can.
    const Attribute& attribute = sortedBy(sorts[i], registry, model);
    term.isComputed = static_cast<bool>(attribute.expression);
    term.collation = attribute.column.collation;
    if (sorts[i].path.size() == 1) {
      term.nullable = attribute.column.nullable;
      if (!term.isComputed) term.column = attribute.column.name;
    }
    m_terms.push_back(std::move(term));
  }
  addTieBreaker(model, root.qualifier());
}

void RowOrder::addTieBreaker(const Model& model, const std::string& qualifier) {
  const auto direction = m_terms.empty() ? Direction::Ascending : m_terms.back().key.direction;
  const auto add = [&](const schema::Column& column) {
    const sql::OrderBy term{sql::column(qualifier, column.name, column.type), direction, Nulls::Engine};
    m_terms.push_back({term, column.nullable, m_dialectNullsFirst == (direction == Direction::Ascending), column.name, column.collation});
  };
  const auto key = model.keyAttributes();
  // SQLite lets NULLs into a primary key, any number of them.
  bool unique = !key.empty();
  for (const auto& name : key) {
    const auto& column = model.attribute(name)->column;
    add(column);
    unique = unique && !column.nullable;
  }
  m_rowKeyTerms = key.size();
  if (unique) return;
  const auto rowId = rowIdName(*model.table);
  m_total = !rowId.empty();
  m_rowKeyTerms = m_total ? 1 : 0;
  if (!m_total) return;
  schema::Column column;
  column.name = rowId;
  column.type = ValueType::of(TypeKind::Integer);
  column.nullable = false;
  add(column);
}

std::vector<sql::OrderBy> RowOrder::orderBy() const {
  std::vector<sql::OrderBy> keys;
  for (const auto& term : m_terms) keys.push_back(term.key);
  return keys;
}

RowOrder RowOrder::backwards() const {
  RowOrder turned = *this;
  for (Term& term : turned.m_terms) {
    term.key.direction = term.key.direction == Direction::Ascending ? Direction::Descending : Direction::Ascending;
    if (term.key.nulls != Nulls::Engine) term.key.nulls = term.nullsFirst ? Nulls::Last : Nulls::First;
    term.nullsFirst = !term.nullsFirst;
  }
  return turned;
}

std::vector<sql::Expression> RowOrder::keyColumns() const {
  std::vector<sql::Expression> columns;
  for (std::size_t i = 0; i < m_terms.size(); ++i) columns.push_back(m_terms[i].key.expression.as("order:" + std::to_string(i)));
  return columns;
}

sql::Expression RowOrder::startingAt(const std::vector<Value>& key) const {
  const bool plain = std::all_of(m_terms.begin(), m_terms.end(), [this](const Term& term) {
    return !term.nullable && term.key.direction == m_terms.front().key.direction;
  });
  if (plain && m_terms.size() == 1) return atOrAfter(m_terms[0], key[0]);
  if (plain) {
    std::vector<sql::Expression> left, right;
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
      left.push_back(m_terms[i].key.expression);
      right.push_back(sql::bind(key[i], m_terms[i].key.expression.type()));
    }
    const auto ascending = m_terms.front().key.direction == Direction::Ascending;
    return ascending ? sql::gte(sql::tuple(left), sql::tuple(right)) : sql::lte(sql::tuple(left), sql::tuple(right));
  }
  std::vector<sql::Expression> alternatives;
  std::vector<sql::Expression> equalSoFar;
  for (std::size_t i = 0; i < m_terms.size(); ++i) {
    auto all = equalSoFar;
    const bool last = i + 1 == m_terms.size();
    all.push_back(last ? atOrAfter(m_terms[i], key[i]) : after(m_terms[i], key[i]));
    alternatives.push_back(sql::and_(std::move(all)));
    equalSoFar.push_back(same(m_terms[i], key[i]));
  }
  return sql::and_({atOrAfter(m_terms[0], key[0]), sql::or_(std::move(alternatives))});
}

std::vector<sql::Expression> RowOrder::rangesFrom(const std::vector<Value>& key, From from) const {
  std::vector<sql::Expression> ranges;
  // From the rows that are equal in all terms but the last to those that are equal in none.
  for (std::size_t i = m_terms.size(); i-- > 0;) {
    std::vector<sql::Expression> equal;
    for (std::size_t j = 0; j < i; ++j) equal.push_back(same(m_terms[j], key[j]));
    const bool isLast = i + 1 == m_terms.size();
    for (auto& range : rangesAfter(m_terms[i], key[i], isLast ? from : From::AfterKey)) {
      auto all = equal;
      all.push_back(std::move(range));
      ranges.push_back(sql::and_(std::move(all)));
    }
  }
  return ranges;
}

}  // namespace joinery
