// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/insert_rows.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

InsertRows::InsertRows(const Model& model, const std::vector<Values>& rows, const InsertConflict& conflict) : m_model(model), m_conflict(conflict) {
  for (const std::string& each : conflict.index) m_index.insert(Assignments::indexOf(model, each));
  for (const Values& row : rows) addRow(row);
  if (conflict.policy == InsertConflict::Policy::Update) checkUpdate();
}

void InsertRows::addRow(const Values& values) {
  const std::set<std::size_t> given = givenBy(values);
  if (m_groups.empty() || m_groups.back().given != given) {
    Group& group = m_groups.emplace_back();
    group.given = given;
    for (std::size_t i = 0; i < m_model.attributes.size(); ++i)
      if (!given.contains(i) && std::holds_alternative<sql::Expression>(m_model.attributes[i].onInsert)) group.computed.push_back(i);
  }
  m_groups.back().rows.push_back(completed(values));
}

std::set<std::size_t> InsertRows::givenBy(const Values& values) const {
  std::set<std::size_t> given;
  for (const auto& [name, value] : values) given.insert(Assignments::indexOf(m_model, name));
  return given;
}

/// A row's values, and what the mapping gives for those that it leaves out.
InsertRows::Row InsertRows::completed(const Values& values) const {
  std::map<std::size_t, Value> row;
  for (const auto& [name, value] : values) row.insert_or_assign(Assignments::indexOf(m_model, name), value);
  for (std::size_t i = 0; i < m_model.attributes.size(); ++i) {
    const Attribute& attribute = m_model.attributes[i];
    if (row.contains(i)) continue;
    if (const auto value = Assignments::programDefault(attribute.onInsert)) row.emplace(i, *value);
    else if (attribute.name == m_model.discriminator && !m_model.identity.isNull()) row.emplace(i, m_model.identity);
    else if (attribute.name == m_model.versionAttribute) row.emplace(i, Value::integer(1));
  }
  return {row.begin(), row.end()};
}

void InsertRows::checkUpdate() const {
  if (m_index.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + m_model.name + " needs the attributes of a unique key");
  const auto isSet = [&](std::size_t attribute) { return !m_model.attributes[attribute].isKey && !m_index.contains(attribute); };
  for (const Group& group : m_groups)
    if (std::ranges::none_of(group.given, isSet)) throw DbError(ErrorKind::WrongValue, "an insert that updates " + m_model.name + " is given nothing to set but key and index");
}

sql::OnConflict InsertRows::onConflict(const Group& group) const {
  sql::OnConflict made;
  for (const std::size_t each : m_index) made.index.push_back(m_model.attributes[each].column.name);
  if (m_conflict.policy != InsertConflict::Policy::Update) return made;
  made.action = sql::OnConflict::Action::Update;
  Assignments assignments = Assignments::ofUpdate(m_model, {}, {});
  for (const std::size_t i : group.given) {
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
  for (const auto& [attribute, value] : group.rows.front()) statement.columns.push_back(m_model.attributes[attribute].column.name);
  for (const std::size_t attribute : group.computed) statement.columns.push_back(m_model.attributes[attribute].column.name);
  const bool hasColumns = !statement.columns.empty();
  for (std::size_t i = first; hasColumns && i < std::min(first + most, group.rows.size()); ++i) {
    std::vector<sql::Expression>& row = statement.rows.emplace_back();
    for (const auto& [attribute, value] : group.rows[i]) row.push_back(sql::bind(value, m_model.attributes[attribute].column.type));
    for (const std::size_t attribute : group.computed) row.push_back(std::get<sql::Expression>(m_model.attributes[attribute].onInsert));
  }
  if (m_conflict.policy != InsertConflict::Policy::Fail) statement.onConflict = onConflict(group);
  return statement;
}

}  // namespace joinery
