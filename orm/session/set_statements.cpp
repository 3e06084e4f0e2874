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

sql::Expression filterOf(const Json& filter, const Registry& registry, const Model& model) {
  return compileFilter(filter.is_null() ? Json::object() : filter, registry, model, model.table->name.name);
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

/// What is given, what the mapping says of every change, and the next version.
SetStatements::Assignments SetStatements::assignmentsOf(const Model& model, const Values& values, const Computed& computed) {
  Assignments made;
  for (const auto& [attribute, expression] : computed) made.expressions.emplace(indexOf(model, attribute), expression);
  for (const auto& [attribute, value] : values) made.values.insert_or_assign(indexOf(model, attribute), value);
  const auto isGiven = [&](std::size_t i) { return made.expressions.contains(i) || made.values.contains(i); };
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const DefaultSource& source = model.attributes[i].onUpdate;
    if (isGiven(i)) continue;
    if (const auto value = valueOf(source)) made.values.emplace(i, *value);
    else if (const auto* expression = std::get_if<sql::Expression>(&source)) made.expressions.emplace(i, *expression);
  }
  if (model.versionAttribute.empty() || isGiven(indexOf(model, model.versionAttribute))) return made;
  // Whoever read the row before must learn that it is another one now.
  const std::size_t version = indexOf(model, model.versionAttribute);
  const schema::Column& column = model.attributes[version].column;
  made.expressions.emplace(version, sql::add(sql::column(model.table->name.name, column.name, column.type), sql::integerLiteral(1)));
  return made;
}

/// The session's records of the rows that were changed.
void SetStatements::follow(const Model& model, const RowBatch& keys, const Assignments& assignments) {
  for (Record* record : recordsOf(model, keys)) {
    for (const auto& [attribute, value] : assignments.values)
      if (!m_session.heap().isExpired(*record)) m_session.heap().fill(*record, attribute, value);
    for (std::size_t i = 0; i < model.attributes.size(); ++i)
      if (model.attributes[i].column.isComputed() || assignments.expressions.contains(i)) m_session.heap().expireAttribute(*record, i);
  }
}

std::int64_t SetStatements::update(const std::string& name, const Json& filter, const Values& values, Synchronize synchronize, const Computed& computed) {
  const Model& model = m_session.registry().at(name);
  const Assignments assignments = assignmentsOf(model, values, computed);
  sql::Update statement;
  statement.table = model.table->name;
  statement.where = filterOf(filter, m_session.registry(), model);
  for (const auto& [attribute, expression] : assignments.expressions) statement.set.emplace_back(model.attributes[attribute].column.name, expression);
  for (const auto& [attribute, value] : assignments.values) statement.set.emplace_back(model.attributes[attribute].column.name, sql::bind(value, model.attributes[attribute].column.type));
  m_session.autoflush();
  if (synchronize == Synchronize::Nothing) return executeUpdate(m_session.connection(), m_session.dialect().compile(statement));
  statement.returning = keyColumns(model);
  const auto keys = fetchAll(m_session.connection(), m_session.dialect().compile(statement));
  follow(model, *keys, assignments);
  return static_cast<std::int64_t>(keys->rows());
}

std::int64_t SetStatements::remove(const std::string& name, const Json& filter, Synchronize synchronize) {
  const Model& model = m_session.registry().at(name);
  sql::Delete statement;
  statement.table = model.table->name;
  statement.where = filterOf(filter, m_session.registry(), model);
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
    else if (model.attributes[i].name == model.versionAttribute) values.emplace_back(i, Value::integer(1));
  }
  std::ranges::sort(values, {}, [](const auto& each) { return each.first; });
  return values;
}

sql::OnConflict SetStatements::onConflict(const Model& model, const Values& row, const Conflict& conflict) {
  sql::OnConflict made;
  std::set<std::size_t> index;
  for (const std::string& each : conflict.index) index.insert(indexOf(model, each));
  for (const std::size_t each : index) made.index.push_back(model.attributes[each].column.name);
  if (conflict.policy != Conflict::Policy::Update) return made;
  if (index.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + model.name + " needs the attributes of a unique key");
  made.action = sql::OnConflict::Action::Update;
  for (const auto& [attribute, value] : row) {
    const std::size_t i = indexOf(model, attribute);
    if (model.attributes[i].isKey || index.contains(i)) continue;
    made.set.emplace_back(model.attributes[i].column.name, sql::excluded(model.attributes[i].column.name, model.attributes[i].column.type));
  }
  if (made.set.empty()) throw DbError(ErrorKind::WrongValue, "an insert that updates " + model.name + " is given nothing to set but key and index");
  return made;
}

/// Rows that follow each other and give the same attributes go as one statement.
std::vector<SetStatements::InsertGroup> SetStatements::groupsOf(const Model& model, const std::vector<Values>& rows) const {
  const auto attribute = [](const auto& each) { return each.first; };
  std::vector<InsertGroup> groups;
  for (const Values& row : rows) {
    auto values = completed(model, row);
    if (groups.empty() || !std::ranges::equal(values, groups.back().front(), {}, attribute, attribute)) groups.emplace_back();
    groups.back().push_back(std::move(values));
  }
  return groups;
}

/// Without rows: its columns, those last that SQL fills.
sql::Insert SetStatements::insertStatement(const Model& model, const InsertGroup& group) {
  sql::Insert statement;
  statement.table = model.table->name;
  for (const auto& [attribute, value] : group.front()) statement.columns.push_back(model.attributes[attribute].column.name);
  for (const std::size_t attribute : computedBy(model, group)) statement.columns.push_back(model.attributes[attribute].column.name);
  return statement;
}

std::vector<std::size_t> SetStatements::computedBy(const Model& model, const InsertGroup& group) {
  std::vector<std::size_t> attributes;
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const bool isGiven = std::ranges::any_of(group.front(), [&](const auto& each) { return each.first == i; });
    if (!isGiven && std::holds_alternative<sql::Expression>(model.attributes[i].onInsert)) attributes.push_back(i);
  }
  return attributes;
}

std::vector<sql::Expression> SetStatements::rowOf(const Model& model, const InsertGroup& group, std::size_t index) {
  std::vector<sql::Expression> row;
  for (const auto& [attribute, value] : group[index]) row.push_back(sql::bind(value, model.attributes[attribute].column.type));
  for (const std::size_t attribute : computedBy(model, group)) row.push_back(std::get<sql::Expression>(model.attributes[attribute].onInsert));
  return row;
}

std::int64_t SetStatements::insert(const std::string& name, const std::vector<Values>& rows, const Conflict& conflict) {
  const Model& model = m_session.registry().at(name);
  if (rows.empty()) return 0;
  std::optional<sql::OnConflict> onConflict;
  if (conflict.policy != Conflict::Policy::Fail) onConflict = SetStatements::onConflict(model, rows.front(), conflict);
  m_session.autoflush();
  std::int64_t changed = 0;
  for (const InsertGroup& group : groupsOf(model, rows)) {
    sql::Insert statement = insertStatement(model, group);
    statement.onConflict = onConflict;
    statement.rows = {rowOf(model, group, 0)};
    const CompiledStatement compiled = m_session.dialect().compile(statement);
    std::vector<std::vector<Value>> sets;
    for (const auto& row : group) {
      std::vector<Value>& binds = sets.emplace_back();
      for (const auto& [attribute, value] : row) binds.push_back(value);
      binds.insert(binds.end(), compiled.binds.begin() + static_cast<std::ptrdiff_t>(row.size()), compiled.binds.end());
    }
    for (const std::int64_t each : m_session.connection().executeMany(compiled.sql, sets)) changed += each;
  }
  return changed;
}

std::vector<RecordPtr> SetStatements::insertReturning(const std::string& name, const std::vector<Values>& rows, const Conflict& conflict) {
  const Model& model = m_session.registry().at(name);
  std::vector<RecordPtr> records;
  if (rows.empty()) return records;
  std::optional<sql::OnConflict> onConflict;
  if (conflict.policy != Conflict::Policy::Fail) onConflict = SetStatements::onConflict(model, rows.front(), conflict);
  m_session.autoflush();
  for (const InsertGroup& group : groupsOf(model, rows)) {
    const std::size_t most = std::max<std::size_t>(1, m_session.dialect().maxBinds() / std::max<std::size_t>(1, model.attributes.size()));
    for (std::size_t first = 0; first < group.size(); first += most) {
      sql::Insert statement = insertStatement(model, group);
      statement.onConflict = onConflict;
      for (std::size_t i = first; i < std::min(first + most, group.size()); ++i) statement.rows.push_back(rowOf(model, group, i));
      for (const Attribute& attribute : model.attributes) statement.returning.push_back(sql::column({}, attribute.column.name, attribute.column.type));
      take(model, fetchAll(m_session.connection(), m_session.dialect().compile(statement)), records);
    }
  }
  return records;
}

/// Rows of whole attributes as the session's records.
void SetStatements::take(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::vector<RecordPtr>& records) {
  auto columns = std::make_shared<Record::Columns>();
  for (std::size_t i = 0; i < model.attributes.size(); ++i) columns->push_back(static_cast<int>(i));
  RecordStore::Layout layout{&model, columns, {}};
  for (const std::string& key : model.keyAttributes()) layout.keyColumns.push_back(static_cast<std::size_t>(model.attributeIndex(key)));
  for (std::size_t row = 0; row < batch->rows(); ++row) records.emplace_back(&m_session.store().take(layout, batch, row, true));
}

}  // namespace joinery
