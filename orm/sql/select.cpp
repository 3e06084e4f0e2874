// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/select.h"

#include <utility>

#include "orm/sql/operators.h"

namespace joinery::sql {
namespace {

template <typename Change>
std::shared_ptr<const Select::Data> changed(const Select::Data& data, Change&& change) {
  auto copy = std::make_shared<Select::Data>(data);
  change(*copy);
  return copy;
}

Expression conjunction(const Expression& left, Expression right) {
  return left.isEmpty() ? right : and_({left, std::move(right)});
}

}  // namespace

Select::Select() : m_data(std::make_shared<const Data>()) {}

Select::Select(std::vector<Expression> columns) : Select(Select().columns(std::move(columns))) {}

Select Select::columns(std::vector<Expression> columns) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.columns = std::move(columns); });
  return copy;
}

Select Select::addColumn(Expression column) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.columns.push_back(std::move(column)); });
  return copy;
}

Select Select::from(FromItem item) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.from = std::move(item); });
  return copy;
}

Select Select::where(Expression condition) const {
  if (condition.isEmpty()) return *this;
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.where = conjunction(data.where, std::move(condition)); });
  return copy;
}

Select Select::groupBy(std::vector<Expression> keys) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.groupBy = std::move(keys); });
  return copy;
}

Select Select::having(Expression condition) const {
  if (condition.isEmpty()) return *this;
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.having = conjunction(data.having, std::move(condition)); });
  return copy;
}

Select Select::orderBy(std::vector<OrderBy> keys) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.orderBy = std::move(keys); });
  return copy;
}

Select Select::limit(std::optional<std::int64_t> rows) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.limit = rows; });
  return copy;
}

Select Select::offset(std::int64_t rows) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.offset = rows; });
  return copy;
}

Select Select::distinct() const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [](Data& data) { data.distinct = true; });
  return copy;
}

Select Select::distinctOn(std::vector<Expression> keys) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.distinctOn = std::move(keys); });
  return copy;
}

Select Select::with(Cte cte) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.ctes.push_back(std::move(cte)); });
  return copy;
}

Select Select::combine(SetOperator op, const Select& right) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.combinations.push_back({op, right}); });
  return copy;
}

Select Select::forUpdate(Lock lock) const {
  Select copy = *this;
  copy.m_data = changed(*m_data, [&](Data& data) { data.lock = lock; });
  return copy;
}

}  // namespace joinery::sql
