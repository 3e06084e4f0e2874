// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/schema_creation.h"
#include "orm/model/mapping.h"
#include "orm/session/session.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

schema::MetaData noteTables() {
  schema::Table note;
  note.name = QualifiedName("note");
  for (const char* name : {"id", "body"}) {
    schema::Column& column = note.columns.emplace_back();
    column.name = name;
    column.type = ValueType::of(name == std::string("id") ? TypeKind::Integer : TypeKind::Text);
    column.type.declared = name == std::string("id") ? "INTEGER" : "TEXT";
  }
  note.columns.front().nullable = false;
  note.columns.front().generation = schema::Generation::RowId;
  note.primaryKey = schema::UniqueKey{{}, {"id"}};
  note.uniqueKeys = {schema::UniqueKey{{}, {"body"}}};
  schema::MetaData metadata;
  metadata.add(note);
  return metadata;
}

struct NamedRecordEvent { RecordEvent event; const char* name; };
constexpr NamedRecordEvent kRecordEvents[] = {
    {RecordEvent::TransientToPending, "transient_to_pending"},       {RecordEvent::PendingToTransient, "pending_to_transient"},
    {RecordEvent::PendingToPersistent, "pending_to_persistent"},     {RecordEvent::PersistentToTransient, "persistent_to_transient"},
    {RecordEvent::PersistentToDeleted, "persistent_to_deleted"},     {RecordEvent::DeletedToPersistent, "deleted_to_persistent"},
    {RecordEvent::PersistentToDetached, "persistent_to_detached"},   {RecordEvent::DeletedToDetached, "deleted_to_detached"},
    {RecordEvent::DetachedToPersistent, "detached_to_persistent"},   {RecordEvent::BeforeInsert, "before_insert"},
    {RecordEvent::AfterInsert, "after_insert"},                      {RecordEvent::BeforeUpdate, "before_update"},
    {RecordEvent::AfterUpdate, "after_update"},                      {RecordEvent::BeforeDelete, "before_delete"},
    {RecordEvent::AfterDelete, "after_delete"}};
struct NamedSessionEvent { SessionEvent event; const char* name; };
constexpr NamedSessionEvent kSessionEvents[] = {
    {SessionEvent::AfterBegin, "after_begin"},       {SessionEvent::BeforeFlush, "before_flush"},   {SessionEvent::AfterFlush, "after_flush"},
    {SessionEvent::AfterFlushPostexec, "after_flush_postexec"}, {SessionEvent::BeforeCommit, "before_commit"},
    {SessionEvent::AfterCommit, "after_commit"},     {SessionEvent::AfterRollback, "after_rollback"}};

}  // namespace

/// ORACLES R20 and T21, and what listeners may do.
class SessionEventsTest : public QObject {
  Q_OBJECT

 private:
  using Told = std::vector<std::string>;

 private Q_SLOTS:
  void init();
  void anInsertIsToldInOrder();
  void anUpdateAndADeleteAreToldInOrder();
  void aRollbackTellsWhatBecameOfTheRecords();
  void leavingAndComingBackAreTold();
  void beforeInsertMaySetAttributes();
  void afterInsertCanReadTheGeneratedKey();
  void beforeFlushMayAddRecords();
  void whatIsChangedAfterTheFlushIsCommittedToo();
  void aListenerThatThrowsUndoesTheFlush();
  void anExceptionOfAnotherKindUndoesTheFlushToo();
  void nothingIsToldOfAFlushWithoutChanges();

 private:
  RecordPtr note(const char* body);
  void writeDown();
  Told takeTold() { return std::exchange(m_told, {}); }
  std::int64_t rows();

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
  Told m_told;
};

void SessionEventsTest::init() {
  m_session.reset();
  m_lease = {};
  m_engine = Engine::create(Url::parse("sqlite://"));
  m_lease = m_engine->connect(Engine::Access::Write);
  createAll(*m_lease, m_engine->dialect(), noteTables());
  m_registry = mapModels(std::make_shared<schema::MetaData>(noteTables()), {{.name = "Note", .table = QualifiedName("note")}});
  m_session = std::make_unique<Session>(*m_lease, m_engine->dialect(), m_registry);
  m_told.clear();
}

RecordPtr SessionEventsTest::note(const char* body) {
  RecordPtr record = m_session->make("Note");
  record->set("body", Value::text(body));
  return record;
}

void SessionEventsTest::writeDown() {
  for (const auto& [event, name] : kSessionEvents) m_session->events().listen(event, [this, name = name](Session&) { m_told.emplace_back(name); });
  for (const auto& [event, name] : kRecordEvents) m_session->events().listen(event, [this, name = name](Session&, Record&) { m_told.emplace_back(name); });
}

std::int64_t SessionEventsTest::rows() {
  const auto cursor = m_session->connection().execute("SELECT count(*) FROM note");
  return cursor->fetch(1)->at(0, 0).toInteger();
}

// R20
void SessionEventsTest::anInsertIsToldInOrder() {
  writeDown();
  m_session->add(*note("a"));
  m_session->commit();
  QCOMPARE(takeTold(), (Told{"transient_to_pending", "before_commit", "before_flush", "after_begin", "before_insert", "after_insert", "after_flush",
                                    "pending_to_persistent", "after_flush_postexec", "after_commit"}));
}

void SessionEventsTest::anUpdateAndADeleteAreToldInOrder() {
  const RecordPtr kept = note("a"), gone = note("b");
  m_session->add(*kept);
  m_session->add(*gone);
  m_session->flush();
  writeDown();
  kept->set("body", Value::text("changed"));
  m_session->remove(*gone);
  m_session->flush();
  QCOMPARE(takeTold(), (Told{"before_flush", "before_delete", "before_update", "after_update", "after_delete", "after_flush", "persistent_to_deleted", "after_flush_postexec"}));
  m_session->commit();
  QCOMPARE(takeTold(), (Told{"before_commit", "after_commit", "deleted_to_detached"}));
}

void SessionEventsTest::aRollbackTellsWhatBecameOfTheRecords() {
  const RecordPtr old = note("a"), added = note("b");
  m_session->add(*old);
  m_session->commit();
  m_session->add(*added);
  m_session->remove(*old);
  m_session->flush();
  writeDown();
  m_session->rollback();
  QCOMPARE(takeTold(), (Told{"persistent_to_transient", "deleted_to_persistent", "after_rollback"}));
}

void SessionEventsTest::leavingAndComingBackAreTold() {
  const RecordPtr record = note("a"), pending = note("b");
  m_session->add(*record);
  m_session->flush();
  m_session->add(*pending);
  writeDown();
  m_session->expunge(*record);
  m_session->add(*record);
  m_session->expunge(*pending);
  QCOMPARE(takeTold(), (Told{"persistent_to_detached", "detached_to_persistent", "pending_to_transient"}));
}

void SessionEventsTest::beforeInsertMaySetAttributes() {
  m_session->events().listen(RecordEvent::BeforeInsert, [](Session&, Record& record) { record.set("body", Value::text("set before")); }, "Note");
  m_session->events().listen(RecordEvent::BeforeInsert, [](Session&, Record&) { QFAIL("another model"); }, "Other");
  const RecordPtr record = note("a");
  m_session->add(*record);
  m_session->commit();
  QCOMPARE(record->value("body"), Value::text("set before"));
}

void SessionEventsTest::afterInsertCanReadTheGeneratedKey() {
  std::int64_t key = 0;
  m_session->events().listen(RecordEvent::AfterInsert, [&](Session&, Record& record) { key = record.value("id").toInteger(); });
  m_session->add(*note("a"));
  m_session->flush();
  QCOMPARE(key, std::int64_t{1});
}

void SessionEventsTest::beforeFlushMayAddRecords() {
  m_session->events().listen(SessionEvent::BeforeFlush, [this](Session& session) { session.add(*note("companion")); });
  m_session->add(*note("a"));
  m_session->flush();
  QCOMPARE(rows(), std::int64_t{2});
}

void SessionEventsTest::whatIsChangedAfterTheFlushIsCommittedToo() {
  const RecordPtr record = note("a");
  bool isFirst = true;
  m_session->events().listen(SessionEvent::AfterFlushPostexec, [&](Session&) {
    if (std::exchange(isFirst, false)) record->set("body", Value::text("again"));
  });
  m_session->add(*record);
  m_session->commit();
  QCOMPARE(record->value("body"), Value::text("again"));
}

void SessionEventsTest::aListenerThatThrowsUndoesTheFlush() {
  m_session->events().listen(RecordEvent::AfterInsert, [](Session&, Record&) { throw DbError(ErrorKind::WrongValue, "no"); });
  const RecordPtr record = note("a");
  m_session->add(*record);
  QVERIFY_THROWS_EXCEPTION(DbError, m_session->flush());
  m_session->flush();  // There is nothing left to write.
  QVERIFY_THROWS_EXCEPTION(DbError, m_session->commit());
  m_session->rollback();
  QCOMPARE(record->state(), RecordState::Transient);
  QCOMPARE(rows(), std::int64_t{0});
}

void SessionEventsTest::anExceptionOfAnotherKindUndoesTheFlushToo() {
  m_session->events().listen(SessionEvent::AfterFlush, [](Session&) { throw std::runtime_error("no"); });
  m_session->add(*note("a"));
  QVERIFY_THROWS_EXCEPTION(std::runtime_error, m_session->flush());
  m_session->rollback();
  QCOMPARE(rows(), std::int64_t{0});
}

void SessionEventsTest::nothingIsToldOfAFlushWithoutChanges() {
  writeDown();
  m_session->flush();
  QVERIFY(takeTold().empty());
}

JOINERY_TEST(SessionEventsTest)
#include "tst_session_events.moc"
