// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/versioned_history.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <unordered_map>

#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "orm/session/set_statements.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr const char* kHistoryKey = "history_id";
constexpr const char* kHistoryOperation = "history_operation";
constexpr const char* kHistoryTime = "history_at";

QualifiedName historyName(const QualifiedName& table) { return QualifiedName(table.schema, table.name + "_history"); }

schema::Column plainColumn(const schema::Column& column) {
  schema::Column copy = column;
  copy.nullable = true;
  copy.defaultExpression.reset();
  copy.generation = schema::Generation::None;
  copy.generationExpression.clear();
  copy.autoIncrement = false;
  return copy;
}

/// What a session's flushes change of one model's rows: collected before each statement, written after all of them.
class HistoryWriter {
 public:
  HistoryWriter(const Model& model, const Model& history) : m_model(model), m_history(history) {}

  void begin() {
    m_before.clear();
    m_rows.clear();
  }
  void remember(Session& session, Record& record) { m_before[&record] = valuesBefore(session, record); }
  /// Its statement was sent.
  void keep(Record& record, const char* operation) {
    auto found = m_before.extract(&record);
    if (!found) return;
    found.mapped().emplace_back(kHistoryOperation, Value::text(operation));
    m_rows.push_back(std::move(found.mapped()));
  }
  void write(Session& session) {
    SetStatements(session).insert(m_history.name, m_rows);
    begin();
  }

 private:
  using Values = SetStatements::Values;

  /// What the database has for an attribute, as far as the record knows it.
  static std::optional<Value> known(const Record& record, std::size_t attribute) {
    const auto view = record.wasSet(attribute) ? record.before(attribute) : record.currentView(attribute);
    return view ? std::optional(Value(*view)) : std::nullopt;
  }

  Values valuesBefore(Session& session, const Record& record) const {
    Values values;
    for (std::size_t i = 0; i < m_model.attributes.size(); ++i) {
      if (m_model.attributes[i].expression) continue;
      auto value = known(record, i);
      if (!value) return readRow(session, record);
      values.emplace_back(m_model.attributes[i].name, std::move(*value));
    }
    return values;
  }

  Values readRow(Session& session, const Record& record) const {
    const std::string& table = m_model.table->name.name;
    std::vector<sql::Expression> columns, key;
    std::vector<std::string> names;
    for (const Attribute& attribute : m_model.attributes) {
      if (attribute.expression) continue;
      columns.push_back(attributeExpression(attribute, table));
      names.push_back(attribute.name);
    }
    for (std::size_t i = 0; i < m_model.keyIndexes.size(); ++i) {
      const schema::Column& column = m_model.attributes[m_model.keyIndexes[i]].column;
      key.push_back(sql::eq(sql::column(table, column.name, column.type), sql::bind(record.identity()[i], column.type)));
    }
    const sql::Select select = sql::Select(columns).from(modelSource(m_model)).where(sql::and_(std::move(key)));
    const auto batch = fetchAll(session.connection(), session.dialect().compile(select));
    Values values;
    for (std::size_t i = 0; batch->rows() > 0 && i < names.size(); ++i) values.emplace_back(names[i], Value(batch->at(0, i)));
    return values;
  }

  const Model& m_model;
  const Model& m_history;
  std::unordered_map<const Record*, Values> m_before;
  std::vector<Values> m_rows;
};

[[noreturn]] void refuseHistory(ErrorKind kind, const Model& model, const std::string& why, const std::string& hint) {
  DbError error(kind, "the history of " + model.name + " can't be kept: " + why);
  error.hint = hint;
  throw error;
}

void requireHistory(const Registry& registry, const Model& model) {
  if (model.versionAttribute.empty()) refuseHistory(ErrorKind::InvalidRequest, model, "it counts no versions", "Give its mapping the row version mixin.");
  for (const auto& each : registry.models())
    if (each->isA(model.name) && !each->parts.empty()) refuseHistory(ErrorKind::NotSupported, model, "rows of " + each->name + " are spread over several tables", {});
}

const Model& historyOf(const Registry& registry, const Model& model) {
  constexpr const char* kHint = "Create historyTable() and map it by historyMapping().";
  const QualifiedName table = historyName(model.table->name);
  const Model* history = registry.modelOf(table);
  if (!history) refuseHistory(ErrorKind::Mapping, model, "no model has the table " + table.toString(), kHint);
  for (const Attribute& attribute : model.attributes)
    if (!attribute.expression && !history->attribute(attribute.name)) refuseHistory(ErrorKind::Mapping, model, table.toString() + " has no column \"" + attribute.name + "\"", kHint);
  return *history;
}

}  // namespace

schema::Table historyTable(const schema::Table& table) {
  schema::Table history;
  history.name = historyName(table.name);
  std::ranges::transform(table.columns, std::back_inserter(history.columns), plainColumn);
  const auto add = [&](const char* name, TypeKind kind) -> schema::Column& {
    schema::Column& column = history.columns.emplace_back();
    column.name = name;
    column.type = ValueType::of(kind);
    column.nullable = false;
    return column;
  };
  add(kHistoryOperation, TypeKind::Text);
  add(kHistoryTime, TypeKind::TimestampTz).defaultExpression = "CURRENT_TIMESTAMP";
  if (table.primaryKey) {
    schema::Index& index = history.indexes.emplace_back();
    index.name = history.name.name + "_key";
    for (const std::string& column : table.primaryKey->columns) index.parts.push_back({column, {}, false, {}});
  }
  declareColumns(history, {Mixin::integerKey(kHistoryKey)});
  return history;
}

ModelMapping historyMapping(const std::string& model, const QualifiedName& table) { return {.name = model + "History", .table = historyName(table), .mixins = {Mixin::integerKey(kHistoryKey)}}; }

void keepHistory(Session& session, const std::string& name) {
  const Model& model = session.registry().at(name);
  requireHistory(session.registry(), model);
  const auto writer = std::make_shared<HistoryWriter>(model, historyOf(session.registry(), model));
  SessionEvents& events = session.events();
  events.listen(SessionEvent::BeforeFlush, [writer](Session&) { writer->begin(); });
  for (const RecordEvent event : {RecordEvent::BeforeUpdate, RecordEvent::BeforeDelete})
    events.listen(event, [writer](Session& here, Record& record) { writer->remember(here, record); }, model.name);
  events.listen(RecordEvent::AfterUpdate, [writer](Session&, Record& record) { writer->keep(record, "update"); }, model.name);
  events.listen(RecordEvent::AfterDelete, [writer](Session&, Record& record) { writer->keep(record, "delete"); }, model.name);
  events.listen(SessionEvent::AfterFlush, [writer](Session& here) { writer->write(here); });
}

}  // namespace joinery
