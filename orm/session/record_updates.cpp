// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_updates.h"

#include <algorithm>
#include <optional>

#include "orm/changes/table_dependencies.h"
#include "orm/core/db_error.h"
#include "orm/sql/operators.h"
#include "orm/sql/update.h"

namespace joinery {

namespace {

bool hasDefaultOnUpdate(const Attribute& attribute) { return !std::holds_alternative<std::monostate>(attribute.onUpdate); }

bool keyIsLess(const Record& left, const Record& right) {
  for (std::size_t i = 0; i < left.model().keyIndexes.size(); ++i) {
    const ValueView a = left.identityAt(i), b = right.identityAt(i);
    if (a < b || b < a) return a < b;
  }
  return false;
}

}  // namespace

/// One statement's records: what they changed, then their keys.
class UpdateSets final : public BindSets {
 public:
  UpdateSets(const RecordUpdates& updates, std::span<const RecordUpdates::Update> records)
      : m_updates(updates), m_records(records), m_attributes(placesOfBits(records.front().attributes)) {}

  std::size_t size() const override { return m_records.size(); }
  std::span<const ValueView> values(std::size_t set) override {
    const Record& record = *m_records[set].record;
    m_values.clear();
    for (const std::size_t attribute : m_attributes) m_values.push_back(m_updates.m_pending.value(record, attribute));
    for (std::size_t i = 0; i < record.model().keyIndexes.size(); ++i) m_values.push_back(record.identityAt(i));
    return m_values;
  }
  void done(std::size_t set, std::int64_t rows, std::span<const ValueView>) override {
    if (rows != 1 && !m_unexpected) m_unexpected = {set, rows};
  }
  const std::optional<std::pair<std::size_t, std::int64_t>>& unexpected() const { return m_unexpected; }

 private:
  const RecordUpdates& m_updates;
  std::span<const RecordUpdates::Update> m_records;
  const std::vector<std::size_t> m_attributes;
  std::vector<ValueView> m_values;
  std::optional<std::pair<std::size_t, std::int64_t>> m_unexpected;
};

RecordUpdates::RecordUpdates(const Registry& registry, const Dialect& dialect, std::vector<Record*> records, const PendingValues::AllForeignKeys& foreignKeys)
    : m_registry(registry), m_dialect(dialect), m_records(std::move(records)), m_pending(foreignKeys) {}

bool RecordUpdates::isPossible(const Model& model) const {
  return model.parts.empty() && model.attributes.size() <= kMostAttributeBits && model.versionAttribute.empty() && model.readOnlyReason().empty() && std::ranges::none_of(model.attributes, hasDefaultOnUpdate);
}

bool RecordUpdates::isPossible() const {
  const Model* last = nullptr;
  for (const Record* record : m_records) {
    if (last != &record->model() && !isPossible(*(last = &record->model()))) return false;
    const auto changesKey = [&](std::size_t attribute) {
      const FlushPlan::ForeignKeys* keys = m_pending.foreignKeysOf(*record);
      return (keys && keys->contains(attribute)) || record->wasSet(attribute);
    };
    if (std::ranges::any_of(last->keyIndexes, changesKey)) return false;
  }
  return true;
}

/// What differs from the row.
RecordUpdates::Update RecordUpdates::updateOf(Record& record) const {
  Update update{&record, 0};
  for (std::size_t i = 0; record.wasAnySet() && i < record.model().attributes.size(); ++i)
    if (record.wasSet(i) && record.before(i) != m_pending.value(record, i)) update.attributes |= bitOf(i);
  if (const FlushPlan::ForeignKeys* keys = m_pending.foreignKeysOf(record)) {
    for (const auto& [attribute, value] : *keys) {
      const auto now = record.currentView(attribute);
      if (!(now && *now == m_pending.value(record, attribute))) update.attributes |= bitOf(attribute);
    }
  }
  return update;
}

void RecordUpdates::sort() {
  std::vector<const schema::Table*> tables;
  for (const Record* record : m_records)
    if (const schema::Table* table = record->model().table.get(); (tables.empty() || tables.back() != table) && std::ranges::find(tables, table) == tables.end()) tables.push_back(table);
  const TableDependencies graph(m_registry, tables);
  std::unordered_map<const schema::Table*, std::size_t> ranks;
  for (const schema::Table* table : tables) ranks.emplace(table, graph.rank(*table));
  const auto isBefore = [&](const Record* left, const Record* right) {
    const schema::Table* a = left->model().table.get();
    const schema::Table* b = right->model().table.get();
    return a == b ? keyIsLess(*left, *right) : ranks.at(a) < ranks.at(b);
  };
  // As most are loaded.
  if (!std::ranges::is_sorted(m_records, isBefore)) std::ranges::stable_sort(m_records, isBefore);
}

void RecordUpdates::write(const std::function<Connection&()>& connection) {
  m_pending.readParents();
  sort();
  std::vector<Update> updates;
  updates.reserve(m_records.size());
  for (Record* record : m_records)
    if (const Update update = updateOf(*record); update.attributes != 0) updates.push_back(update);
  m_records.clear();
  for (const Update& update : updates) m_records.push_back(update.record);
  for (auto first = updates.begin(); first != updates.end();) {
    const auto isOther = [&](const Update& each) { return &each.record->model() != &first->record->model() || each.attributes != first->attributes; };
    const auto end = std::find_if(first + 1, updates.end(), isOther);
    write(connection(), {first, end});
    first = end;
  }
}

void RecordUpdates::write(Connection& connection, std::span<const Update> updates) const {
  UpdateSets sets(*this, updates);
  const CompiledStatement compiled = statement(updates.front());
  connection.executeEach(compiled.sql, sets);
  if (sets.unexpected()) {
    const auto& [set, rows] = *sets.unexpected();
    const Record& record = *updates[set].record;
    DbError error(ErrorKind::StaleData, "update " + record.model().name + ": " + std::to_string(rows) + " rows were changed where 1 was meant; nothing was changed");
    error.sql = compiled.sql;
    error.failedSet = set;
    if (rows == 0) error.hint = "The row is no longer there. Read it again.";
    throw error;
  }
  takeOver(updates);
}

/// What the statement made of the rows.
void RecordUpdates::takeOver(std::span<const Update> updates) const {
  const std::vector<Attribute>& attributes = updates.front().record->model().attributes;
  std::vector<std::size_t> computed;
  for (std::size_t i = 0; i < attributes.size(); ++i)
    if (attributes[i].column.isComputed()) computed.push_back(i);
  for (const Update& update : updates) {
    if (m_pending.foreignKeysOf(*update.record))
      for (const std::size_t attribute : placesOfBits(update.attributes)) update.record->heap().fill(*update.record, attribute, m_pending.value(*update.record, attribute));
    for (const std::size_t attribute : computed) update.record->heap().expireAttribute(*update.record, attribute);
  }
}

CompiledStatement RecordUpdates::statement(const Update& update) const {
  const Model& model = update.record->model();
  const auto bound = [](const schema::Column& column) { return sql::bind(Value(), column.type); };
  sql::Update statement;
  statement.table = model.table->name;
  for (const std::size_t attribute : placesOfBits(update.attributes)) statement.set.emplace_back(model.attributes[attribute].column.name, bound(model.attributes[attribute].column));
  std::vector<sql::Expression> key;
  for (const std::size_t attribute : model.keyIndexes) {
    const schema::Column& column = model.attributes[attribute].column;
    key.push_back(sql::eq(sql::column(model.table->name.name, column.name, column.type), bound(column)));
  }
  statement.where = sql::and_(std::move(key));
  return m_dialect.compile(statement);
}

}  // namespace joinery
