// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_store.h"

#include "orm/session/value_identity.h"

namespace joinery {

std::string RecordStore::identityOf(const std::vector<Value>& key) {
  std::string identity;
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

Record* RecordStore::find(const Model& model, const std::vector<Value>& key) const {
  const auto family = m_families.find(familyOf(model));
  if (family == m_families.end()) return nullptr;
  const auto found = family->second.find(identityOf(key));
  return found == family->second.end() ? nullptr : found->second;
}

Record& RecordStore::take(const Layout& layout, const std::shared_ptr<const RowBatch>& batch, std::size_t row, bool overwrite) {
  std::string identity;
  for (const std::size_t column : layout.keyColumns) appendIdentity(identity, batch->at(row, column));
  const auto [place, isNew] = m_families[familyOf(*layout.model)].try_emplace(std::move(identity), nullptr);
  if (isNew) {
    place->second = m_heap.load(*layout.model, batch, row, layout.columns).get();
    m_heap.setState(*place->second, RecordState::Persistent, &m_session);
    return *place->second;
  }
  Record& held = *place->second;
  if (overwrite) m_heap.expire(held);
  if (m_heap.isExpired(held)) m_heap.refill(held, batch, row, layout.columns);
  else complete(held, layout, batch, row);
  return held;
}

void RecordStore::complete(Record& record, const Layout& layout, const std::shared_ptr<const RowBatch>& batch, std::size_t row) {
  for (std::size_t i = 0; i < layout.columns->size(); ++i) {
    const int column = (*layout.columns)[i];
    if (column == Record::kNotLoaded || record.hasValue(i)) continue;
    m_heap.fill(record, i, Value(batch->at(row, static_cast<std::size_t>(column))));
  }
}

bool RecordStore::add(Record& record) {
  const auto [place, isNew] = m_families[familyOf(record.model())].try_emplace(identityOf(record.identity()), &record);
  return isNew || place->second == &record;
}

void RecordStore::remove(const Record& record) {
  const auto family = m_families.find(familyOf(record.model()));
  if (family == m_families.end() || record.identity().empty()) return;
  const auto found = family->second.find(identityOf(record.identity()));
  if (found != family->second.end() && found->second == &record) family->second.erase(found);
}

std::vector<Record*> RecordStore::records() const {
  std::vector<Record*> all;
  for (const auto& [family, rows] : m_families)
    for (const auto& [identity, record] : rows) all.push_back(record);
  return all;
}

}  // namespace joinery
