// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/session_merge.h"

#include <QScopeGuard>

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// The key of a record that may have no row: all of it has to be there.
std::vector<Value> wholeKey(const Record& record) {
  if (!record.identity().empty()) return record.identity();
  std::vector<Value> key;
  for (const std::string& name : record.model().keyAttributes()) {
    const auto value = record.current(record.attributeIndex(name));
    if (!value || value->isNull()) return {};
    key.push_back(*value);
  }
  return key;
}

}  // namespace

Record& SessionMerge::merge(Record& given) {
  if (const auto done = m_merged.find(&given); done != m_merged.end()) return *done->second;
  const bool isNew = given.identity().empty();
  if (!m_load && isNew) throw DbError(ErrorKind::InvalidRequest, "the " + given.description() + " without a row can't be merged without loading");
  if (!m_load && given.isModified()) throw DbError(ErrorKind::InvalidRequest, "a modified record of " + given.model().name + " can't be merged without loading");
  Record* merged = known(given);
  if (!merged) merged = &add(given);
  m_merged.emplace(&given, merged);
  if (merged == &given) return *merged;
  checkVersion(given, *merged);
  copyAttributes(given, *merged);
  for (const Relationship& relationship : given.model().relationships) copyRelationship(given, relationship, *merged);
  if (!m_load) m_session.heap().settle(*merged);
  return *merged;
}

Record* SessionMerge::known(Record& given) const {
  const std::vector<Value> key = wholeKey(given);
  if (key.empty()) return nullptr;
  if (Record* held = m_session.store().find(given.model(), key)) return held;
  return m_load ? m_session.find(given.model(), key, RecordLoader::Rows::All).get() : nullptr;
}

Record& SessionMerge::add(Record& given) {
  Record& made = *m_session.heap().make(given.model()).get();
  if (m_load) {
    m_session.add(made);
    return made;
  }
  m_session.heap().setIdentity(made, given.identity());
  m_session.heap().setState(made, RecordState::Detached, nullptr);
  m_session.add(made);
  return made;
}

void SessionMerge::checkVersion(Record& given, Record& merged) const {
  const std::string& version = given.model().versionAttribute;
  if (version.empty() || merged.isTransientOrPending()) return;
  const auto theirs = given.current(given.attributeIndex(version));
  if (theirs && *theirs != merged.value(version))
    throw DbError(ErrorKind::StaleData, "the record of " + given.model().name + " to be merged has another version than its row");
}

void SessionMerge::copyAttributes(Record& given, Record& merged) {
  for (std::size_t i = 0; i < given.model().attributes.size(); ++i) {
    const auto value = given.current(i);
    const std::string& name = given.model().attributes[i].name;
    if (!value) continue;
    if (!m_load) m_session.heap().fill(merged, i, *value);
    else if (!given.model().attributes[i].column.isComputed() && merged.current(i) != value) merged.set(name, *value);
  }
}

void SessionMerge::copyRelationship(Record& given, const Relationship& relationship, Record& merged) {
  const Record::Related* held = given.held(relationship);
  if (!relationship.cascade.merge || !held || !(held->isLoaded || given.isTransientOrPending())) return;
  // The other side of a relationship that is being followed says nothing new.
  const bool isBack = m_load && !relationship.backPopulates.empty() && m_followed.contains({&given, relationship.backPopulates});
  if (isBack) return;
  const Relationship& own = *merged.model().relationship(relationship.name);
  if (m_load && relationship.isToMany() && relationship.loading != Loading::WriteOnly) merged.collection(relationship.name);
  std::vector<Record*> items;
  for (Record* each : held->items) {
    m_followed.insert({each, relationship.name});
    items.push_back(&merge(*each));
  }
  if (!m_load) m_session.heap().setLoaded(merged, own, items);
  else if (relationship.isToMany()) merged.assign(relationship.name, items, held->keys);
  else merged.setRelated(relationship.name, items.empty() ? nullptr : items.front());
}

RecordPtr Session::merge(Record& record, bool load) { return merge(std::vector{RecordPtr(&record)}, load).front(); }

std::vector<RecordPtr> Session::merge(const std::vector<RecordPtr>& records, bool load) {
  if (load) autoflush();
  const auto restoreAutoflush = qScopeGuard([this, flushes = std::exchange(m_options.autoflush, false)] { m_options.autoflush = flushes; });
  SessionMerge merging(*this, load);
  std::vector<RecordPtr> merged;
  for (const RecordPtr& record : records) merged.emplace_back(&merging.merge(*record));
  return merged;
}

}  // namespace joinery
