// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/record_heap.h"

#include <algorithm>

namespace joinery {

namespace {

constexpr std::size_t kFirstBlock = 64, kLargestBlock = 4'096;  // records

}  // namespace

std::shared_ptr<RecordHeap> RecordHeap::create() {
  auto* heap = new RecordHeap;
  heap->hold();
  return std::shared_ptr<RecordHeap>(heap, [](RecordHeap* each) { each->letGo(); });
}

RecordHeap::~RecordHeap() {
  for (const Block& block : m_blocks)
    for (std::size_t i = 0; i < block.size; ++i) block.records[i].pointInto(nullptr, 0);
}

AttributeEvents& RecordHeap::events() {
  if (!m_events) m_events = std::make_unique<AttributeEvents>();
  return *m_events;
}

void RecordHeap::keepIn(const std::string& model, std::function<std::unique_ptr<RecordContainer>()> make) { m_containers[model] = std::move(make); }

Record& RecordHeap::place() {
  if (m_free.empty()) {
    const std::size_t size = m_blocks.empty() ? kFirstBlock : std::min(2 * m_blocks.back().size, kLargestBlock);
    m_blocks.push_back({std::unique_ptr<Record[]>(new Record[size]), size});
    m_free.reserve(size);
    for (std::size_t i = size; i > 0; --i) m_free.push_back(&m_blocks.back().records[i - 1]);
  }
  Record& record = *m_free.back();
  m_free.pop_back();
  ++m_size;
  return record;
}

void RecordHeap::free(Record& record) {
  record.pointInto(nullptr, 0);
  record = Record();
  m_free.push_back(&record);
  --m_size;
}

RecordPtr RecordHeap::make(const Model& model) {
  Record& record = place();
  record.m_heap = this;
  record.m_model = &model;
  if (const auto kept = m_containers.empty() ? m_containers.end() : m_containers.find(model.name); kept != m_containers.end()) {
    record.own().container = kept->second();
    record.container()->setState(record.m_state);
  }
  return RecordPtr(&record);
}

RecordPtr RecordHeap::load(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns) {
  RecordPtr record = make(model);
  record->m_state = RecordState::Detached;
  pointInto(*record, batch, row, columns);
  fillContainer(*record);
  return record;
}

/// What a row brought goes where the record's values are kept; what was set since is kept already.
void RecordHeap::fillContainer(Record& record) {
  RecordContainer* kept = record.container();
  if (!kept) return;
  for (std::size_t i = 0; i < record.m_model->attributes.size(); ++i) {
    const int column = (*record.m_rows->columns)[i];
    const std::string& name = record.m_model->attributes[i].name;
    if (column != Record::kNotLoaded && !kept->value(name)) kept->setValue(name, Value(record.m_rows->batch->at(record.m_row, static_cast<std::size_t>(column))));
  }
}

/// Records of one batch share its rows.
void RecordHeap::pointInto(Record& record, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns) {
  const Record::Rows* last = m_lastRecord && m_lastRecord->m_heap == this ? m_lastRecord->m_rows : nullptr;
  Record::Rows* rows = last && last->batch == batch && last->columns == columns ? m_lastRecord->m_rows : new Record::Rows{batch, columns, 0};
  record.pointInto(rows, row);
  m_lastRecord = &record;
}

void RecordHeap::setState(Record& record, RecordState state, RecordObserver* observer) {
  record.m_state = state;
  record.m_observer = observer;
  if (RecordContainer* kept = record.container()) kept->setState(state);
}

void RecordHeap::setLoaded(Record& record, const Relationship& relationship, std::vector<Record*> items, LoadedRows rows) {
  Record::Related& held = record.hold(relationship);
  held.isLoaded = true;
  held.isInPart = rows == LoadedRows::Some;
  held.isOriginalKnown = true;
  held.isSet = false;
  held.original = items;
  // What was added and removed before anybody looked holds on top of what the database has.
  for (Record* gone : held.removed) std::erase(items, gone);
  for (Record* added : held.added)
    if (std::ranges::find(items, added) == items.end()) items.push_back(added);
  held.added.clear();
  held.removed.clear();
  held.items = std::move(items);
  held.keys.clear();
  if (relationship.collection.kind == CollectionKind::Kind::Keyed)
    for (Record* item : held.items) held.keys.push_back(item->value(relationship.collection.keyAttribute));
  if (relationship.cascade.deleteOrphan)
    for (Record* item : held.items) item->setParent(relationship, &record);
  record.tellContainer(relationship);
}

void RecordHeap::reopen(Record& record, const Relationship& relationship) {
  Record::Related& held = record.hold(relationship);
  const auto difference = [](const std::vector<Record*>& from, const std::vector<Record*>& what) {
    std::vector<Record*> left;
    std::ranges::copy_if(from, std::back_inserter(left), [&](Record* each) { return std::ranges::find(what, each) == what.end(); });
    return left;
  };
  held.added = difference(held.items, held.original);
  held.removed = difference(held.original, held.items);
  held.items.clear();
  held.isLoaded = held.isInPart = false;
}

void RecordHeap::setOriginal(Record& record, const Relationship& relationship, Record* original) {
  Record::Related& held = record.hold(relationship);
  if (held.isLoaded) return;
  held.isLoaded = held.isOriginalKnown = true;
  if (original) held.items = held.original = {original};
  record.tellContainer(relationship);
}

void RecordHeap::setIdentity(Record& record, std::vector<Value> key) {
  if (record.m_identityIn == Record::IdentityIn::StaleValues) record.m_values.clear();
  record.m_identityIn = Record::IdentityIn::Row;
  if (record.m_own || !key.empty()) record.own().identity = std::move(key);
}

void RecordHeap::setIdentityFromValues(Record& record) {
  const bool holdsKey = std::ranges::all_of(record.m_model->keyIndexes, [&](std::size_t attribute) { return record.m_values.at(attribute).has_value(); });
  if (!holdsKey || record.container()) return setIdentity(record, record.key());
  record.m_identityIn = Record::IdentityIn::Values;
  if (record.m_own) record.m_own->identity.clear();
}

void RecordHeap::refill(Record& record, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns) {
  const bool hasKey = std::ranges::all_of(record.m_model->keyIndexes, [&](std::size_t attribute) { return (*columns)[attribute] != Record::kNotLoaded; });
  if (record.m_identityIn == Record::IdentityIn::StaleValues && hasKey) {
    record.m_values.clear();
    record.m_identityIn = Record::IdentityIn::Row;
  }
  pointInto(record, batch, row, columns);
  record.m_isExpired = false;
  fillContainer(record);
}

void RecordHeap::refill(Record& record, std::span<const ValueView> row, const Record::Columns& columns) {
  const bool isKeySet = std::ranges::any_of(record.m_model->keyIndexes, [&](std::size_t attribute) { return record.setView(attribute).has_value(); });
  if (isKeySet) record.moveIdentityOut();
  const bool areStale = std::exchange(record.m_identityIn, Record::IdentityIn::Row) == Record::IdentityIn::StaleValues;
  if ((areStale || record.m_values.isEmpty()) && !record.container()) {
    record.m_values.assign(row, columns);
  } else {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i] != Record::kNotLoaded && !record.setView(i)) record.keep(i, row[static_cast<std::size_t>(columns[i])]);
  }
  record.m_isExpired = false;
  if (isKeySet) return;
  setIdentityFromValues(record);
  record.pointInto(nullptr, 0);
}

std::optional<Value> RecordHeap::Row::value(std::size_t attribute) const {
  if (!values.empty() && values[attribute]) return values[attribute];
  if (!batch || (*columns)[attribute] == Record::kNotLoaded) return {};
  return Value(batch->at(row, static_cast<std::size_t>((*columns)[attribute])));
}

RecordHeap::Row RecordHeap::rowOf(const Record& record) {
  Row row;
  if (!record.m_values.isEmpty() && !record.container()) {
    row.values.resize(record.m_model->attributes.size());
    for (std::size_t i = 0; i < row.values.size(); ++i)
      if (const auto set = record.setView(i)) row.values[i].emplace(*set);
  }
  if (!record.m_rows || record.m_isExpired) return row;
  row.batch = record.m_rows->batch;
  row.columns = record.m_rows->columns;
  row.row = record.m_row;
  return row;
}

void RecordHeap::setRow(Record& record, Row row) {
  if (record.m_identityIn != Record::IdentityIn::Row) record.moveIdentityOut();
  if (row.batch) {
    pointInto(record, row.batch, row.row, row.columns);
  } else {
    record.identity();
    record.pointInto(nullptr, 0);
  }
  record.m_isExpired = false;
  record.m_values.clear();
  for (std::size_t i = 0; i < row.values.size(); ++i)
    if (row.values[i]) record.keep(i, *row.values[i]);
  record.m_before.clear();
}

void RecordHeap::settle(Record& record) {
  record.m_before.clear();
  if (!record.m_own) return;
  for (const auto& held : record.m_own->related) {
    if (!held) continue;
    if (held->isLoaded) held->original = held->items;
    held->isOriginalKnown = held->isLoaded;
    held->isSet = false;
    held->added.clear();
    held->removed.clear();
  }
}

void RecordHeap::settleNew(Record& record) {
  if (!record.m_own) return;
  const auto& all = record.m_own->related;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] && all[i]->items.empty() && all[i]->original.empty() && !all[i]->isSet) expireRelationship(record, record.m_model->relationships[i]);
  settle(record);
}

void RecordHeap::forgetRow(Record& record) {
  for (std::size_t i = 0; record.m_rows && i < record.m_model->attributes.size(); ++i)
    if (const auto value = record.current(i)) fill(record, i, *value);
  record.pointInto(nullptr, 0);
  record.m_isExpired = false;
  setIdentity(record, {});
}

void RecordHeap::expire(Record& record) {
  record.m_isExpired = true;
  if (record.m_identityIn == Record::IdentityIn::Row) record.m_values.clear();
  else record.m_identityIn = Record::IdentityIn::StaleValues;
  record.m_before.clear();
  if (!record.m_own) return;
  record.m_own->related.clear();
  if (RecordContainer* kept = record.container()) {
    for (const Attribute& each : record.m_model->attributes) kept->removeValue(each.name);
    for (const Relationship& each : record.m_model->relationships) kept->removeRelated(each.name);
  } else if (!record.hasOwnIdentity() && record.hasIdentity() && record.m_own->parents.empty()) {
    record.m_own.reset();
  }
}

void RecordHeap::expireAttribute(Record& record, std::size_t attribute) {
  record.identity();
  Record::Own& own = record.own();
  if (own.container || !record.m_values.isEmpty()) record.drop(attribute);
  record.m_before.erase(attribute);
  if (!record.m_rows || (*record.m_rows->columns)[attribute] == Record::kNotLoaded) return;
  auto columns = std::make_shared<Record::Columns>(*record.m_rows->columns);
  (*columns)[attribute] = Record::kNotLoaded;
  pointInto(record, std::shared_ptr(record.m_rows->batch), record.m_row, columns);
}

void RecordHeap::expireRelationship(Record& record, const Relationship& relationship) {
  if (record.held(relationship)) record.m_own->related[static_cast<std::size_t>(&relationship - record.m_model->relationships.data())].reset();
  if (RecordContainer* kept = record.container()) kept->removeRelated(relationship.name);
}

// A stack of its own: a chain of records may be longer than the program's.
void RecordHeap::mark(Record& root) {
  std::vector<Record*> open{&root};
  while (!open.empty()) {
    Record* record = open.back();
    open.pop_back();
    if (std::exchange(record->m_isMarked, true) || !record->m_own) continue;
    for (const auto& held : record->m_own->related) {
      if (!held) continue;
      for (const auto* list : {&held->items, &held->original, &held->added, &held->removed}) open.insert(open.end(), list->begin(), list->end());
    }
  }
}

std::size_t RecordHeap::collect() {
  const auto forEach = [this](const auto& action) {
    for (const Block& block : m_blocks)
      for (std::size_t i = 0; i < block.size; ++i)
        if (block.records[i].m_model) action(block.records[i]);
  };
  forEach([this](Record& record) {
    if (record.m_handles > 0) mark(record);
  });
  const std::size_t before = m_size;
  forEach([this](Record& record) {
    if (std::exchange(record.m_isMarked, false)) return;
    if (record.m_observer) record.m_observer->forgotten(record);
    free(record);
  });
  return before - m_size;
}

void RecordHeap::collectWhenGrown() {
  if (m_size < 2 * m_kept) return;
  collect();
  m_kept = std::max<std::size_t>(m_size, 1'000);
}

}  // namespace joinery
