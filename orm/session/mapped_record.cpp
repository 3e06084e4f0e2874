// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/mapped_record.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/session/record_links.h"

namespace joinery {

namespace {

[[noreturn]] void refuseUse(const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::InvalidRequest, what);
  error.hint = hint;
  throw error;
}

/// Whether two orders of records hold the same ones.
bool sameRecords(std::vector<MappedRecord*> left, std::vector<MappedRecord*> right) {
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

}  // namespace

std::size_t MappedRecord::attributeIndex(std::string_view attribute) const {
  const int index = m_model->attributeIndex(attribute);
  if (index >= 0) return static_cast<std::size_t>(index);
  refuseUse(m_model->name + " has no attribute \"" + std::string(attribute) + "\"", nearestNamesHint(attribute, m_model->attributeNames()));
}

const Relationship& MappedRecord::relationshipNamed(std::string_view name) const {
  if (const Relationship* found = m_model->relationship(name)) return *found;
  refuseUse(m_model->name + " has no relationship \"" + std::string(name) + "\"", nearestNamesHint(name, m_model->relationshipNames()));
}

MappedRecord::Related& MappedRecord::hold(const Relationship& relationship) {
  if (m_related.empty()) m_related.resize(m_model->relationships.size());
  auto& place = m_related[static_cast<std::size_t>(&relationship - m_model->relationships.data())];
  if (!place) place = std::make_unique<Related>();
  return *place;
}

const MappedRecord::Related* MappedRecord::held(const Relationship& relationship) const {
  if (m_related.empty()) return nullptr;
  return m_related[static_cast<std::size_t>(&relationship - m_model->relationships.data())].get();
}

bool MappedRecord::isLoaded(const Relationship& relationship) const {
  if (m_state == RecordState::Transient || m_state == RecordState::Pending) return true;
  const Related* related = held(relationship);
  return related != nullptr && related->isLoaded;
}

std::optional<Value> MappedRecord::current(std::size_t attribute) const {
  if (!m_values.empty() && m_values[attribute]) return m_values[attribute];
  if (!m_batch || m_isExpired || (*m_columns)[attribute] == kNotLoaded) return {};
  return Value(m_batch->at(m_row, static_cast<std::size_t>((*m_columns)[attribute])));
}

bool MappedRecord::hasValue(std::size_t attribute) const {
  if (!m_values.empty() && m_values[attribute]) return true;
  return m_batch && !m_isExpired && (*m_columns)[attribute] != kNotLoaded;
}

Value MappedRecord::value(std::size_t attribute) {
  if (auto known = current(attribute)) return *known;
  if (m_state == RecordState::Transient || m_state == RecordState::Pending) return Value();
  RecordObserver* observer = m_heap->observer();
  if (m_state == RecordState::Detached || observer == nullptr)
    refuseUse(m_model->name + "." + m_model->attributes[attribute].name + " is not loaded, and the record is in no session to read it with", "Read it before the session is closed.");
  observer->loadAttributes(*this);
  return current(attribute).value_or(Value());
}

void MappedRecord::remember(std::size_t attribute) {
  if (std::ranges::find(m_history, attribute, [](const auto& entry) { return entry.first; }) == m_history.end()) m_history.emplace_back(attribute, current(attribute));
}

void MappedRecord::set(std::string_view attribute, Value value) {
  const std::size_t index = attributeIndex(attribute);
  if (RecordObserver* observer = m_heap->observer()) observer->attributeSet(*this, m_model->attributes[index], value, current(index));
  remember(index);
  if (m_values.empty()) m_values.resize(m_model->attributes.size());
  m_values[index] = std::move(value);
}

void MappedRecord::unset(std::string_view attribute) {
  const std::size_t index = attributeIndex(attribute);
  const bool hasRow = m_state != RecordState::Transient && m_state != RecordState::Pending;
  remember(index);
  if (m_values.empty()) m_values.resize(m_model->attributes.size());
  m_values[index] = hasRow ? std::optional(Value()) : std::nullopt;
}

bool MappedRecord::isModified() const {
  for (const auto& [attribute, before] : m_history)
    if (!before || current(attribute) != before) return true;
  return std::ranges::any_of(m_related, [](const std::unique_ptr<Related>& related) {
    if (!related) return false;
    return related->isLoaded ? !sameRecords(related->items, related->original) : !related->added.empty() || !related->removed.empty();
  });
}

std::vector<Value> MappedRecord::key() {
  std::vector<Value> values;
  for (const std::string& name : m_model->keyAttributes()) values.push_back(value(attributeIndex(name)));
  return values;
}

MappedRecord* MappedRecord::related(std::string_view name) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.isToMany()) refuseUse(m_model->name + "." + relationship.name + " is a collection", "Ask for its records.");
  const std::vector<MappedRecord*>& items = collection(name);
  return items.empty() ? nullptr : items.front();
}

const std::vector<MappedRecord*>& MappedRecord::collection(std::string_view name) {
  const Relationship& relationship = relationshipNamed(name);
  if (!isLoaded(relationship)) {
    RecordObserver* observer = m_heap->observer();
    if (m_state == RecordState::Detached || observer == nullptr)
      refuseUse(m_model->name + "." + relationship.name + " is not loaded, and the record is in no session to read it with", "Load it along, or read it before the session is closed.");
    observer->loadRelationship(*this, relationship);
  }
  return hold(relationship).items;
}

void MappedRecord::setRelated(std::string_view name, MappedRecord* record) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.isToMany()) refuseUse(m_model->name + "." + relationship.name + " is a collection", "Append to it, or assign all of its records.");
  if (record) return RecordLinks::add(*this, relationship, *record);
  if (MappedRecord* before = related(name)) RecordLinks::remove(*this, relationship, *before);
}

void MappedRecord::append(std::string_view name, MappedRecord& record) {
  const Relationship& relationship = relationshipNamed(name);
  if (!relationship.isToMany()) refuseUse(m_model->name + "." + relationship.name + " holds one record", "Set it.");
  RecordLinks::add(*this, relationship, record);
}

void MappedRecord::remove(std::string_view name, MappedRecord& record) {
  const Relationship& relationship = relationshipNamed(name);
  const bool isThere = !isLoaded(relationship) || std::ranges::find(hold(relationship).items, &record) != hold(relationship).items.end();
  if (!isThere) refuseUse(m_model->name + "." + relationship.name + " does not hold that record of " + record.model().name);
  RecordLinks::remove(*this, relationship, record);
}

void MappedRecord::put(std::string_view name, const Value& key, MappedRecord& record) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.collection.kind != CollectionKind::Kind::Keyed) refuseUse(m_model->name + "." + relationship.name + " is no keyed collection");
  collection(name);
  RecordLinks::add(*this, relationship, record, &key);
}

void MappedRecord::assign(std::string_view name, const std::vector<MappedRecord*>& records) {
  const Relationship& relationship = relationshipNamed(name);
  const std::vector<MappedRecord*> before = collection(name);
  for (MappedRecord* old : before)
    if (std::ranges::find(records, old) == records.end()) RecordLinks::remove(*this, relationship, *old);
  for (MappedRecord* record : records)
    if (std::ranges::find(before, record) == before.end()) RecordLinks::add(*this, relationship, *record);
  // In the order that was given; a keyed one has its own.
  Related& now = hold(relationship);
  if (now.keys.empty() && sameRecords(now.items, records)) now.items = records;
}

MappedRecord* MappedRecord::find(std::string_view name, const Value& key) {
  const Relationship& relationship = relationshipNamed(name);
  collection(name);
  const Related& related = hold(relationship);
  const auto found = std::ranges::find(related.keys, key);
  return found == related.keys.end() ? nullptr : related.items[static_cast<std::size_t>(found - related.keys.begin())];
}

}  // namespace joinery
