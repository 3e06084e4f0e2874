// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_links.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

bool contains(const std::vector<MappedRecord*>& records, const MappedRecord& record) { return std::ranges::find(records, &record) != records.end(); }

/// Of a list of changes that are only noted: one takes the other back.
void note(std::vector<MappedRecord*>& list, std::vector<MappedRecord*>& opposite, MappedRecord& record) {
  if (std::erase(opposite, &record) == 0 && !contains(list, record)) list.push_back(&record);
}

bool isList(const Relationship& relationship) { return relationship.collection.kind == CollectionKind::Kind::List; }

}  // namespace

void RecordLinks::checkModel(const MappedRecord& parent, const Relationship& relationship, const MappedRecord& child) {
  const std::string place = parent.model().name + "." + relationship.name;
  if (child.model().name != relationship.target)
    throw DbError(ErrorKind::InvalidRequest, place + " takes records of " + relationship.target + ", not of " + child.model().name);
  if (&parent.heap() != &child.heap()) throw DbError(ErrorKind::InvalidRequest, place + ": the record belongs to another session");
}

const Relationship* RecordLinks::backOf(const Relationship& relationship, const MappedRecord& child) {
  return relationship.backPopulates.empty() ? nullptr : child.model().relationship(relationship.backPopulates);
}

void RecordLinks::add(MappedRecord& parent, const Relationship& relationship, MappedRecord& child, const Value* key) {
  checkModel(parent, relationship, child);
  const MappedRecord::Related* held = parent.held(relationship);
  // A list may hold a record twice; everything else holds it once.
  if (held && contains(held->items, child) && (!relationship.isToMany() || !isList(relationship)) && key == nullptr) return;
  const Relationship* back = backOf(relationship, child);
  if (!relationship.isToMany()) replace(parent, relationship, child);
  if (back && !back->isToMany()) replace(child, *back, parent);
  addOneSide(parent, relationship, child, key);
  if (back) addOneSide(child, *back, parent, nullptr);
}

/// Before a to-one relationship takes another record, the one that it had lets go.
void RecordLinks::replace(MappedRecord& record, const Relationship& relationship, MappedRecord& other) {
  const MappedRecord::Related* held = record.held(relationship);
  if (!held || held->items.empty() || held->items.front() == &other) return;
  remove(record, relationship, *held->items.front());
}

void RecordLinks::addOneSide(MappedRecord& record, const Relationship& relationship, MappedRecord& other, const Value* key) {
  MappedRecord::Related& held = record.hold(relationship);
  if (!relationship.isToMany()) {
    held.isLoaded = true;
    if (!contains(held.items, other)) held.items.assign(1, &other);
  } else if (!record.isLoaded(relationship)) {
    note(held.added, held.removed, other);
  } else if (relationship.collection.kind == CollectionKind::Kind::Keyed) {
    const Value name = key ? *key : other.value(relationship.collection.keyAttribute);
    if (const auto there = std::ranges::find(held.keys, name); there != held.keys.end()) {
      MappedRecord* before = held.items[static_cast<std::size_t>(there - held.keys.begin())];
      if (before == &other) return;
      remove(record, relationship, *before);
    }
    held.items.push_back(&other);
    held.keys.push_back(name);
  } else if (isList(relationship) || !contains(held.items, other)) {
    held.items.push_back(&other);
  }
  if (RecordObserver* observer = record.heap().observer()) observer->related(record, relationship, other);
}

void RecordLinks::remove(MappedRecord& parent, const Relationship& relationship, MappedRecord& child) {
  removeOneSide(parent, relationship, child);
  const Relationship* back = backOf(relationship, child);
  if (back) removeOneSide(child, *back, parent);
}

void RecordLinks::removeOneSide(MappedRecord& record, const Relationship& relationship, MappedRecord& other) {
  MappedRecord::Related& held = record.hold(relationship);
  if (relationship.isToMany() && !record.isLoaded(relationship)) {
    note(held.removed, held.added, other);
  } else {
    const auto found = std::ranges::find(held.items, &other);
    if (found == held.items.end()) return;
    if (!held.keys.empty()) held.keys.erase(held.keys.begin() + (found - held.items.begin()));
    held.items.erase(found);
    held.isLoaded = true;
  }
  if (RecordObserver* observer = record.heap().observer()) observer->unrelated(record, relationship, other);
}

}  // namespace joinery
