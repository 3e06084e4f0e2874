// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/session.h"

#include <QScopeGuard>

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/fitting.h"
#include "orm/records/cascades.h"

namespace joinery {

namespace {

[[noreturn]] void refuseRecord(const Record& record, const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::InvalidRequest, "the " + record.description() + " " + what);
  error.hint = hint;
  throw error;
}

/// A flush may be followed by another where something hears of it and changes more.
constexpr int kMostFlushes = 100;

}  // namespace

Session::Session(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, Options options,
                 std::shared_ptr<RecordHeap> heap, CancelToken cancelToken)
    : Session([&connection]() -> Connection& { return connection; }, dialect, std::move(registry), options, std::move(heap), std::move(cancelToken)) {}

Session::Session(SessionTransaction::Source connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, Options options,
                 std::shared_ptr<RecordHeap> heap, CancelToken cancelToken)
    : m_dialect(dialect), m_registry(std::move(registry)), m_options(options), m_heap(heap ? std::move(heap) : RecordHeap::create()),
      m_cancelToken(std::move(cancelToken)), m_store(*m_heap, *this),
      m_transaction(std::move(connection), options.autocommit ? std::string() : dialect.beginStatement(Dialect::Purpose::Any)),
      m_criteria(GlobalCriteria::ofMixins(m_registry)),
      m_loader({*m_registry, m_dialect, m_store, *m_heap, m_cancelToken, [this]() -> Connection& { return begun(); }, &m_warnings, &m_criteria}), m_new(*m_heap), m_dirty(*m_heap),
      m_deleted(*m_heap) {}

Session::~Session() {
  try {
    close();
  } catch (const DbError&) {
    // The connection is gone, and the transaction with it.
  }
}

RecordPtr Session::make(RecordHeap& heap, const Model& model) {
  RecordPtr record = heap.make(model);
  if (!model.discriminator.empty() && !model.identity.isNull()) record->set(model.discriminator, model.identity);
  return record;
}

/// Most ask for the same one again.
const Model& Session::modelNamed(const std::string& name) {
  if (!m_lastModel || m_lastModel->name != name) m_lastModel = &m_registry->at(name);
  return *m_lastModel;
}

RecordPtr Session::make(const std::string& model) { return make(*m_heap, modelNamed(model)); }

Connection& Session::begun() {
  const bool isNew = !m_transaction.isBegun();
  Connection& connection = m_transaction.connection();
  if (isNew && m_transaction.isBegun()) m_events.tell(SessionEvent::AfterBegin, *this);
  return connection;
}

/// Every change of a record's state in this session, so that all are told.
void Session::move(Record& record, RecordState state) {
  const RecordState from = record.state();
  const bool isHere = state == RecordState::Pending || state == RecordState::Persistent || state == RecordState::Deleted;
  m_heap->setState(record, state, isHere ? this : nullptr);
  if (from != state) m_events.tellMoved(from, *this, record);
}

void Session::add(Record& record) {
  addOne(record);
  const auto isHere = [this](const Record& each) { return contains(each); };
  for (Record* each : Cascades::reach(record, &Cascade::saveUpdate, Cascades::Reading::Never, isHere)) addOne(*each);
}

void Session::addOne(Record& record) {
  if (record.observer() != nullptr && record.observer() != this) refuseRecord(record, "is in another session already", "Expunge it there, or merge it here.");
  if (&record.heap() != m_heap.get()) refuseRecord(record, "lives in another heap", "Merge it.");
  switch (record.state()) {
    case RecordState::Deleted: refuseRecord(record, "has been deleted", "Make a new one.");
    case RecordState::Pending: return;
    case RecordState::Persistent:
      m_deleted.erase(record);
      return;
    case RecordState::Transient:
      if (record.model().keyIndexes.empty()) refuseRecord(record, "can't be added: " + record.model().readOnlyReason(), "Name the columns that tell its rows apart in the mapping.");
      m_new.insert(record);
      return move(record, RecordState::Pending);
    case RecordState::Detached:
      if (record.isGone()) refuseRecord(record, "has been deleted", "Make a new one.");
      if (!m_store.add(record)) refuseRecord(record, "can't be attached: another record with its key is in the session", "Merge it.");
      move(record, RecordState::Persistent);
      if (record.isModified()) touch(record);
      return;
  }
}

void Session::removeWithCascades(Record& record) {
  m_isDeleting = true;
  const auto end = qScopeGuard([this] { m_isDeleting = false; });
  const std::vector<Record*> reached = Cascades::reach(record, &Cascade::remove, Cascades::Reading::Allowed);
  removeOne(record, true);
  for (Record* each : reached) removeOne(*each, false);
}

void Session::remove(Record& record) {
  if (record.state() == RecordState::Transient || record.state() == RecordState::Pending) refuseRecord(record, "has no row to delete", "Expunge it.");
  if (record.observer() != nullptr && record.observer() != this) refuseRecord(record, "is in another session");
  if (record.state() == RecordState::Detached) addOne(record);
  removeWithCascades(record);
}

void Session::removeOne(Record& record, bool isFirst) {
  const bool hasRow = record.state() == RecordState::Persistent;
  if (!hasRow && isFirst) return;
  if (record.state() == RecordState::Detached) addOne(record);
  if (record.state() == RecordState::Persistent) m_deleted.insert(record);
}

void Session::expunge(Record& record) {
  if (!contains(record)) refuseRecord(record, "is not in this session");
  const std::vector<Record*> reached = Cascades::reach(record, &Cascade::expunge, Cascades::Reading::Never);
  expungeOne(record);
  for (Record* each : reached)
    if (contains(*each)) expungeOne(*each);
}

void Session::expungeOne(Record& record) { leave(record, record.state() == RecordState::Pending ? RecordState::Transient : RecordState::Detached); }

void Session::leave(Record& record, RecordState state) {
  // Whoever is told may still look at it.
  const RecordPtr held(&record);
  m_new.erase(record);
  m_store.remove(record);
  m_dirty.erase(record);
  m_deleted.erase(record);
  m_transaction.forget(record);
  move(record, state);
}

void Session::autoflush() {
  if (m_options.autoflush && !m_isFlushing) flush();
}

RecordPtr Session::get(const std::string& name, const std::vector<Value>& key) { return find(modelNamed(name), key, RecordLoader::Rows::Restricted); }

RecordPtr Session::find(const Model& model, const std::vector<Value>& key, RecordLoader::Rows rows) {
  requireKey(model, key);
  m_transaction.requireSound();
  if (Record* held = m_store.find(model, key)) {
    if (!held->model().isA(model.name)) return {};
    RecordPtr record(held);
    if (!m_heap->isExpired(*held)) return record;
    autoflush();
    if (m_loader.refresh(*held)) return record;
    markDeleted(*held);  // Another row may have its key by now.
  }
  autoflush();
  return RecordPtr(m_loader.get(model, key, rows));
}

std::vector<RecordPtr> Session::select(const Query& query, const SelectOptions& options) { return read(query, options, nullptr); }

std::vector<RecordPtr> Session::read(const Query& query, const SelectOptions& options, RecordLoader::Position* position) {
  m_transaction.requireSound();
  autoflush();
  m_heap->collectWhenGrown();
  const std::vector<Record*> found = m_loader.select(query, options, position);
  std::vector<RecordPtr> records;
  records.reserve(found.size());
  for (Record* record : found) records.emplace_back(record);
  return records;
}

CompiledStatement Session::compiled(const Query& query, const SelectOptions& options) const {
  m_transaction.requireSound();
  return m_loader.compiled(query, options);
}

std::optional<CompiledStatement> Session::compiled(Record& record, const Relationship& relationship) const {
  m_transaction.requireSound();
  return m_loader.compiled(record, relationship);
}

void Session::markDeleted(Record& record) {
  const RecordPtr held(&record);
  m_store.remove(record);
  m_dirty.erase(record);
  m_deleted.erase(record);
  m_heap->settle(record);
  m_transaction.level().deleted.insert(&record);
  move(record, RecordState::Deleted);
}

void Session::expire(Record& record, const std::vector<std::string>& names) {
  if (!contains(record) || record.state() != RecordState::Persistent) refuseRecord(record, "is not persistent in this session");
  if (names.empty()) {
    const std::vector<Record*> reached = Cascades::reach(record, &Cascade::refreshExpire, Cascades::Reading::Never);
    expireOne(record);
    for (Record* each : reached) {
      if (each->state() == RecordState::Persistent && contains(*each)) expireOne(*each);
      else if (each->state() == RecordState::Pending && contains(*each)) expungeOne(*each);
    }
    return;
  }
  for (const std::string& name : names) {
    if (const Relationship* relationship = record.model().relationship(name)) m_heap->expireRelationship(record, *relationship);
    else m_heap->expireAttribute(record, record.attributeIndex(name));
  }
}

void Session::expireOne(Record& record) {
  m_heap->expire(record);
  m_dirty.erase(record);
}

void Session::expireAll() {
  for (Record* record : m_store.records()) expireOne(*record);
}

void Session::refresh(Record& record, const std::vector<std::string>& names) {
  expire(record, names);
  m_transaction.requireSound();
  autoflush();
  std::vector<std::string> attributes = names;
  std::erase_if(attributes, [&](const std::string& name) { return record.model().relationship(name) != nullptr; });
  if (!names.empty() && attributes.empty()) return;
  if (!m_loader.refresh(record, attributes)) refuseRecord(record, "can't be read again: its row is gone");
}

bool Session::isModified() const {
  return !m_new.isEmpty() || !m_deleted.isEmpty() || std::ranges::any_of(m_dirty.records(), [](const Record* record) { return record->isModified(); });
}

// --- what records ask and tell ---

void Session::loadAttributes(Record& record) {
  if (record.state() == RecordState::Deleted)
    throw DbError(ErrorKind::ObjectDeleted, "the row of this " + record.model().name + " was deleted, so nothing can be read of it");
  m_transaction.requireSound();
  RecordPtr held(&record);
  autoflush();
  if (m_loader.refresh(record)) return;
  DbError error(ErrorKind::ObjectDeleted, "the row of this " + record.model().name + " is gone");
  error.hint = "It was deleted by another statement or another client.";
  throw error;
}

void Session::loadRelationship(Record& record, const Relationship& relationship) {
  if (relationship.loading == Loading::Raise && !m_isFlushing && !m_isDeleting)
    refuseRecord(record, "has not loaded " + record.model().name + "." + relationship.name + ", which is never loaded by itself", "Load it along with the query.");
  // What is known needs no query, and no flush before it.
  if (const auto known = m_isFlushing || m_isDeleting ? std::nullopt : peekRelated(record, relationship); known && (!*known || !m_heap->isExpired(**known)))
    return m_heap->setLoaded(record, relationship, *known ? std::vector<Record*>{*known} : std::vector<Record*>{});
  m_transaction.requireSound();
  RecordPtr held(&record);
  autoflush();
  using Rows = RecordLoader::Rows;
  const Model& target = m_registry->target(relationship);
  // Rows that can't be told apart can't be changed one by one: what becomes of them is the database's matter.
  if ((m_isFlushing || m_isDeleting) && target.keyIndexes.empty()) return m_heap->setLoaded(record, relationship, {});
  const bool seesAll = (m_isFlushing || m_isDeleting) && m_criteria.restricts(target);
  const Record::Related* known = record.held(relationship);
  if (seesAll && known && known->isInPart && (relationship.isToMany() || !known->isSet)) m_heap->reopen(record, relationship);
  // The flush may have been what it waited for.
  if (!record.isLoaded(relationship)) m_loader.load(record, relationship, seesAll ? Rows::All : Rows::Restricted);
}

std::optional<Record*> Session::peekRelated(Record& record, const Relationship& relationship) {
  const Model& target = m_registry->target(relationship);
  if (!relationship.ownsForeignKey() || m_heap->isExpired(record)) return {};
  std::vector<Value> key;
  for (const std::string& name : target.keyAttributes()) {
    const auto remote = std::ranges::find(relationship.remoteColumns, target.attribute(name)->column.name);
    if (remote == relationship.remoteColumns.end()) return {};
    const std::string& local = relationship.localColumns[static_cast<std::size_t>(remote - relationship.remoteColumns.begin())];
    const auto value = record.current(record.attributeIndex(record.model().attributeOfColumn(local)->name));
    if (!value) return {};
    if (value->isNull()) return nullptr;
    key.push_back(*value);
  }
  for (const auto& [column, value] : relationship.criterion) {
    const auto own = record.current(record.attributeIndex(record.model().attributeOfColumn(column)->name));
    if (!own) return {};
    if (*own != value) return nullptr;
  }
  Record* known = m_store.find(target, key);
  return known ? std::optional(known) : std::nullopt;
}

void Session::touch(Record& record) {
  if (record.state() == RecordState::Persistent) m_dirty.insert(record);
}

void Session::attributeSet(Record& record, const Attribute&) { touch(record); }

void Session::related(Record& record, const Relationship& relationship, Record& other, Side side) {
  touch(record);
  if (side == Side::Own && relationship.cascade.saveUpdate && !contains(other)) add(other);
}

void Session::unrelated(Record& record, const Relationship& relationship, Record& other, Side) {
  touch(record);
  if (relationship.cascade.deleteOrphan && other.state() == RecordState::Pending && contains(other) && isOrphan(other)) expungeOne(other);
}

void Session::cleared(Record& record, const Relationship&) { touch(record); }

void Session::forgotten(Record& record) {
  m_store.remove(record);
  m_transaction.forget(record);
}

// --- transactions ---

void Session::commit() {
  m_transaction.requireSound();
  m_events.tell(SessionEvent::BeforeCommit, *this);
  for (int i = 0; isModified() && i < kMostFlushes; ++i) flush();
  try {
    m_transaction.commit();
  } catch (const DbError&) {
    rollback();
    throw;
  }
  endTransaction();
}

/// After a commit: what was deleted is gone, and the rest may be something else by now.
void Session::endTransaction() {
  const QSet<Record*> deleted = m_transaction.level().deleted;
  m_transaction.drop();
  m_events.tell(SessionEvent::AfterCommit, *this);
  for (Record* record : deleted) {
    m_heap->setGone(*record);
    move(*record, RecordState::Detached);
  }
  if (m_options.expireOnCommit) expireAll();
}

void Session::restore() {
  SessionTransaction::Level& level = m_transaction.level();
  const bool isNested = m_transaction.isNested();
  std::vector<Record*> expunged = level.inserted.records();
  const std::vector<Record*> pending = m_new.records();
  expunged.insert(expunged.end(), pending.begin(), pending.end());
  for (const auto& [record, former] : level.formerKeys) {
    m_store.remove(*record);
    m_heap->setIdentity(*record, former);
    m_store.add(*record);
  }
  const QSet<Record*> deleted = level.deleted;
  const QSet<Record*> changed = level.changed;
  for (Record* record : expunged) {
    leave(*record, RecordState::Transient);
    m_heap->forgetRow(*record);
  }
  for (Record* record : deleted) {
    if (record->state() == RecordState::Transient) continue;
    m_store.add(*record);
    m_heap->expire(*record);
    move(*record, RecordState::Persistent);
  }
  m_deleted.clear();
  for (Record* record : m_store.records())
    if (!isNested || changed.contains(record) || m_dirty.contains(record)) expireOne(*record);
}

/// Where a flush failed all is undone already, but for what was added since.
void Session::undoLevel() {
  if (!m_transaction.level().failure) {
    m_transaction.undo();
    return restore();
  }
  const std::vector<Record*> pending = m_new.records();
  for (Record* record : pending) leave(*record, RecordState::Transient);
}

void Session::rollback() {
  // Nothing happened since the last transaction: what is known stays known.
  if (!m_transaction.isNested() && !m_transaction.isBegun() && !m_transaction.level().failure && m_new.isEmpty() && m_dirty.isEmpty() && m_deleted.isEmpty()) return;
  while (true) {
    const bool isLast = !m_transaction.isNested();
    undoLevel();
    m_transaction.drop();
    if (isLast) break;
  }
  m_events.tell(SessionEvent::AfterRollback, *this);
}

void Session::beginNested() {
  m_transaction.requireSound();
  flush();
  m_transaction.beginNested();
}

void Session::releaseNested() {
  if (!m_transaction.isNested()) throw DbError(ErrorKind::InvalidRequest, "there is no savepoint to release");
  m_transaction.requireSound();
  flush();
  m_transaction.release();
}

void Session::rollbackNested() {
  if (!m_transaction.isNested()) throw DbError(ErrorKind::InvalidRequest, "there is no savepoint to go back to");
  undoLevel();
  m_transaction.drop();
}

void Session::close() {
  for (Record* record : m_new.records()) expungeOne(*record);
  const std::vector<Record*> records = m_store.records();
  QSet<Record*> deleted;
  for (bool isLast = false; !isLast;) {
    isLast = !m_transaction.isNested();
    deleted.unite(m_transaction.level().deleted);
    // The savepoints end with the transaction.
    if (isLast && !m_transaction.level().failure) m_transaction.undo();
    m_transaction.drop();
  }
  for (Record* record : records) expungeOne(*record);
  for (Record* record : deleted) move(*record, RecordState::Detached);
}

}  // namespace joinery
