// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_heap.h"

#include <algorithm>

namespace joinery {

std::shared_ptr<RecordHeap> RecordHeap::create() {
  std::shared_ptr<RecordHeap> heap(new RecordHeap);
  heap->m_self = heap;
  return heap;
}

RecordHeap::~RecordHeap() = default;

AttributeEvents& RecordHeap::events() {
  if (!m_events) m_events = std::make_unique<AttributeEvents>();
  return *m_events;
}

void RecordHeap::keepIn(const std::string& model, std::function<std::unique_ptr<RecordContainer>()> make) { m_containers[model] = std::move(make); }

RecordPtr RecordHeap::make(const Model& model) {
  m_records.emplace_back(new Record(*this, model));
  Record& made = *m_records.back();
  if (const auto found = m_containers.find(model.name); found != m_containers.end()) {
    made.m_container = found->second();
    made.m_container->setState(made.m_state);
  }
  return RecordPtr(&made);
}

RecordPtr RecordHeap::load(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t row, std::shared_ptr<const Record::Columns> columns) {
  RecordPtr record = make(model);
  record->m_state = RecordState::Detached;
  record->m_batch = std::move(batch);
  record->m_row = row;
  record->m_columns = std::move(columns);
  fillContainer(*record);
  return record;
}

/// What a row brought goes where the record's values are kept; what was set since is kept already.
void RecordHeap::fillContainer(Record& record) {
  if (!record.m_container) return;
  for (std::size_t i = 0; i < record.m_model->attributes.size(); ++i) {
    const int column = (*record.m_columns)[i];
    const std::string& name = record.m_model->attributes[i].name;
    if (column != Record::kNotLoaded && !record.m_container->value(name)) record.m_container->setValue(name, Value(record.m_batch->at(record.m_row, static_cast<std::size_t>(column))));
  }
}

void RecordHeap::setState(Record& record, RecordState state, RecordObserver* observer) {
  record.m_state = state;
  record.m_observer = observer;
  if (record.m_container) record.m_container->setState(state);
}

void RecordHeap::setLoaded(Record& record, const Relationship& relationship, std::vector<Record*> items) {
  Record::Related& held = record.hold(relationship);
  held.isLoaded = true;
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

void RecordHeap::setOriginal(Record& record, const Relationship& relationship, Record* original) {
  Record::Related& held = record.hold(relationship);
  if (held.isLoaded) return;
  held.isLoaded = held.isOriginalKnown = true;
  if (original) held.items = held.original = {original};
  record.tellContainer(relationship);
}

void RecordHeap::fill(Record& record, std::size_t attribute, Value value) {
  record.keep(attribute, std::move(value));
}

void RecordHeap::refill(Record& record, std::shared_ptr<const RowBatch> batch, std::size_t row, std::shared_ptr<const Record::Columns> columns) {
  record.m_batch = std::move(batch);
  record.m_row = row;
  record.m_columns = std::move(columns);
  record.m_isExpired = false;
  fillContainer(record);
}

void RecordHeap::settle(Record& record) {
  record.m_history.clear();
  for (const auto& held : record.m_related) {
    if (!held) continue;
    if (held->isLoaded) held->original = held->items;
    held->isOriginalKnown = held->isLoaded;
    held->isSet = false;
    held->added.clear();
    held->removed.clear();
  }
}

void RecordHeap::settleNew(Record& record) {
  for (std::size_t i = 0; i < record.m_related.size(); ++i) {
    const auto& held = record.m_related[i];
    if (held && held->items.empty() && held->original.empty() && !held->isSet) expireRelationship(record, record.m_model->relationships[i]);
  }
  settle(record);
}

void RecordHeap::forgetRow(Record& record) {
  for (std::size_t i = 0; i < record.m_model->attributes.size(); ++i)
    if (auto value = record.current(i)) fill(record, i, std::move(*value));
  record.m_batch.reset();
  record.m_isExpired = false;
  record.m_identity.clear();
}

void RecordHeap::expire(Record& record) {
  record.identity();
  record.m_isExpired = true;
  record.m_values.clear();
  record.m_history.clear();
  record.m_related.clear();
  if (!record.m_container) return;
  for (const Attribute& each : record.m_model->attributes) record.m_container->removeValue(each.name);
  for (const Relationship& each : record.m_model->relationships) record.m_container->removeRelated(each.name);
}

void RecordHeap::expireAttribute(Record& record, std::size_t attribute) {
  record.identity();
  if (record.m_container || !record.m_values.empty()) record.keep(attribute, {});
  std::erase_if(record.m_history, [&](const auto& entry) { return entry.first == attribute; });
  if (!record.m_batch || (*record.m_columns)[attribute] == Record::kNotLoaded) return;
  auto columns = std::make_shared<Record::Columns>(*record.m_columns);
  (*columns)[attribute] = Record::kNotLoaded;
  record.m_columns = std::move(columns);
}

void RecordHeap::expireRelationship(Record& record, const Relationship& relationship) {
  if (!record.m_related.empty()) record.m_related[static_cast<std::size_t>(&relationship - record.m_model->relationships.data())].reset();
  if (record.m_container) record.m_container->removeRelated(relationship.name);
}

// A stack of its own: a chain of records may be longer than the program's.
void RecordHeap::mark(Record& root) {
  std::vector<Record*> open{&root};
  while (!open.empty()) {
    Record* record = open.back();
    open.pop_back();
    if (std::exchange(record->m_isMarked, true)) continue;
    for (const auto& held : record->m_related) {
      if (!held) continue;
      for (const auto* list : {&held->items, &held->original, &held->added, &held->removed}) open.insert(open.end(), list->begin(), list->end());
    }
  }
}

std::size_t RecordHeap::collect() {
  for (const auto& record : m_records)
    if (record->m_handles > 0) mark(*record);
  const auto before = m_records.size();
  std::erase_if(m_records, [](const std::unique_ptr<Record>& record) {
    if (std::exchange(record->m_isMarked, false)) return false;
    if (record->m_observer) record->m_observer->forgotten(*record);
    return true;
  });
  return before - m_records.size();
}

void RecordHeap::collectWhenGrown() {
  if (m_records.size() < 2 * m_kept) return;
  collect();
  m_kept = std::max<std::size_t>(m_records.size(), 1'000);
}

}  // namespace joinery
