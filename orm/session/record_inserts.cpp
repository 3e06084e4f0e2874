// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_inserts.h"

#include <algorithm>
#include <bit>

#include "orm/changes/table_dependencies.h"
#include "orm/core/db_error.h"
#include "orm/engine/grouped_insert.h"
#include "orm/engine/inserted_rows.h"
#include "orm/sql/insert.h"

namespace joinery {

namespace {

bool isLeftToDatabase(const Attribute& attribute) {
  if (attribute.expression) return false;
  return attribute.column.defaultExpression || attribute.column.hasGeneratedValue() || attribute.column.isComputed();
}

/// Whether a value comes back as it was given: then it need not be read.
bool isKeptAsGiven(const Attribute& attribute, StorageClass storage) {
  const TypeKind kind = attribute.column.type.kind;
  return (kind == TypeKind::Integer && storage == StorageClass::Integer) || (kind == TypeKind::Text && storage == StorageClass::Text);
}

std::vector<std::string> columnsOf(const Model& model, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> columns;
  for (const std::size_t attribute : attributes) columns.push_back(model.attributes[attribute].column.name);
  return columns;
}

bool isFunctionOrConstant(const DefaultSource& source) { return std::holds_alternative<Value>(source) || std::holds_alternative<std::function<Value()>>(source); }

}  // namespace

/// One statement's records: their values, and what comes back for each.
class InsertSets final : public BindSets {
 public:
  struct Which {
    AttributeBits given, returned;
  };
  InsertSets(const RecordInserts& inserts, std::span<Record* const> records, const Which& which)
      : m_inserts(inserts), m_records(records), m_given(placesOfBits(which.given)), m_returned(placesOfBits(which.returned)) {}

  std::size_t size() const override { return m_records.size(); }

  std::span<const ValueView> values(std::size_t set) override {
    const Record& record = *m_records[set];
    m_values.clear();
    m_isAnyUnset = !record.appendCurrent(m_values, m_given) || m_isAnyUnset;
    if (!m_inserts.holdsAll())
      for (std::size_t i = 0; i < m_given.size(); ++i) m_values[i] = m_inserts.valueOf(record, m_given[i]);
    return m_values;
  }

  void done(std::size_t set, std::int64_t rows, std::span<const ValueView> returned) override {
    Record& record = *m_records[set];
    if (rows != 1) m_unexpected.emplace(&record, rows);
    const std::size_t values = std::min(returned.size(), m_returned.size());
    if (!m_inserts.holdsAll() && (m_inserts.m_pending.foreignKeysOf(record) || m_inserts.m_defaults.contains(&record)))
      for (const std::size_t attribute : m_given) record.heap().fill(record, attribute, m_inserts.valueOf(record, attribute));
    if (m_isAnyUnset) fillUnset(record);
    for (std::size_t i = 0; i < values; ++i) record.heap().fill(record, m_returned[i], returned[i]);
  }

  /// A record that did not become one row, with how many it became.
  const std::optional<std::pair<Record*, std::int64_t>>& unexpected() const { return m_unexpected; }

 private:
  /// What nobody set is NULL in the row, and need not be read to know it.
  void fillUnset(Record& record) const {
    for (const std::size_t attribute : m_given)
      if (!record.currentView(attribute)) record.heap().fill(record, attribute, Value());
  }

  const RecordInserts& m_inserts;
  std::span<Record* const> m_records;
  std::vector<std::size_t> m_given, m_returned;
  std::vector<ValueView> m_values;
  bool m_isAnyUnset = false;
  std::optional<std::pair<Record*, std::int64_t>> m_unexpected;
};

RecordInserts::RecordInserts(const Registry& registry, const Dialect& dialect, const std::vector<Record*>& records, const PendingValues::AllForeignKeys& foreignKeys)
    : m_registry(registry), m_dialect(dialect), m_records(records), m_pending(foreignKeys) {
  const schema::Table* last = nullptr;
  Table* table = nullptr;
  for (Record* record : m_records) {
    if (!table || last != record->model().table.get()) table = &m_tables[last = record->model().table.get()];
    table->records.push_back(record);
  }
}

bool RecordInserts::isPossible(const Model& model) const {
  if (!model.parts.empty()) return false;
  if (!model.table || model.table->isView() || model.table->kind == schema::TableKind::VirtualTable) return false;
  if (model.attributes.size() > kMostAttributeBits || model.keyIndexes.empty() || !m_dialect.supportsReturning()) return false;
  return std::ranges::none_of(model.attributes, [](const Attribute& each) { return std::holds_alternative<sql::Expression>(each.onInsert); });
}

bool RecordInserts::isPossible() {
  const Model* last = nullptr;
  for (const Record* record : m_records)
    if (last != &record->model() && !isPossible(*(last = &record->model()))) return false;
  std::vector<const schema::Table*> tables;
  for (const auto& [table, records] : m_tables) tables.push_back(table);
  const TableDependencies graph(m_registry, tables);
  for (auto& [table, records] : m_tables) {
    records.rank = graph.rank(*table);
    for (const ForeignKeyLink& link : graph.of(*table))
      if (m_tables.contains(link.parent) && graph.rank(*link.parent) >= records.rank) return false;
  }
  return std::ranges::none_of(m_records, [this](const Record* record) { return refersBackwards(*record); });
}

/// Whether it refers to a new record that is not written before it.
bool RecordInserts::refersBackwards(const Record& record) const {
  const FlushPlan::ForeignKeys* keys = m_pending.foreignKeysOf(record);
  if (!keys) return false;
  return std::ranges::any_of(*keys, [&](const auto& entry) {
    const Record* parent = entry.second.parent;
    return parent && parent->isTransientOrPending() && m_tables.at(parent->model().table.get()).rank >= m_tables.at(record.model().table.get()).rank;
  });
}

void RecordInserts::addDefaults(Record& record) {
  const Model& model = record.model();
  const FlushPlan::ForeignKeys* keys = m_pending.foreignKeysOf(record);
  for (AttributeBits left = shapeOf(model).filled; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    const Attribute& attribute = model.attributes[i];
    const bool isVersion = attribute.name == model.versionAttribute;
    const auto set = record.currentView(i);
    if ((set && !set->isNull()) || (keys && keys->contains(i))) continue;
    Value value = Value::integer(1);
    if (!isVersion) value = std::holds_alternative<Value>(attribute.onInsert) ? std::get<Value>(attribute.onInsert) : std::get<std::function<Value()>>(attribute.onInsert)();
    m_defaults[&record].emplace_back(i, std::move(value));
  }
}

ValueView RecordInserts::valueOf(const Record& record, std::size_t attribute) const {
  if (!m_defaults.empty()) {
    const auto made = m_defaults.find(&record);
    if (made != m_defaults.end())
      for (const auto& [place, value] : made->second)
        if (place == attribute) return value;
  }
  return m_pending.value(record, attribute);
}

StorageClass RecordInserts::classOf(const Record& record, std::size_t attribute) const {
  return holdsAll() ? record.currentClass(attribute) : valueOf(record, attribute).storageClass();
}

const RecordInserts::Shape& RecordInserts::shapeOf(const Model& model) {
  if (m_lastModel == &model) return *m_lastShape;
  const auto [place, isNew] = m_shapes.try_emplace(&model);
  Shape& shape = place->second;
  m_lastModel = &model;
  m_lastShape = &shape;
  for (std::size_t i = 0; isNew && i < model.attributes.size(); ++i) {
    const Attribute& attribute = model.attributes[i];
    if (attribute.column.isWritable()) shape.writable |= bitOf(i);
    if (isLeftToDatabase(attribute)) shape.leftToDatabase |= bitOf(i);
    if (isFunctionOrConstant(attribute.onInsert) || (!model.versionAttribute.empty() && attribute.name == model.versionAttribute)) shape.filled |= bitOf(i);
    if (attribute.isKey || model.table->isPrimaryKeyColumn(attribute.column.name)) shape.keys |= bitOf(i);
  }
  return shape;
}

/// What the statement names. NULL is left to the database where it has something better.
AttributeBits RecordInserts::given(const Shape& shape, const Record& record) const {
  const FlushPlan::ForeignKeys* keys = m_pending.foreignKeysOf(record);
  AttributeBits attributes = shape.writable;
  for (AttributeBits left = shape.writable & shape.leftToDatabase; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    if (!(keys && keys->contains(i)) && classOf(record, i) == StorageClass::Null) attributes &= ~bitOf(i);
  }
  return attributes;
}

AttributeBits RecordInserts::returned(const Shape& shape, const Record& record, AttributeBits given) const {
  AttributeBits attributes = (shape.keys | shape.leftToDatabase) & ~given;
  for (AttributeBits left = shape.keys & given; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    if (!isKeptAsGiven(record.model().attributes[i], classOf(record, i))) attributes |= bitOf(i);
  }
  return attributes;
}

void RecordInserts::write(Connection& connection) {
  m_pending.readParents();
  for (Record* record : m_records) addDefaults(*record);
  std::vector<const Table*> order;
  for (const auto& [table, rows] : m_tables) order.push_back(&rows);
  std::ranges::sort(order, {}, &Table::rank);
  for (const Table* table : order) {
    const std::span<Record* const> records = table->records;
    for (std::size_t first = 0; first < records.size();) {
      const Model& model = records[first]->model();
      const Shape& shape = shapeOf(model);
      const AttributeBits named = given(shape, *records[first]);
      const AttributeBits back = returned(shape, *records[first], named);
      const auto isAlike = [&](const Record& each) { return &each.model() == &model && given(shape, each) == named && returned(shape, each, named) == back; };
      std::size_t end = first + 1;
      while (end < records.size() && isAlike(*records[end])) ++end;
      write(connection, records.subspan(first, end - first), named, back);
      first = end;
    }
  }
}

/// The one thing that comes back is the number that the engine gave the row.
bool RecordInserts::isRowId(const Model& model, AttributeBits returned) {
  if (!std::has_single_bit(returned)) return false;
  return model.attributes[static_cast<std::size_t>(std::countr_zero(returned))].column.generation == schema::Generation::RowId;
}

void RecordInserts::write(Connection& connection, std::span<Record* const> records, AttributeBits given, AttributeBits returned) const {
  const Model& model = records.front()->model();
  const bool usesRowId = isRowId(model, returned) && connection.lastRowId();
  const AttributeBits asked = usesRowId ? 0 : returned;
  InsertSets sets(*this, records, {given, returned});
  GroupedInsert insert{.one = statement(model, given, asked, 1), .several = {}, .rows = rowsAtOnce(model, given, asked), .numbersRows = usesRowId};
  if (insert.rows > 1 && records.size() > insert.rows) insert.several = statement(model, given, asked, insert.rows);
  if (insert.rows > 1 || usesRowId) insert.execute(connection, sets);
  else executeInserts(connection, m_dialect, {*model.table, columnsOf(model, placesOfBits(given)), columnsOf(model, placesOfBits(asked)), columnsOf(model, model.keyIndexes), insert.one}, sets);
  if (!sets.unexpected()) return;
  const auto& [record, rows] = *sets.unexpected();
  DbError error(ErrorKind::Integrity, "the " + record->description() + " became " + std::to_string(rows) + " rows where 1 was meant");
  error.sql = insert.one;
  error.hint = "A trigger or rule of the database dropped the row, or made several.";
  throw error;
}

/// Which of several rows a returned one belongs to is not known.
std::size_t RecordInserts::rowsAtOnce(const Model& model, AttributeBits given, AttributeBits asked) const {
  return asked == 0 ? rowsOfInsert(m_dialect, *model.table, static_cast<std::size_t>(std::popcount(given))) : 1;
}

std::string RecordInserts::statement(const Model& model, AttributeBits given, AttributeBits returned, std::size_t rows) const {
  sql::Insert insert;
  insert.table = model.table->name;
  std::vector<sql::Expression> row;
  for (const std::size_t place : placesOfBits(given)) {
    insert.columns.push_back(model.attributes[place].column.name);
    row.push_back(sql::bind(Value(), model.attributes[place].column.type));
  }
  if (!row.empty()) insert.rows.assign(rows, row);
  for (const std::size_t place : placesOfBits(returned)) insert.returning.push_back(sql::column({}, model.attributes[place].column.name, model.attributes[place].column.type));
  return m_dialect.compile(insert).sql;
}

}  // namespace joinery
