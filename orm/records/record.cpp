// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/record.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"
#include "orm/model/fitting.h"
#include "orm/model/names.h"
#include "orm/records/record_heap.h"
#include "orm/records/record_links.h"

namespace joinery {

namespace {

[[noreturn]] void refuseUse(ErrorKind kind, const std::string& what, const std::string& hint = {}) {
  DbError error(kind, what);
  error.hint = hint;
  throw error;
}

/// Whether two orders of records hold the same ones.
bool sameRecords(std::vector<Record*> left, std::vector<Record*> right) {
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

std::string placeOf(const Record& record, const Relationship& relationship) { return record.model().name + "." + relationship.name; }

bool isChanged(const Record::Related& related, const Relationship& relationship) {
  if (!relationship.isToMany()) return related.isSet && (!related.isOriginalKnown || related.items != related.original);
  return related.isLoaded ? !sameRecords(related.items, related.original) : !related.added.empty() || !related.removed.empty();
}

}  // namespace

const char* recordStateName(RecordState state) {
  switch (state) {
    case RecordState::Transient: return "transient";
    case RecordState::Pending: return "pending";
    case RecordState::Persistent: return "persistent";
    case RecordState::Deleted: return "deleted";
    case RecordState::Detached: return "detached";
  }
  return "";
}

std::size_t Record::attributeIndex(std::string_view attribute) const {
  const int index = m_model->attributeIndex(attribute);
  if (index >= 0) return static_cast<std::size_t>(index);
  refuseAttribute(attribute, {});
}

/// @param use what it was wanted for
void Record::refuseAttribute(std::string_view attribute, const std::string& use) const {
  refuseUse(ErrorKind::UnknownAttribute, m_model->name + " has no attribute \"" + std::string(attribute) + "\"" + use, nearestNamesHint(attribute, m_model->attributeNames()));
}

const Relationship& Record::relationshipNamed(std::string_view name, const Record* other) const {
  if (const Relationship* found = m_model->relationship(name)) return *found;
  refuseUse(ErrorKind::UnknownAttribute, m_model->name + " has no relationship \"" + std::string(name) + "\"" + (other ? " to hold the " + other->description() : ""),
            nearestNamesHint(name, m_model->relationshipNames()));
}

std::string Record::description() const {
  const bool hasRow = hasIdentity();
  std::string text;
  for (std::size_t i = 0; i < m_model->keyIndexes.size(); ++i) {
    const std::size_t attribute = m_model->keyIndexes[i];
    const ValueView value = hasRow ? identityAt(i) : currentView(attribute).value_or(ValueView());
    if (!value.isNull()) text += (text.empty() ? " with " : ", ") + m_model->attributes[attribute].name + " " + shownValue(value);
  }
  return (hasRow ? "" : "new ") + m_model->name + text;
}

Record::Own& Record::own() const {
  if (!m_own) m_own = std::make_unique<Own>();
  return *m_own;
}

void Record::pointInto(Rows* rows, std::size_t row) {
  if (rows) ++rows->users;
  if (m_rows && --m_rows->users == 0) delete m_rows;
  m_rows = rows;
  m_row = static_cast<std::uint32_t>(row);
}

/// What was set of an attribute, or is kept in the container. Good until something is set.
std::optional<ValueView> Record::setView(std::size_t attribute) const {
  if (m_identityIn == IdentityIn::StaleValues) return {};
  if (!m_own || !m_own->container) return m_values.at(attribute);
  const Value* kept = m_own->container->value(m_model->attributes[attribute].name);
  return kept ? std::optional(kept->view()) : std::nullopt;
}

void Record::keep(std::size_t attribute, const ValueView& value) {
  if (RecordContainer* kept = container()) return kept->setValue(m_model->attributes[attribute].name, Value(value));
  if (m_identityIn == IdentityIn::StaleValues || (m_identityIn == IdentityIn::Values && m_model->attributes[attribute].isKey)) moveIdentityOut();
  const std::size_t places = m_model->attributes.size();
  if (isTransientOrPending()) m_values.expectAll(places);
  m_values.set(attribute, value, places);
}

void Record::drop(std::size_t attribute) {
  if (RecordContainer* kept = container()) return kept->removeValue(m_model->attributes[attribute].name);
  if (m_identityIn != IdentityIn::Row) moveIdentityOut();
  m_values.erase(attribute);
}

/// The values that are held may change: what they say of the row's key is put aside.
void Record::moveIdentityOut() {
  identity();
  if (m_identityIn == IdentityIn::StaleValues) m_values.clear();
  m_identityIn = IdentityIn::Row;
}

void Record::tellContainer(const Relationship& relationship) {
  if (RecordContainer* kept = container(); kept && isLoaded(relationship)) kept->setRelated(relationship.name, hold(relationship).items);
}

Record::Related& Record::hold(const Relationship& relationship) {
  std::vector<std::unique_ptr<Related>>& all = own().related;
  if (all.empty()) all.resize(m_model->relationships.size());
  auto& place = all[static_cast<std::size_t>(&relationship - m_model->relationships.data())];
  if (!place) {
    place = std::make_unique<Related>();
    place->isLoaded = place->isOriginalKnown = isTransientOrPending();
  }
  return *place;
}

const Record::Related* Record::held(const Relationship& relationship) const {
  if (!m_own || m_own->related.empty()) return nullptr;
  return m_own->related[static_cast<std::size_t>(&relationship - m_model->relationships.data())].get();
}

bool Record::isLoaded(const Relationship& relationship) const {
  const Related* related = held(relationship);
  return isTransientOrPending() || (related != nullptr && related->isLoaded);
}

bool Record::isChangedUnseen(const Relationship& relationship) const {
  const Related* related = held(relationship);
  return related != nullptr && !related->isLoaded && !(related->added.empty() && related->removed.empty());
}

const std::vector<Value>& Record::identity() const {
  static const std::vector<Value> kNone;
  if (hasOwnIdentity()) return m_own->identity;
  if (!hasIdentity()) return kNone;
  std::vector<Value> key;
  for (std::size_t i = 0; i < m_model->keyIndexes.size(); ++i) key.emplace_back(identityAt(i));
  return own().identity = std::move(key);
}

ValueView Record::identityAt(std::size_t place) const {
  if (hasOwnIdentity()) return m_own->identity[place];
  if (m_identityIn != IdentityIn::Row) return m_values.at(m_model->keyIndexes[place]).value_or(ValueView());
  return m_rows->batch->at(m_row, static_cast<std::size_t>((*m_rows->columns)[m_model->keyIndexes[place]]));
}

std::optional<Value> Record::current(std::size_t attribute) const {
  const auto view = currentView(attribute);
  return view ? std::optional(Value(*view)) : std::nullopt;
}

std::optional<ValueView> Record::currentView(std::size_t attribute) const {
  if (const auto set = setView(attribute)) return set;
  if (!m_rows || m_isExpired || (*m_rows->columns)[attribute] == kNotLoaded) return {};
  return m_rows->batch->at(m_row, static_cast<std::size_t>((*m_rows->columns)[attribute]));
}

/// Whether what is held in its own memory is all that there is.
bool Record::hasHeldValuesOnly() const { return !m_rows && m_identityIn != IdentityIn::StaleValues && !container(); }

StorageClass Record::currentClass(std::size_t attribute) const {
  if (hasHeldValuesOnly()) return m_values.classAt(attribute);
  return currentView(attribute).value_or(ValueView()).storageClass();
}

bool Record::appendCurrent(std::vector<ValueView>& values, std::span<const std::size_t> attributes) const {
  if (hasHeldValuesOnly()) return m_values.appendTo(values, attributes);
  bool hasAll = true;
  for (const std::size_t attribute : attributes) {
    const auto view = currentView(attribute);
    hasAll = hasAll && view;
    values.push_back(view.value_or(ValueView()));
  }
  return hasAll;
}

bool Record::hasValue(std::size_t attribute) const { return currentView(attribute).has_value(); }

Value Record::value(std::size_t attribute) {
  if (auto known = current(attribute)) return *known;
  if (const auto& compute = m_model->attributes[attribute].onRecord) return compute(*this);
  if (isTransientOrPending()) return initialValue(attribute);
  if (m_observer == nullptr)
    refuseUse(ErrorKind::Detached, m_model->name + "." + m_model->attributes[attribute].name + " is not loaded, and the " + description() + " is in no session to read it with", "Read it before the session is closed.");
  m_observer->loadAttributes(*this);
  return current(attribute).value_or(Value());
}

/// Of a record without a row: what a listener has for an attribute that nobody set.
Value Record::initialValue(std::size_t attribute) {
  const AttributeEvents* events = m_heap->listeners();
  auto value = events ? events->initial(*this, m_model->attributes[attribute]) : std::nullopt;
  if (!value) return Value();
  m_heap->fill(*this, attribute, *value);
  return *value;
}

/// Of a record without a row everything is to be written anyway.
void Record::remember(std::size_t attribute) {
  if (isTransientOrPending() || wasSet(attribute)) return;
  if (const auto now = currentView(attribute)) m_before.set(attribute, *now, m_model->attributes.size());
  else m_before.setUnknown(attribute, m_model->attributes.size());
}

void Record::set(std::string_view attribute, Value value) {
  const int found = m_model->attributeIndex(attribute);
  if (found < 0) refuseAttribute(attribute, " to be set to " + shownValue(value));
  const auto index = static_cast<std::size_t>(found);
  if (m_model->attributes[index].expression) refuseUse(ErrorKind::WrongValue, m_model->name + "." + m_model->attributes[index].name + " is computed and can't be set to " + shownValue(value));
  // The row is found by the key that it had.
  if (m_model->attributes[index].isKey && m_observer && m_state == RecordState::Persistent) this->value(index);
  if (const AttributeEvents* events = m_heap->listeners()) value = events->set(*this, m_model->attributes[index], std::move(value), current(index));
  const ValueView view = value;
  requireFitting(*m_model, m_model->attributes[index], view);
  if (m_observer) m_observer->attributeSet(*this, m_model->attributes[index]);
  remember(index);
  m_heap->fill(*this, index, view);
}

void Record::unset(std::string_view attribute) {
  const std::size_t index = attributeIndex(attribute);
  const bool canBeRead = !isTransientOrPending() && !hasValue(index);
  if (!hasValue(index) && !canBeRead) refuseUse(ErrorKind::UnknownAttribute, "this " + m_model->name + " has no value for \"" + m_model->attributes[index].name + "\"");
  if (const AttributeEvents* events = m_heap->listeners()) events->unset(*this, m_model->attributes[index]);
  if (m_observer) m_observer->attributeSet(*this, m_model->attributes[index]);
  remember(index);
  if (isTransientOrPending()) drop(index);
  else keep(index, ValueView());
}

bool Record::isModified() const {
  for (std::size_t i = 0; wasAnySet() && i < m_model->attributes.size(); ++i)
    if (wasSet(i) && (!before(i) || before(i) != currentView(i))) return true;
  if (!m_own) return false;
  for (std::size_t i = 0; i < m_own->related.size(); ++i)
    if (m_own->related[i] && isChanged(*m_own->related[i], m_model->relationships[i])) return true;
  return false;
}

std::vector<Value> Record::key() {
  std::vector<Value> values;
  for (const std::size_t attribute : m_model->keyIndexes) values.push_back(value(attribute));
  return values;
}

Record::Related& Record::loaded(const Relationship& relationship) {
  if (!isLoaded(relationship)) {
    if (m_observer == nullptr)
      refuseUse(ErrorKind::Detached, placeOf(*this, relationship) + " is not loaded, and the " + description() + " is in no session to read it with", "Load it along, or read it before the session is closed.");
    m_observer->loadRelationship(*this, relationship);
  }
  return hold(relationship);
}

Record* Record::related(std::string_view name) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.isToMany()) refuseUse(ErrorKind::WrongType, placeOf(*this, relationship) + " is a collection", "Ask for its records.");
  const std::vector<Record*>& items = loaded(relationship).items;
  return items.empty() ? nullptr : items.front();
}

const std::vector<Record*>& Record::collection(std::string_view name) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.loading == Loading::WriteOnly) refuseUse(ErrorKind::WrongType, placeOf(*this, relationship) + " is write-only: its records are not read as a whole", "Select from it.");
  return loaded(relationship).items;
}

void Record::setRelated(std::string_view name, Record* record) {
  const Relationship& relationship = relationshipNamed(name, record);
  if (relationship.isToMany()) refuseUse(ErrorKind::WrongType, placeOf(*this, relationship) + " is a collection", "Append to it, or assign all of its records.");
  // What the other side's table says has to be known to be taken back; the own table's is simply written over.
  if (!relationship.ownsForeignKey() && m_observer) related(name);
  RecordLinks::set(*this, relationship, record);
}

void Record::append(std::string_view name, Record& record) {
  const Relationship& relationship = relationshipNamed(name, &record);
  if (!relationship.isToMany()) refuseUse(ErrorKind::UnknownAttribute, placeOf(*this, relationship) + " holds one record", "Set it.");
  if (relationship.loading != Loading::WriteOnly) loaded(relationship);
  RecordLinks::add(*this, relationship, record);
}

void Record::remove(std::string_view name, Record& record) {
  const Relationship& relationship = relationshipNamed(name);
  if (!relationship.isToMany()) refuseUse(ErrorKind::UnknownAttribute, placeOf(*this, relationship) + " holds one record", "Set it to none.");
  if (relationship.loading != Loading::WriteOnly) {
    const std::vector<Record*>& items = loaded(relationship).items;
    const bool isList = relationship.collection.kind == CollectionKind::Kind::List;
    if (std::ranges::find(items, &record) == items.end())
      refuseUse(isList ? ErrorKind::WrongValue : ErrorKind::KeyNotFound, placeOf(*this, relationship) + " does not hold that record of " + record.model().name);
  }
  RecordLinks::remove(*this, relationship, record);
}

void Record::put(std::string_view name, const Value& key, Record& record) {
  const Relationship& relationship = relationshipNamed(name);
  if (relationship.collection.kind != CollectionKind::Kind::Keyed) refuseUse(ErrorKind::WrongType, placeOf(*this, relationship) + " is no keyed collection", "Append to it.");
  collection(name);
  RecordLinks::add(*this, relationship, record, &key);
}

void Record::assign(std::string_view name, const std::vector<Record*>& given, const std::vector<Value>& keys) {
  const Relationship& relationship = relationshipNamed(name);
  const bool isWriteOnly = relationship.loading == Loading::WriteOnly;
  if (isWriteOnly && !isTransientOrPending())
    refuseUse(ErrorKind::InvalidRequest, placeOf(*this, relationship) + " is write-only and can't be replaced once its record has a row", "Append and remove.");
  const std::vector<Record*> before = loaded(relationship).items;
  std::vector<Record*> records = given;
  if (const AttributeEvents* events = m_heap->listeners()) events->replace(*this, relationship, records);
  const bool isKeyed = !keys.empty() && records.size() == keys.size();
  for (std::size_t i = 0; i < records.size(); ++i)
    if (std::ranges::find(before, records[i]) == before.end()) RecordLinks::add(*this, relationship, *records[i], isKeyed ? &keys[i] : nullptr);
  for (Record* old : before)
    if (std::ranges::find(records, old) == records.end()) RecordLinks::remove(*this, relationship, *old);
  // In the order that was given; a keyed one has its own.
  Related& now = hold(relationship);
  if (now.keys.empty() && sameRecords(now.items, records)) now.items = records;
  now.isSet = true;
  tellContainer(relationship);
}

Record* Record::find(std::string_view name, const Value& key) {
  collection(name);
  const Related& related = hold(relationshipNamed(name));
  const auto found = std::ranges::find(related.keys, key);
  return found == related.keys.end() ? nullptr : related.items[static_cast<std::size_t>(found - related.keys.begin())];
}

std::optional<Record*> Record::parentBy(const Relationship& relationship) const {
  if (!m_own) return {};
  const auto found = std::ranges::find(m_own->parents, &relationship, [](const auto& entry) { return entry.first; });
  return found == m_own->parents.end() ? std::nullopt : std::optional(found->second);
}

void Record::setParent(const Relationship& relationship, Record* parent) {
  auto& parents = own().parents;
  const auto found = std::ranges::find(parents, &relationship, [](const auto& entry) { return entry.first; });
  if (found == parents.end()) parents.emplace_back(&relationship, parent);
  else found->second = parent;
}

}  // namespace joinery
