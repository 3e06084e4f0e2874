// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/set_statements.h"

#include <algorithm>
#include <functional>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/model/names.h"
#include "orm/query/filter_document.h"
#include "orm/sql/insert.h"
#include "orm/sql/operators.h"
#include "orm/sql/update.h"
#include "orm/sql/delete.h"

namespace joinery {

namespace {

std::size_t indexOf(const Model& model, const std::string& name) {
  const int index = model.attributeIndex(name);
  if (index >= 0) return static_cast<std::size_t>(index);
  DbError error(ErrorKind::InvalidRequest, model.name + " has no attribute \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.attributeNames());
  throw error;
}

/// One statement changes one table.
void requireOneTable(const Model& model) {
  if (model.parts.empty()) return;
  DbError error(ErrorKind::NotSupported, "rows of " + model.name + " are spread over several tables: no single statement changes them");
  error.hint = "Load the records and change them.";
  throw error;
}

sql::Expression conditionOf(const Json& filter, const sql::Expression& condition, const Registry& registry, const Model& model) {
  const sql::Expression filtered = compileFilter(filter.is_null() ? Json::object() : filter, registry, model, model.table->name.name);
  if (condition.isEmpty()) return filtered;
  return filtered.isEmpty() ? condition : sql::and_({condition, filtered});
}

/// What a default gives where the program makes it; none for the database's.
std::optional<Value> valueOf(const DefaultSource& source) {
  if (const Value* constant = std::get_if<Value>(&source)) return *constant;
  if (const auto* make = std::get_if<std::function<Value()>>(&source)) return (*make)();
  return {};
}

}  // namespace

std::vector<sql::Expression> SetStatements::keyColumns(const Model& model) const {
  std::vector<sql::Expression> columns;
  for (const std::string& name : model.keyAttributes()) {
    const schema::Column& column = model.attribute(name)->column;
    columns.push_back(sql::column({}, column.name, column.type));
  }
  return columns;
}

std::vector<Record*> SetStatements::recordsOf(const Model& model, const RowBatch& keys) {
  std::vector<Record*> records;
  for (std::size_t row = 0; row < keys.rows(); ++row) {
    std::vector<Value> key;
    for (std::size_t i = 0; i < keys.columnCount(); ++i) key.emplace_back(keys.at(row, i));
    if (Record* held = m_session.store().find(model, key)) records.push_back(held);
  }
  return records;
}

std::int64_t SetStatements::update(const std::string& name, const Json& filter, const Values& values, Synchronize synchronize, const sql::Expression& condition) {
  const Model& model = m_session.registry().at(name);
  requireOneTable(model);
  sql::Update statement;
  statement.table = model.table->name;
  statement.where = conditionOf(filter, condition, m_session.registry(), model);
  std::vector<std::pair<std::size_t, Value>> set;
  for (const auto& [attribute, value] : values) set.emplace_back(indexOf(model, attribute), value);
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const bool isGiven = std::ranges::any_of(set, [&](const auto& each) { return each.first == i; });
    const DefaultSource& source = model.attributes[i].onUpdate;
    if (isGiven) continue;
    if (const auto value = valueOf(source)) set.emplace_back(i, *value);
    else if (const auto* expression = std::get_if<sql::Expression>(&source)) statement.set.emplace_back(model.attributes[i].column.name, *expression);
  }
  for (const auto& [attribute, value] : set) statement.set.emplace_back(model.attributes[attribute].column.name, sql::bind(value, model.attributes[attribute].column.type));
  m_session.autoflush();
  if (synchronize == Synchronize::Nothing) return executeUpdate(m_session.connection(), m_session.dialect().compile(statement));
  statement.returning = keyColumns(model);
  const auto keys = fetchAll(m_session.connection(), m_session.dialect().compile(statement));
  for (Record* record : recordsOf(model, *keys)) {
    for (const auto& [attribute, value] : set)
      if (!m_session.heap().isExpired(*record)) m_session.heap().fill(*record, attribute, value);
    for (std::size_t i = 0; i < model.attributes.size(); ++i)
      if (model.attributes[i].column.isComputed() || std::holds_alternative<sql::Expression>(model.attributes[i].onUpdate)) m_session.heap().expireAttribute(*record, i);
  }
  return static_cast<std::int64_t>(keys->rows());
}

std::int64_t SetStatements::remove(const std::string& name, const Json& filter, Synchronize synchronize, const sql::Expression& condition) {
  const Model& model = m_session.registry().at(name);
  requireOneTable(model);
  sql::Delete statement;
  statement.table = model.table->name;
  statement.where = conditionOf(filter, condition, m_session.registry(), model);
  m_session.autoflush();
  if (synchronize == Synchronize::Nothing) return executeUpdate(m_session.connection(), m_session.dialect().compile(statement));
  statement.returning = keyColumns(model);
  const auto keys = fetchAll(m_session.connection(), m_session.dialect().compile(statement));
  for (Record* record : recordsOf(model, *keys)) m_session.markDeleted(*record);
  return static_cast<std::int64_t>(keys->rows());
}

/// A row's values and what the mapping gives for those that it leaves out, by attribute.
std::vector<std::pair<std::size_t, Value>> SetStatements::completed(const Model& model, const Values& row) const {
  std::vector<std::pair<std::size_t, Value>> values;
  for (const auto& [name, value] : row) values.emplace_back(indexOf(model, name), value);
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    if (std::ranges::any_of(values, [&](const auto& each) { return each.first == i; })) continue;
    if (const auto value = valueOf(model.attributes[i].onInsert)) values.emplace_back(i, *value);
    else if (model.attributes[i].name == model.discriminator && !model.identity.isNull()) values.emplace_back(i, model.identity);
  }
  std::ranges::sort(values, {}, [](const auto& each) { return each.first; });
  return values;
}

std::int64_t SetStatements::insert(const std::string& name, const std::vector<Values>& rows, const Conflict& conflict) {
  const Model& model = m_session.registry().at(name);
  if (rows.empty()) return 0;
  requireOneTable(model);
  sql::Insert statement;
  statement.table = model.table->name;
  std::set<std::size_t> index;
  for (const std::string& each : conflict.index) index.insert(indexOf(model, each));
  if (conflict.policy != Conflict::Policy::Fail) {
    sql::OnConflict onConflict;
    for (const std::size_t each : index) onConflict.index.push_back(model.attributes[each].column.name);
    if (conflict.policy == Conflict::Policy::Update) {
      if (index.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + model.name + " needs the attributes of a unique key");
      onConflict.action = sql::OnConflict::Action::Update;
      for (const auto& [attribute, value] : rows.front()) {
        const std::size_t i = indexOf(model, attribute);
        if (model.attributes[i].isKey || index.contains(i)) continue;
        onConflict.set.emplace_back(model.attributes[i].column.name, sql::excluded(model.attributes[i].column.name, model.attributes[i].column.type));
      }
      if (onConflict.set.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + model.name + " is given nothing to set but key and index");
    }
    statement.onConflict = std::move(onConflict);
  }
  m_session.autoflush();
  std::int64_t changed = 0;
  // Rows that give the same attributes go as one statement.
  for (std::size_t first = 0; first < rows.size();) {
    const auto leader = completed(model, rows[first]);
    statement.columns.clear();
    std::vector<sql::Expression> row;
    for (const auto& [attribute, value] : leader) {
      statement.columns.push_back(model.attributes[attribute].column.name);
      row.push_back(sql::bind(value, model.attributes[attribute].column.type));
    }
    statement.rows = {row};
    const CompiledStatement compiled = m_session.dialect().compile(statement);
    std::vector<std::vector<Value>> sets{compiled.binds};
    std::size_t next = first + 1;
    for (; next < rows.size(); ++next) {
      const auto values = completed(model, rows[next]);
      if (!std::ranges::equal(values, leader, {}, [](const auto& each) { return each.first; }, [](const auto& each) { return each.first; })) break;
      std::vector<Value>& binds = sets.emplace_back();
      for (const auto& [attribute, value] : values) binds.push_back(value);
    }
    for (const std::int64_t each : m_session.connection().executeMany(compiled.sql, sets)) changed += each;
    first = next;
  }
  return changed;
}

}  // namespace joinery
