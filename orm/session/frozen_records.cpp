// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/frozen_records.h"

#include <algorithm>
#include <unordered_map>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

void requireRead(const Record& record) {
  const bool hasRow = record.state() == RecordState::Persistent || record.state() == RecordState::Detached;
  if (hasRow && !record.isModified()) return;
  const std::string how = hasRow ? "modified" : recordStateName(record.state());
  DbError error(ErrorKind::InvalidRequest, "a record of " + record.model().name + " that is " + how + " can't be frozen");
  error.hint = "Flush the session first.";
  throw error;
}

/// Whether a collection can be put together again: what its records are kept under is known.
bool hasKeys(const Relationship& relationship, const std::vector<Record*>& items) {
  if (relationship.collection.kind != CollectionKind::Kind::Keyed) return true;
  return std::ranges::all_of(items, [&](const Record* item) {
    return item->isTransientOrPending() || item->hasValue(item->attributeIndex(relationship.collection.keyAttribute));
  });
}

/// record.identity(), which keeps what it gives, without being kept.
std::vector<Value> identityOf(const Record& record) {
  std::vector<Value> key;
  if (!record.hasIdentity()) return key;
  for (std::size_t i = 0; i < record.model().keyIndexes.size(); ++i) key.emplace_back(record.identityAt(i));
  return key;
}

}  // namespace

/// Goes from the first records on along what is loaded, each record once.
class FrozenRecords::Freezer {
 public:
  Freezer(FrozenRecords& frozen, Take take, std::optional<int> depth) : m_frozen(frozen), m_take(take), m_depth(depth) {}

  std::size_t number(Record& record, int level) {
    const auto [place, isNew] = m_numbers.emplace(&record, m_records.size());
    if (!isNew) return place->second;
    if (m_take == Take::Read) requireRead(record);
    m_records.emplace_back(&record, level);
    m_frozen.m_records.push_back({&record.model(), identityOf(record), record.heap().isExpired(record), RecordHeap::rowOf(record), {}});
    return place->second;
  }

  void followAll() {
    for (std::size_t i = 0; i < m_records.size(); ++i)
      if (!m_depth || m_records[i].second < *m_depth) follow(i);
  }

 private:
  void follow(std::size_t index) {
    const auto [record, level] = m_records[index];
    for (const Relationship& relationship : record->model().relationships) {
      const Record::Related* held = record->held(relationship);
      if (!held || !held->isLoaded || !hasKeys(relationship, held->items)) continue;
      Link link{&relationship, {}};
      for (Record* item : held->items) link.items.push_back(number(*item, level + 1));
      m_frozen.m_records[index].links.push_back(std::move(link));
    }
  }

  FrozenRecords& m_frozen;
  Take m_take;
  std::optional<int> m_depth;
  std::vector<std::pair<Record*, int>> m_records;
  std::unordered_map<const Record*, std::size_t> m_numbers;
};

std::shared_ptr<const FrozenRecords> FrozenRecords::freeze(const std::vector<RecordPtr>& records, std::shared_ptr<const Registry> registry, Take take,
                                                           std::optional<int> depth) {
  auto frozen = std::make_shared<FrozenRecords>();
  frozen->m_registry = std::move(registry);
  Freezer freezer(*frozen, take, depth);
  for (const RecordPtr& record : records) frozen->m_first.push_back(freezer.number(*record, 0));
  freezer.followAll();
  return frozen;
}

/// Whether the row that a record points into has the key that is its identity.
bool FrozenRecords::isTold(const Frozen& frozen) {
  if (!frozen.row.batch) return false;
  for (std::size_t i = 0; i < frozen.identity.size(); ++i) {
    const int column = (*frozen.row.columns)[frozen.model->keyIndexes[i]];
    if (column == Record::kNotLoaded || !(frozen.row.batch->at(frozen.row.row, static_cast<std::size_t>(column)) == frozen.identity[i].view())) return false;
  }
  return true;
}

/// Over what a record holds: what is frozen of it.
void FrozenRecords::fill(Record& record, const Frozen& frozen) {
  for (std::size_t i = 0; i < frozen.model->attributes.size(); ++i)
    if (const auto value = frozen.row.value(i); value && value != record.current(i)) record.heap().fill(record, i, *value);
}

RecordPtr FrozenRecords::made(RecordHeap& heap, const Frozen& frozen) {
  RecordPtr record = heap.make(*frozen.model);
  if (frozen.identity.empty()) {
    heap.setRow(*record, frozen.row);
    return record;
  }
  heap.setState(*record, RecordState::Detached, nullptr);
  if (!frozen.isExpired) heap.setRow(*record, frozen.row);
  // Nearly always the row says it.
  if (!isTold(frozen)) heap.setIdentity(*record, frozen.identity);
  if (!frozen.isExpired) return record;
  heap.expire(*record);
  fill(*record, frozen);
  return record;
}

RecordPtr FrozenRecords::placed(Session& session, const Frozen& frozen) {
  if (&session.registry().at(frozen.model->name) != frozen.model)
    throw DbError(ErrorKind::InvalidRequest, "records of " + frozen.model->name + " were frozen with the models of another session");
  if (frozen.identity.empty()) throw DbError(ErrorKind::InvalidRequest, "a record of " + frozen.model->name + " was frozen without a row, so it can't be a persistent one");
  RecordPtr record(session.store().find(*frozen.model, frozen.identity));
  if (!record) {
    record = made(session.heap(), frozen);
    session.add(*record);
    return record;
  }
  RecordHeap& heap = session.heap();
  if (record->isModified()) heap.expire(*record);
  if (frozen.isExpired) return record;
  if (heap.isExpired(*record)) {
    heap.setRow(*record, frozen.row);
    if (!isTold(frozen)) heap.setIdentity(*record, frozen.identity);
    return record;
  }
  fill(*record, frozen);
  return record;
}

std::vector<RecordPtr> FrozenRecords::linked(RecordHeap& heap, const std::vector<RecordPtr>& records) const {
  for (std::size_t i = 0; i < m_records.size(); ++i) {
    for (const Link& link : m_records[i].links) {
      std::vector<Record*> items;
      for (const std::size_t item : link.items) items.push_back(records[item].get());
      heap.setLoaded(*records[i], *records[i]->model().relationship(link.relationship->name), std::move(items));
    }
  }
  std::vector<RecordPtr> first;
  for (const std::size_t each : m_first) first.push_back(records[each]);
  return first;
}

std::vector<RecordPtr> FrozenRecords::thaw(Session& session) const {
  std::vector<RecordPtr> records;
  for (const Frozen& frozen : m_records) records.push_back(placed(session, frozen));
  return linked(session.heap(), records);
}

std::vector<RecordPtr> FrozenRecords::thaw(RecordHeap& heap) const {
  std::vector<RecordPtr> records;
  for (const Frozen& frozen : m_records) records.push_back(made(heap, frozen));
  return linked(heap, records);
}

}  // namespace joinery
