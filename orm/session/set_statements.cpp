// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/set_statements.h"

#include <algorithm>

#include "orm/dialect/conflict_keys.h"
#include "orm/engine/execution.h"
#include "orm/query/condition.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"
#include "orm/sql/update.h"
#include "orm/sql/delete.h"

namespace joinery {

namespace {

/// The rows of a group for one statement. What SQL computes, and what a conflict sets, is the same for all rows, and bound after a
/// row's own values.
class GroupSets final : public BindSets {
 public:
  GroupSets(const InsertRows::Group& group, const std::vector<Value>& binds) : m_group(group), m_values(binds.begin(), binds.end()) {}

  std::size_t size() const override { return m_group.size(); }
  std::span<const ValueView> values(std::size_t set) override {
    m_group.read(set, m_values);
    return m_values;
  }
  void done(std::size_t, std::int64_t rows, std::span<const ValueView>) override { m_changed += std::max<std::int64_t>(rows, 0); }
  std::int64_t changed() const { return m_changed; }

 private:
  const InsertRows::Group& m_group;
  std::vector<ValueView> m_values;
  std::int64_t m_changed = 0;
};

/// One statement changes one table.
void requireOneTable(const Model& model) {
  if (model.parts.empty()) return;
  DbError error(ErrorKind::NotSupported, "rows of " + model.name + " are spread over several tables: no single statement changes them");
  error.hint = "Load the records and change them.";
  throw error;
}

/// Before anything is sent. @throws DbError NotSupported where a key that may be taken is judged late
void requireConflictsKnown(const Dialect& dialect, const Model& model, const InsertRows& inserts) {
  if (inserts.isPlain()) return;
  for (const InsertRows::Group& group : inserts.groups()) requireKeysJudgedAtOnce(dialect, *model.table, inserts.statement(group, 0, 1).onConflict.value());
}

}  // namespace

sql::Expression SetStatements::conditionOf(const Model& model, const Json& filter, const sql::Expression& condition) const {
  const std::string& table = model.table->name.name;
  const GlobalCriteria& criteria = m_session.criteria();
  return allOf({condition, compileFilter(filter.is_null() ? Json::object() : filter, m_session.registry(), model, table, &criteria),
                familyCondition(m_session.registry(), model, table), criteria.condition(model, table, m_without)});
}

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

/// The session's records of the rows that were changed.
void SetStatements::follow(const Model& model, const RowBatch& keys, const Assignments& assignments) {
  for (Record* record : recordsOf(model, keys)) {
    for (const auto& [attribute, value] : assignments.values)
      if (!m_session.heap().isExpired(*record)) m_session.heap().fill(*record, attribute, value);
    for (std::size_t i = 0; i < model.attributes.size(); ++i)
      if (model.attributes[i].column.isComputed() || assignments.expressions.contains(i)) m_session.heap().expireAttribute(*record, i);
  }
}

std::int64_t SetStatements::update(const Model& model, const Json& filter, const Values& values, Synchronize synchronize,
                                   const sql::Expression& condition, const Computed& computed) {
  requireOneTable(model);
  const Assignments assignments = Assignments::ofUpdate(model, values, computed);
  sql::Update statement;
  statement.table = model.table->name;
  statement.where = conditionOf(model, filter, condition);
  statement.set = assignments.clauses(model);
  m_session.autoflush();
  if (synchronize == Synchronize::Nothing || model.keyIndexes.empty()) return executeUpdate(m_session.connection(), m_session.dialect().compile(statement));
  statement.returning = keyColumns(model);
  const auto keys = fetchAll(m_session.connection(), m_session.dialect().compile(statement));
  follow(model, *keys, assignments);
  return static_cast<std::int64_t>(keys->rows());
}

std::int64_t SetStatements::remove(const Model& model, const Json& filter, Synchronize synchronize, const sql::Expression& condition) {
  requireOneTable(model);
  sql::Delete statement;
  statement.table = model.table->name;
  statement.where = conditionOf(model, filter, condition);
  m_session.autoflush();
  if (synchronize == Synchronize::Nothing || model.keyIndexes.empty()) return executeUpdate(m_session.connection(), m_session.dialect().compile(statement));
  statement.returning = keyColumns(model);
  const auto keys = fetchAll(m_session.connection(), m_session.dialect().compile(statement));
  for (Record* record : recordsOf(model, *keys)) m_session.markDeleted(*record);
  return static_cast<std::int64_t>(keys->rows());
}

std::int64_t SetStatements::insert(const Model& model, const std::vector<Values>& rows, const Conflict& conflict) {
  if (rows.empty()) return 0;
  requireOneTable(model);
  const InsertRows inserts(model, rows, conflict);
  requireConflictsKnown(m_session.dialect(), model, inserts);
  m_session.autoflush();
  std::int64_t changed = 0;
  for (const InsertRows::Group& group : inserts.groups()) {
    const sql::Insert statement = inserts.statement(group, 0, 1);
    const CompiledStatement compiled = m_session.dialect().compile(statement);
    GroupSets sets(group, compiled.binds);
    const auto copy = copyFor(model, group, statement);
    if (copy) m_session.connection().copyIn(*copy, sets);
    else groupedInsert(model, inserts, group, compiled.sql).execute(m_session.connection(), sets);
    changed += sets.changed();
  }
  return changed;
}

/// Several rows at a time where nothing but values goes in.
GroupedInsert SetStatements::groupedInsert(const Model& model, const InsertRows& inserts, const InsertRows::Group& group, const std::string& one) const {
  GroupedInsert insert{.one = one, .several = {}, .rows = 1, .numbersRows = false};
  if (group.hasComputed() || !inserts.isPlain()) return insert;
  const Dialect& dialect = m_session.dialect();
  insert.rows = rowsOfInsert(dialect, *model.table, group.attributes().size());
  if (insert.rows > 1 && group.size() > insert.rows) insert.several = dialect.compile(inserts.statement(group, 0, insert.rows)).sql;
  return insert;
}

/// The statement of the engine's bulk loading where it does the same: many rows, nothing computed, nothing to do about conflicts.
std::optional<std::string> SetStatements::copyFor(const Model& model, const InsertRows::Group& group, const sql::Insert& statement) {
  const auto takesNoValue = [&](std::size_t attribute) { return !model.attributes[attribute].column.isWritable(); };
  if (group.size() < kFewestCopied || group.hasComputed() || statement.onConflict || std::ranges::any_of(group.attributes(), takesNoValue)) return {};
  return copyStatement(m_session.connection(), m_session.dialect(), statement.table, statement.columns);
}

std::vector<RecordPtr> SetStatements::insertReturning(const std::string& name, const std::vector<Values>& rows, const Conflict& conflict) {
  std::vector<RecordPtr> records;
  if (rows.empty()) return records;
  const Model& model = modelNamed(name);
  requireOneTable(model);
  const InsertRows inserts(model, rows, conflict);
  requireConflictsKnown(m_session.dialect(), model, inserts);
  m_session.autoflush();
  const std::size_t perStatement = std::max<std::size_t>(1, m_session.dialect().maxBinds() / (2 * std::max<std::size_t>(1, model.attributes.size())));
  for (const InsertRows::Group& group : inserts.groups()) {
    const std::size_t most = group.givesNothing() ? 1 : perStatement;
    for (std::size_t first = 0; first < group.size(); first += most) {
      sql::Insert statement = inserts.statement(group, first, most);
      for (const Attribute& attribute : model.attributes)
        if (!attribute.expression) statement.returning.push_back(sql::column({}, attribute.column.name, attribute.column.type));
      take(model, fetchAll(m_session.connection(), m_session.dialect().compile(statement)), records);
    }
  }
  return records;
}

/// Rows of whole attributes as the session's records.
void SetStatements::take(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::vector<RecordPtr>& records) {
  auto columns = std::make_shared<Record::Columns>();
  int next = 0;
  for (const Attribute& attribute : model.attributes) columns->push_back(attribute.expression ? Record::kNotLoaded : next++);
  RecordStore::Layout layout{&model, columns, {}};
  for (const std::string& key : model.keyAttributes()) layout.keyColumns.push_back(static_cast<std::size_t>((*columns)[static_cast<std::size_t>(model.attributeIndex(key))]));
  for (std::size_t row = 0; row < batch->rows(); ++row) records.emplace_back(&m_session.store().take(layout, batch, row, true));
}

}  // namespace joinery
