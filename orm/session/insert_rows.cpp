// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/insert_rows.h"

#include <algorithm>
#include <functional>
#include <map>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

using Row = Assignments::Values;

bool haveSameNames(const Row& left, const Row& right) {
  return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return a.first == b.first; });
}

}  // namespace

void InsertRows::Group::read(std::size_t row, std::span<ValueView> values) const {
  const Row& each = m_rows[row];
  const std::vector<std::size_t>& order = m_orders[each.order];
  for (std::size_t place = 0; place < m_attributes.size(); ++place) {
    const std::size_t at = order[place];
    values[place] = at < each.values->size() ? (*each.values)[at].second : m_defaults[row * m_filled.size() + at - each.values->size()];
  }
}

InsertRows::InsertRows(const Model& model, const std::vector<Values>& rows, const InsertConflict& conflict) : m_model(model), m_conflict(conflict) {
  for (const std::string& each : conflict.index) m_index.insert(Assignments::indexOf(model, each));
  for (const Values& row : rows) addRow(row);
  if (conflict.policy == InsertConflict::Policy::Update) checkUpdate();
}

void InsertRows::addRow(const Values& values) {
  Group* last = m_groups.empty() ? nullptr : &m_groups.back();
  if (!last || !haveSameNames(*last->m_rows.back().values, values)) {
    Group group = groupOf(values);
    if (!last || last->m_given != group.m_given) last = &m_groups.emplace_back(std::move(group));
    addOrder(*last, values);
  }
  last->m_rows.push_back({&values, last->m_orders.size() - 1});
  for (const std::size_t attribute : last->m_filled) last->m_defaults.push_back(defaultOf(attribute));
}

/// Whether the mapping has a value for it where none is given.
bool InsertRows::isFilled(std::size_t i) const {
  const Attribute& attribute = m_model.attributes[i];
  const bool hasDefault = std::holds_alternative<Value>(attribute.onInsert) || std::holds_alternative<std::function<Value()>>(attribute.onInsert);
  return hasDefault || (attribute.name == m_model.discriminator && !m_model.identity.isNull()) || attribute.name == m_model.versionAttribute;
}

Value InsertRows::defaultOf(std::size_t i) const {
  const Attribute& attribute = m_model.attributes[i];
  if (auto value = Assignments::programDefault(attribute.onInsert)) return std::move(*value);
  return attribute.name == m_model.versionAttribute ? Value::integer(1) : m_model.identity;
}

InsertRows::Group InsertRows::groupOf(const Values& values) const {
  Group group;
  for (const auto& [name, value] : values) group.m_given.insert(Assignments::indexOf(m_model, name));
  for (std::size_t i = 0; i < m_model.attributes.size(); ++i) {
    const bool isGiven = group.m_given.contains(i);
    if (!isGiven && isFilled(i)) group.m_filled.push_back(i);
    else if (!isGiven && std::holds_alternative<sql::Expression>(m_model.attributes[i].onInsert)) group.m_computed.push_back(i);
    if (isGiven || isFilled(i)) group.m_attributes.push_back(i);
  }
  return group;
}

/// An attribute that is named twice has the last value.
void InsertRows::addOrder(Group& group, const Values& values) const {
  std::map<std::size_t, std::size_t> places;
  for (std::size_t i = 0; i < values.size(); ++i) places.insert_or_assign(Assignments::indexOf(m_model, values[i].first), i);
  for (std::size_t i = 0; i < group.m_filled.size(); ++i) places.emplace(group.m_filled[i], values.size() + i);
  std::vector<std::size_t>& order = group.m_orders.emplace_back();
  for (const std::size_t attribute : group.m_attributes) order.push_back(places.at(attribute));
}

void InsertRows::checkUpdate() const {
  if (m_index.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + m_model.name + " needs the attributes of a unique key");
  const auto isSet = [&](std::size_t attribute) { return !m_model.attributes[attribute].isKey && !m_index.contains(attribute); };
  for (const Group& group : m_groups)
    if (std::ranges::none_of(group.m_given, isSet)) throw DbError(ErrorKind::WrongValue, "an insert that updates " + m_model.name + " is given nothing to set but key and index");
}

sql::OnConflict InsertRows::onConflict(const Group& group) const {
  sql::OnConflict made;
  for (const std::size_t each : m_index) made.index.push_back(m_model.attributes[each].column.name);
  if (m_conflict.policy != InsertConflict::Policy::Update) return made;
  made.action = sql::OnConflict::Action::Update;
  Assignments assignments = Assignments::ofUpdate(m_model, {}, {});
  for (const std::size_t i : group.m_given) {
    assignments.values.erase(i);
    assignments.expressions.erase(i);
    if (m_model.attributes[i].isKey || m_index.contains(i)) continue;
    assignments.expressions.emplace(i, sql::excluded(m_model.attributes[i].column.name, m_model.attributes[i].column.type));
  }
  made.set = assignments.clauses(m_model);
  return made;
}

sql::Insert InsertRows::statement(const Group& group, std::size_t first, std::size_t most) const {
  sql::Insert statement;
  statement.table = m_model.table->name;
  for (const auto* attributes : {&group.m_attributes, &group.m_computed})
    for (const std::size_t attribute : *attributes) statement.columns.push_back(m_model.attributes[attribute].column.name);
  const bool hasColumns = !statement.columns.empty();
  std::vector<ValueView> values(group.m_attributes.size());
  for (std::size_t i = first; hasColumns && i < std::min(first + most, group.size()); ++i) {
    std::vector<sql::Expression>& row = statement.rows.emplace_back();
    group.read(i, values);
    for (std::size_t place = 0; place < values.size(); ++place) row.push_back(sql::bind(Value(values[place]), m_model.attributes[group.m_attributes[place]].column.type));
    for (const std::size_t attribute : group.m_computed) row.push_back(std::get<sql::Expression>(m_model.attributes[attribute].onInsert));
  }
  if (m_conflict.policy != InsertConflict::Policy::Fail) statement.onConflict = onConflict(group);
  return statement;
}

}  // namespace joinery
