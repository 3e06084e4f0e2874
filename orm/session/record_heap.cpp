// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_heap.h"

#include <algorithm>

namespace joinery {

std::shared_ptr<RecordHeap> RecordHeap::create(RecordObserver* observer) {
  std::shared_ptr<RecordHeap> heap(new RecordHeap);
  heap->m_self = heap;
  heap->m_observer = observer;
  return heap;
}

RecordHeap::~RecordHeap() = default;

RecordPtr RecordHeap::make(const Model& model) {
  m_records.emplace_back(new MappedRecord(*this, model));
  return RecordPtr(m_records.back().get());
}

RecordPtr RecordHeap::load(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t row, std::shared_ptr<const MappedRecord::Columns> columns) {
  RecordPtr record = make(model);
  record->m_state = RecordState::Persistent;
  record->m_batch = std::move(batch);
  record->m_row = row;
  record->m_columns = std::move(columns);
  return record;
}

void RecordHeap::setLoaded(MappedRecord& record, const Relationship& relationship, std::vector<MappedRecord*> items) {
  MappedRecord::Related& held = record.hold(relationship);
  held.isLoaded = true;
  held.original = items;
  // What was added and removed before anybody looked holds on top of what the database has.
  for (MappedRecord* gone : held.removed) std::erase(items, gone);
  for (MappedRecord* added : held.added)
    if (std::ranges::find(items, added) == items.end()) items.push_back(added);
  held.added.clear();
  held.removed.clear();
  held.items = std::move(items);
  held.keys.clear();
  if (relationship.collection.kind == CollectionKind::Kind::Keyed)
    for (MappedRecord* item : held.items) held.keys.push_back(item->value(relationship.collection.keyAttribute));
}

void RecordHeap::settle(MappedRecord& record) {
  record.m_history.clear();
  for (const auto& held : record.m_related) {
    if (!held) continue;
    if (held->isLoaded) held->original = held->items;
    held->added.clear();
    held->removed.clear();
  }
}

void RecordHeap::expire(MappedRecord& record) {
  record.m_isExpired = true;
  record.m_values.clear();
  record.m_history.clear();
  record.m_related.clear();
}

// A stack of its own: a chain of records may be longer than the program's.
void RecordHeap::mark(MappedRecord& root) {
  std::vector<MappedRecord*> open{&root};
  while (!open.empty()) {
    MappedRecord* record = open.back();
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
  std::erase_if(m_records, [this](const std::unique_ptr<MappedRecord>& record) {
    if (std::exchange(record->m_isMarked, false)) return false;
    if (m_observer) m_observer->forgotten(*record);
    return true;
  });
  return before - m_records.size();
}

}  // namespace joinery
