// SPDX-License-Identifier: GPL-3.0-or-later
// How a session writes what it holds.
#include <algorithm>

#include "orm/changes/unit_of_work.h"
#include "orm/core/db_error.h"
#include "orm/session/flush_plan.h"
#include "orm/session/record_inserts.h"
#include "orm/session/record_updates.h"
#include "orm/session/session.h"

namespace joinery {

/// A record that must have a parent and was let go by it.
bool Session::isOrphan(Record& record) {
  const bool hasRow = record.hasIdentity();
  return std::ranges::any_of(ownersOf(record.model()), [&](const Relationship* relationship) {
    const auto parent = record.parentBy(*relationship);
    return parent ? *parent == nullptr : !hasRow;
  });
}

/// The relationships that delete the model's records when they let go of them.
const std::vector<const Relationship*>& Session::ownersOf(const Model& model) {
  if (m_lastOwned && m_lastOwned->first == &model) return m_lastOwned->second;
  const auto [place, isNew] = m_owners.try_emplace(&model);
  m_lastOwned = &*place;
  if (!isNew) return place->second;
  for (const auto& each : m_registry->models())
    for (const Relationship& relationship : each->relationships)
      if (relationship.cascade.deleteOrphan && model.isA(relationship.target)) place->second.push_back(&relationship);
  return place->second;
}

/// What was taken away from parents that own it is deleted, with all that hangs on it.
void Session::findOrphans() {
  std::vector<Record*> orphans;
  const auto look = [&](Record* record) {
    for (const Relationship& relationship : record->model().relationships) {
      if (!relationship.cascade.deleteOrphan) continue;
      const Record::Related* held = record->held(relationship);
      if (!held) continue;
      for (const auto* list : {&held->original, &held->removed})
        for (Record* each : *list)
          if (each->state() == RecordState::Persistent && contains(*each) && isOrphan(*each)) orphans.push_back(each);
    }
    if (record->state() == RecordState::Persistent && isOrphan(*record)) orphans.push_back(record);
  };
  for (Record* record : m_dirty.records()) look(record);
  for (Record* orphan : orphans) removeWithCascades(*orphan);
}

void Session::flush() {
  if (m_isFlushing || (m_new.isEmpty() && m_dirty.isEmpty() && m_deleted.isEmpty())) return;
  m_transaction.requireSound();
  m_isFlushing = true;
  try {
    m_events.tell(SessionEvent::BeforeFlush, *this);
    write();
    m_isFlushing = false;
    m_events.tell(SessionEvent::AfterFlushPostexec, *this);
  } catch (const DbError& error) {
    giveUp(error);
    throw;
  } catch (const std::exception& error) {  // of a listener
    giveUp(DbError(ErrorKind::Operational, error.what()));
    throw;
  }
}

/// A flush failed: the innermost level is undone, and refuses everything until it is rolled back.
void Session::giveUp(const DbError& error) {
  m_isFlushing = false;
  // The engine's own error says it all; that the connection broke meanwhile adds nothing.
  try {
    m_transaction.undo();
  } catch (const DbError&) {
  }
  restore();
  m_transaction.fail(error);
}

void Session::write() {
  findOrphans();
  FlushPlan plan(*this, m_new.records(), m_dirty.records(), m_deleted.records());
  plan.relate();
  readExpired(plan);
  const std::vector<Record*> planned = m_dirty.records();
  // Whoever hears of single records may send statements about them.
  if (m_events.hearsRecords()) begun();
  if (!writeInserts(plan) && !writeUpdates(plan)) {
    const ChangeSet& changes = plan.build([this](RecordEvent event, Record& record) { m_events.tell(event, *this, record); });
    const UnitOfWork unit(*m_registry, m_dialect, UnitOfWork::Locking::None);
    plan.settle(unit.write([this]() -> Connection& { return begun(); }, changes));
  }
  tellWritten(plan);
  m_events.tell(SessionEvent::AfterFlush, *this);
  settle(plan, planned);
}

/// The row of a record whose values are to be read again may be gone: that is found out before it is named in a statement.
void Session::readExpired(const FlushPlan& plan) {
  plan.forEachNamed([this](Record& record) {
    if (m_heap->isExpired(record) && contains(record)) loadAttributes(record);
  });
}

/// New records alone, in no circle, need no plan of single changes. @return false where they do
bool Session::writeInserts(const FlushPlan& plan) {
  if (plan.inserts().empty() || !plan.isOnlyInserts()) return false;
  RecordInserts inserts(*m_registry, m_dialect, plan.inserts(), plan.foreignKeys());
  if (!inserts.isPossible()) return false;
  if (m_events.hearsRecords())
    for (Record* record : plan.inserts()) m_events.tell(RecordEvent::BeforeInsert, *this, *record);
  inserts.write(begun());
  return true;
}

/// The same of changed records. @return false where more has to be thought of
bool Session::writeUpdates(FlushPlan& plan) {
  // Listeners may change what they are told of.
  if (!plan.isOnlyUpdates() || m_events.hearsRecords()) return false;
  RecordUpdates updates(*m_registry, m_dialect, plan.changed(), plan.foreignKeys());
  if (!updates.isPossible()) return false;
  if (updates.written().empty()) return true;
  updates.write([this]() -> Connection& { return begun(); });
  plan.setUpdated(updates.written());
  return true;
}

void Session::tellWritten(const FlushPlan& plan) {
  if (!m_events.hearsRecords()) return;
  for (Record* record : plan.inserts()) m_events.tell(RecordEvent::AfterInsert, *this, *record);
  for (Record* record : plan.updates()) m_events.tell(RecordEvent::AfterUpdate, *this, *record);
  for (Record* record : plan.deletes()) m_events.tell(RecordEvent::AfterDelete, *this, *record);
}

/// @param planned the changed records that the flush set out to write; what a listener changed of others meanwhile waits for the next one
void Session::settleChanged(const FlushPlan& plan, const std::vector<Record*>& planned) {
  const std::vector<Record*> changed = m_dirty.records();
  if (changed == planned) {
    for (Record* record : changed) m_heap->settle(*record);
    return m_dirty.clear();
  }
  std::set<Record*> done(planned.begin(), planned.end());
  done.insert(plan.written().begin(), plan.written().end());
  for (Record* record : changed) {
    if (!done.contains(record)) continue;
    m_heap->settle(*record);
    m_dirty.erase(*record);
  }
}

void Session::settle(const FlushPlan& plan, const std::vector<Record*>& planned) {
  SessionTransaction::Level& level = m_transaction.level();
  for (const auto& [record, former] : plan.formerKeys()) {
    m_store.remove(*record);
    level.formerKeys.emplace_back(record, former);
    m_heap->setIdentity(*record, record->key());
    m_store.add(*record);
  }
  for (Record* record : plan.deletes()) markDeleted(*record);
  m_new.clear();
  if (!plan.inserts().empty()) m_store.reserve(plan.inserts().front()->model(), plan.inserts().size());
  for (Record* record : plan.inserts()) {
    m_heap->setIdentityFromValues(*record);
    if (!m_store.add(*record)) m_warnings.push_back("another record of " + record->model().name + " with the same key is in the session");
    m_heap->settleNew(*record);
    level.inserted.insert(*record);
    move(*record, RecordState::Persistent);
  }
  // Of the transaction itself everything is read again after a rollback.
  if (m_transaction.isNested())
    for (Record* record : plan.written())
      if (!level.inserted.contains(*record)) level.changed.insert(record);
  settleChanged(plan, planned);
  m_warnings.insert(m_warnings.end(), plan.warnings().begin(), plan.warnings().end());
  m_deleted.clear();
}

}  // namespace joinery
