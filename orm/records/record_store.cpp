// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/record_store.h"

#include "orm/core/value_identity.h"

namespace joinery {

namespace {

std::size_t hashOf(const Record& record) {
  std::size_t hash = 0;
  for (std::size_t i = 0; i < record.model().keyIndexes.size(); ++i) hash = hashIdentity(hash, record.identityAt(i));
  return hash;
}

/// @param valueAt gives the key's values by their places
template <typename ValueAt>
bool hasKey(const Record& record, std::size_t size, const ValueAt& valueAt) {
  for (std::size_t i = 0; i < size; ++i)
    if (!(record.identityAt(i) == valueAt(i))) return false;
  return true;
}

}  // namespace

RecordTable& RecordStore::tableOf(const Model& model) {
  if (m_lastModel != &model) {
    m_lastTable = &m_families[familyOf(model)];
    m_lastModel = &model;
  }
  return *m_lastTable;
}

const RecordTable* RecordStore::knownTableOf(const Model& model) const {
  if (m_lastModel == &model) return m_lastTable;
  const auto family = m_families.find(familyOf(model));
  return family == m_families.end() ? nullptr : &family->second;
}

Record* RecordStore::find(const Model& model, const std::vector<Value>& key) const {
  const RecordTable* table = knownTableOf(model);
  if (!table) return nullptr;
  std::size_t hash = 0;
  for (const Value& value : key) hash = hashIdentity(hash, value);
  return table->find(hash, [&](const Record& each) { return hasKey(each, key.size(), [&](std::size_t i) { return key[i].view(); }); });
}

/// @param hash takes the key's @param valueAt gives the row's values by column @return null where no such record is held
template <typename ValueAt>
Record* RecordStore::heldAt(const Layout& layout, std::size_t& hash, const ValueAt& valueAt) {
  const std::vector<std::size_t>& columns = layout.keyColumns;
  hash = 0;
  for (const std::size_t column : columns) hash = hashIdentity(hash, valueAt(column));
  return tableOf(*layout.model).find(hash, [&](const Record& each) { return hasKey(each, columns.size(), [&](std::size_t i) { return valueAt(columns[i]); }); });
}

/// A record that is held gets what it lacked.
template <typename ValueAt>
void RecordStore::complete(Record& record, const Layout& layout, const ValueAt& valueAt) {
  for (std::size_t i = 0; i < layout.columns->size(); ++i) {
    const int column = (*layout.columns)[i];
    if (column == Record::kNotLoaded || record.hasValue(i)) continue;
    m_heap.fill(record, i, valueAt(static_cast<std::size_t>(column)));
  }
}

Record& RecordStore::take(const Layout& layout, std::span<const ValueView> row) {
  std::size_t hash = 0;
  Record* held = heldAt(layout, hash, [&](std::size_t column) { return row[column]; });
  if (held) {
    if (m_heap.isExpired(*held)) m_heap.refill(*held, row, *layout.columns);
    else complete(*held, layout, [&](std::size_t column) { return row[column]; });
    return *held;
  }
  held = m_heap.make(*layout.model).get();
  m_heap.refill(*held, row, *layout.columns);
  m_heap.setState(*held, RecordState::Persistent, &m_session);
  tableOf(*layout.model).insert(hash, *held);
  return *held;
}

Record& RecordStore::take(const Layout& layout, const std::shared_ptr<const RowBatch>& batch, std::size_t row, bool overwrite) {
  std::size_t hash = 0;
  Record* held = heldAt(layout, hash, [&](std::size_t column) { return batch->at(row, column); });
  if (!held) {
    held = m_heap.load(*layout.model, batch, row, layout.columns).get();
    m_heap.setState(*held, RecordState::Persistent, &m_session);
    tableOf(*layout.model).insert(hash, *held);
    return *held;
  }
  if (overwrite) m_heap.expire(*held);
  if (m_heap.isExpired(*held)) m_heap.refill(*held, batch, row, layout.columns);
  else complete(*held, layout, [&](std::size_t column) { return batch->at(row, column); });
  return *held;
}

bool RecordStore::add(Record& record) {
  const std::size_t hash = hashOf(record);
  RecordTable& table = tableOf(record.model());
  const std::size_t size = record.model().keyIndexes.size();
  Record* there = table.find(hash, [&](const Record& each) { return hasKey(each, size, [&](std::size_t i) { return record.identityAt(i); }); });
  if (!there) table.insert(hash, record);
  return !there || there == &record;
}

void RecordStore::remove(Record& record) {
  if (!record.hasIdentity()) return;
  tableOf(record.model()).erase(record);
}

std::vector<Record*> RecordStore::records() const {
  std::vector<Record*> all;
  for (const auto& [family, table] : m_families) table.forEach([&](Record& record) { all.push_back(&record); });
  return all;
}

}  // namespace joinery
