// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/record_links.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

bool contains(const std::vector<Record*>& records, const Record& record) { return std::ranges::find(records, &record) != records.end(); }

/// Of a list of changes that are only noted: one takes the other back.
void note(std::vector<Record*>& list, std::vector<Record*>& opposite, Record& record) {
  if (std::erase(opposite, &record) == 0 && !contains(list, record)) list.push_back(&record);
}

bool isList(const Relationship& relationship) { return relationship.collection.kind == CollectionKind::Kind::List; }
bool isKeyed(const Relationship& relationship) { return relationship.collection.kind == CollectionKind::Kind::Keyed; }

/// What a record is kept under may have to be read, and what waits is written before that: it is known before anything changes.
void readName(const Record& record, const Relationship& relationship, Record& other) {
  if (isKeyed(relationship) && record.isLoaded(relationship)) other.value(relationship.collection.keyAttribute);
}

}  // namespace

void RecordLinks::checkModel(const Record& parent, const Relationship& relationship, const Record& child) {
  const std::string place = parent.model().name + "." + relationship.name;
  if (!child.model().isA(relationship.target))
    throw DbError(ErrorKind::WrongType, place + " takes records of " + relationship.target + ", not the " + child.description());
  if (&parent.heap() != &child.heap()) throw DbError(ErrorKind::InvalidRequest, place + ": the record belongs to another session's heap");
  if (child.isGone() && parent.observer()) throw DbError(ErrorKind::InvalidRequest, place + ": the " + child.description() + " has been deleted");
}

const Relationship* RecordLinks::backOf(const Relationship& relationship, const Record& child) {
  return relationship.backPopulates.empty() ? nullptr : child.model().relationship(relationship.backPopulates);
}

void RecordLinks::add(Record& parent, const Relationship& relationship, Record& child, const Value* key) {
  checkModel(parent, relationship, child);
  const Record::Related* held = parent.held(relationship);
  // A list may hold a record twice; everything else holds it once.
  if (held && contains(held->items, child) && (!relationship.isToMany() || !isList(relationship)) && key == nullptr) return;
  const Relationship* back = backOf(relationship, child);
  if (key == nullptr) readName(parent, relationship, child);
  if (back) readName(child, *back, parent);
  // Whoever listens may refuse: told before anything changes.
  announceAdded(parent, relationship, child);
  if (back) announceAdded(child, *back, parent);
  if (!relationship.isToMany()) replace(parent, relationship, child);
  if (back && !back->isToMany()) replace(child, *back, parent);
  addOneSide(parent, relationship, child, key, Side::Own);
  if (back) addOneSide(child, *back, parent, nullptr, Side::Back);
}

Record* RecordLinks::heldOne(const Record& record, const Relationship& relationship) {
  const Record::Related* held = record.held(relationship);
  return held && !held->items.empty() ? held->items.front() : nullptr;
}

void RecordLinks::announceAdded(Record& record, const Relationship& relationship, Record& other) {
  const AttributeEvents* events = record.heap().listeners();
  if (!events) return;
  if (relationship.isToMany()) return events->append(record, relationship, other);
  peek(record, relationship);
  if (Record* before = heldOne(record, relationship); before != &other) events->relate(record, relationship, &other, before);
}

void RecordLinks::announceRemoved(Record& record, const Relationship& relationship, Record& other) {
  const AttributeEvents* events = record.heap().listeners();
  if (!events) return;
  if (!relationship.isToMany()) {
    peek(record, relationship);
    if (heldOne(record, relationship) == &other) events->relate(record, relationship, nullptr, &other);
    return;
  }
  const Record::Related* held = record.held(relationship);
  if (!record.isLoaded(relationship) || (held && contains(held->items, other))) events->remove(record, relationship, other);
}

/// Before a to-one relationship takes another record, the one that it had lets go.
void RecordLinks::replace(Record& record, const Relationship& relationship, Record& other) {
  peek(record, relationship);
  Record* before = heldOne(record, relationship);
  if (!before || before == &other) return;
  const Relationship* back = backOf(relationship, *before);
  if (back) announceRemoved(*before, *back, record);
  unlink(record, relationship, *before);
}

/// A to-one relationship that nobody looked at yet: what it leads to counts where it is known without reading.
void RecordLinks::peek(Record& record, const Relationship& relationship) {
  if (relationship.isToMany() || record.isLoaded(relationship) || !record.observer()) return;
  if (const auto known = record.observer()->peekRelated(record, relationship)) record.heap().setOriginal(record, relationship, *known);
}

void RecordLinks::addToKeyed(Record& record, const Relationship& relationship, Record& other, const Value* key) {
  const Value name = key ? *key : other.value(relationship.collection.keyAttribute);
  if (key == nullptr && name.isNull())
    throw DbError(ErrorKind::InvalidRequest, record.model().name + "." + relationship.name + ": the record has no " + relationship.collection.keyAttribute + " to be kept under");
  const Record::Related& held = record.hold(relationship);
  if (const auto there = std::ranges::find(held.keys, name); there != held.keys.end()) {
    Record* before = held.items[static_cast<std::size_t>(there - held.keys.begin())];
    if (before == &other) return;
    remove(record, relationship, *before);
  }
  Record::Related& now = record.hold(relationship);
  now.items.push_back(&other);
  now.keys.push_back(name);
}

void RecordLinks::addOneSide(Record& record, const Relationship& relationship, Record& other, const Value* key, Side side) {
  Record::Related& held = record.hold(relationship);
  if (!relationship.isToMany()) {
    held.isLoaded = held.isSet = true;
    if (!contains(held.items, other)) held.items.assign(1, &other);
  } else if (!record.isLoaded(relationship)) {
    note(held.added, held.removed, other);
  } else if (isKeyed(relationship)) {
    addToKeyed(record, relationship, other, key);
  } else if (isList(relationship) || !contains(held.items, other)) {
    held.items.push_back(&other);
  }
  if (relationship.cascade.deleteOrphan) other.setParent(relationship, &record);
  record.tellContainer(relationship);
  if (RecordObserver* observer = record.observer()) observer->related(record, relationship, other, side);
}

void RecordLinks::remove(Record& parent, const Relationship& relationship, Record& child) {
  const Relationship* back = backOf(relationship, child);
  announceRemoved(parent, relationship, child);
  if (back) announceRemoved(child, *back, parent);
  unlink(parent, relationship, child);
}

void RecordLinks::unlink(Record& parent, const Relationship& relationship, Record& child) {
  const Relationship* back = backOf(relationship, child);
  if (back) peek(child, *back);
  removeOneSide(parent, relationship, child, Side::Own);
  if (back) removeOneSide(child, *back, parent, Side::Back);
}

void RecordLinks::set(Record& record, const Relationship& relationship, Record* other) {
  if (other) return add(record, relationship, *other);
  peek(record, relationship);
  const Record::Related* held = record.held(relationship);
  if (held && !held->items.empty()) return remove(record, relationship, *held->items.front());
  // What it led to is not known: it is written over.
  if (record.isLoaded(relationship)) return;
  if (const AttributeEvents* events = record.heap().listeners()) events->relate(record, relationship, nullptr, nullptr);
  Record::Related& now = record.hold(relationship);
  now.isLoaded = now.isSet = true;
  record.tellContainer(relationship);
  if (RecordObserver* observer = record.observer()) observer->cleared(record, relationship);
}

void RecordLinks::removeOneSide(Record& record, const Relationship& relationship, Record& other, Side side) {
  Record::Related& held = record.hold(relationship);
  if (relationship.isToMany() && !record.isLoaded(relationship)) {
    note(held.removed, held.added, other);
  } else {
    const auto found = std::ranges::find(held.items, &other);
    if (found == held.items.end()) return;
    if (!held.keys.empty()) held.keys.erase(held.keys.begin() + (found - held.items.begin()));
    held.items.erase(found);
    held.isLoaded = held.isSet = true;
  }
  record.tellContainer(relationship);
  if (relationship.cascade.deleteOrphan && other.parentBy(relationship) == std::optional(&record)) other.setParent(relationship, nullptr);
  if (RecordObserver* observer = record.observer()) observer->unrelated(record, relationship, other, side);
}

}  // namespace joinery
