// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <functional>
#include <mutex>
#include <set>

#include "orm/core/db_error.h"
#include "orm/difference/schema_diff.h"
#include "orm/revision/designed_schema.h"
#include "orm/revision/migration_lock.h"
#include "orm/revision/migrator.h"
#include "revised_database.h"
#include "tests/faults/wire_proxy.h"
#include "tests/support/at_once.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;
using namespace std::chrono_literals;
using Direction = RevisionChain::Direction;
using At = WireProxy::At;

/// Migrations that others, an interruption or a broken connection come in the way of.
class MigratorInTheWayTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void twoAtOnceDoEachRevisionOnce_data() { addBackends(); }
  void twoAtOnceDoEachRevisionOnce();
  void whoIsInTheWayIsToldAndWaitedFor_data() { addBackends(); }
  void whoIsInTheWayIsToldAndWaitedFor();
  void aDatabaseThatMovedElsewhereIsLeftAlone_data() { addBackends(); }
  void aDatabaseThatMovedElsewhereIsLeftAlone();
  void stoppedBetweenStatementsNothingOfTheRevisionStays_data() { addBackends(); }
  void stoppedBetweenStatementsNothingOfTheRevisionStays();
  void readOnlyDatabasesAreNotMigrated_data() { addBackends(); }
  void readOnlyDatabasesAreNotMigrated();
  void whatWasInterruptedGoesOn_data() { addBackends(); }
  void whatWasInterruptedGoesOn();
  void indexesAreMadeConcurrently();
  void aLostCommitIsFoundOut_data();
  void aLostCommitIsFoundOut();
  void aConnectionLostBeforeSaysThatNothingWasDone();
  void aRoleWithoutRightsIsToldSo();

 private:
  static DbError errorOf(const std::function<void()>& function) {
    try {
      function();
    } catch (const DbError& error) {
      return error;
    }
    return DbError(ErrorKind::NoResult, "nothing was thrown");
  }
  static DatabaseRevision standing(const RevisedDatabase& database) { return Migrator(RevisionChain({}), database.engine()).standing(database.connection()); }
  /// Another program's.
  static std::shared_ptr<Engine> engineOf(const RevisedDatabase& database) {
    Engine::Options options;
    options.connect.busyTimeout = 50ms;
    return Engine::create(database.url(), options);
  }
};

void MigratorInTheWayTest::twoAtOnceDoEachRevisionOnce() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const std::vector<Revision> revisions = database.shops();
  const RevisionChain chain(revisions);
  for (int round = 0; round < 5; ++round) {
    std::mutex mutex;
    std::multiset<std::string> done;  // guarded by mutex
    std::string errors;               // guarded by mutex
    atOnce(2, [&](int) {
      try {
        const auto engine = engineOf(database);
        const auto lease = engine->connect(Engine::Access::Write);
        const Migrator migrator(chain, engine);
        const MigrationResult result = migrator.run(*lease, migrator.outline(*lease, "head"));
        const std::scoped_lock lock(mutex);
        done.insert(result.done.begin(), result.done.end());
        if (result.to != "third") errors += "one is at " + result.to;
      } catch (const DbError& error) {
        const std::scoped_lock lock(mutex);
        errors += error.message() + "\n";
      }
    });
    QVERIFY2(errors.empty(), errors.c_str());
    QCOMPARE(done, (std::multiset<std::string>{"first", "second", "third"}));
    QVERIFY(schemaDifference(database.reflected(), schemaOfRevisions(chain, "third", database.dialect()), {}, database.dialect()).empty());
    database.makeEmpty();
  }
}

void MigratorInTheWayTest::whoIsInTheWayIsToldAndWaitedFor() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const auto engine = engineOf(database);
  const Migrator migrator(RevisionChain(database.shops()), engine);
  const auto lease = engine->connect(Engine::Access::Write);
  const MigrationOutline outline = migrator.outline(*lease, "head");
  MigrationOptions options;
  options.patience = 0ms;
  std::unique_ptr<MigrationLock> lock;
  if (database.isSqlite()) database.run("BEGIN IMMEDIATE");
  else lock = std::make_unique<MigrationLock>(database.connection(), database.dialect(), options);
  const DbError busy = errorOf([&] { migrator.run(*lease, outline, options); });
  QCOMPARE(busy.kind(), ErrorKind::Busy);
  const std::string told = busy.message() + busy.detail;
  QVERIFY2(database.isSqlite() ? told.find("lock") != std::string::npos : told.find("(process " + database.cell("SELECT pg_backend_pid()") + ")") != std::string::npos, told.c_str());
  QVERIFY(!standing(database).isKnown);
  // Whoever waits can be stopped.
  options.patience = 60s;
  int waits = 0;
  options.progress = [&](const MigrationProgress& progress) {
    waits += progress.doing.starts_with("Waiting for ");
    options.cancel.cancel();
  };
  QCOMPARE(errorOf([&] { migrator.run(*lease, outline, options); }).kind(), ErrorKind::Cancelled);
  QVERIFY(waits > 0);
  // Once the way is free it goes on.
  MigrationOptions patient;
  patient.patience = 60s;
  patient.progress = [&](const MigrationProgress& progress) {
    if (!progress.doing.starts_with("Waiting for ")) return;
    lock.reset();
    if (database.isSqlite() && database.connection().transactionState() == Connection::TransactionState::Active) database.run("ROLLBACK");
  };
  QCOMPARE(migrator.run(*lease, outline, patient).to, std::string("third"));
}

void MigratorInTheWayTest::aDatabaseThatMovedElsewhereIsLeftAlone() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const Migrator migrator(RevisionChain(database.shops()), database.engine());
  const MigrationOutline near = migrator.outline(database.connection(), "first"), far = migrator.outline(database.connection(), "third");
  migrator.run(database.connection(), migrator.outline(database.connection(), "second"));
  const DbError error = errorOf([&] { migrator.run(database.connection(), near); });
  QVERIFY2(error.kind() == ErrorKind::StaleData && error.message().find("is at revision second by now") != std::string::npos, error.what());
  // What somebody else has done of the way is not done again.
  QCOMPARE(migrator.run(database.connection(), far).done, std::vector<std::string>{"third"});
}

void MigratorInTheWayTest::stoppedBetweenStatementsNothingOfTheRevisionStays() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const RevisionChain chain(database.shops());
  const Migrator migrator(chain, database.engine());
  MigrationOptions options;
  std::vector<std::string> told;
  options.progress = [&](const MigrationProgress& progress) {
    told.push_back(progress.revision);
    if (progress.revision == "second" && progress.step == 2) options.cancel.cancel();
  };
  const DbError error = errorOf([&] { migrator.run(database.connection(), migrator.outline(database.connection(), "head"), options); });
  QVERIFY2(error.kind() == ErrorKind::Cancelled, error.what());
  QCOMPARE(told.back(), std::string("second"));
  QCOMPARE(standing(database).id, std::string("first"));
  QVERIFY(schemaDifference(database.reflected(), schemaOfRevisions(chain, "first", database.dialect()), {}, database.dialect()).empty());
}

void MigratorInTheWayTest::readOnlyDatabasesAreNotMigrated() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const Migrator migrator(RevisionChain(database.shops()), database.engine());
  const auto reader = database.engine()->connect(Engine::Access::Read);
  const MigrationOutline outline = migrator.outline(*reader, "head");
  QCOMPARE(errorOf([&] { migrator.run(*reader, outline); }).kind(), ErrorKind::ReadOnly);
  QCOMPARE(errorOf([&] { migrator.stamp(*reader, "head"); }).kind(), ErrorKind::ReadOnly);
  QVERIFY(!standing(database).isKnown);
}

void MigratorInTheWayTest::whatWasInterruptedGoesOn() {
  QFETCH(const int, backend);
  const RevisedDatabase database(static_cast<Backend>(backend));
  const DataStep made{"CREATE TABLE a (n INTEGER)"}, filled{"INSERT INTO a VALUES (1)"};
  Revision revision{"parts", "", "in parts", {made, DataStep{"VACUUM; VACUUM no_such_table.at_all", {}, false}, filled}, {}};
  const Migrator broken(RevisionChain({revision}), database.engine());
  const MigrationOutline outline = broken.outline(database.connection(), "head");
  QCOMPARE(outline.revisions[0].whyStepByStep, std::optional<std::string>("Run VACUUM, outside of a transaction"));
  const DbError error = errorOf([&] { broken.run(database.connection(), outline); });
  QVERIFY2(error.message().starts_with("revision parts (in parts): "), error.what());
  DatabaseRevision expected{true, "", InterruptedRevision{"parts", Direction::Up, 2}};
  QVERIFY(standing(database) == expected);
  QCOMPARE(database.cell("SELECT count(*) FROM a"), std::string("0"));

  revision.up[1] = DataStep{"VACUUM; VACUUM", {}, false};
  const Migrator mended(RevisionChain({revision}), database.engine());
  const MigrationOutline rest = mended.outline(database.connection(), "head");
  QCOMPARE(rest.revisions[0].partsDone, std::size_t{2});
  QCOMPARE(rest.revisions[0].steps.size(), std::size_t{2});
  QCOMPARE(mended.run(database.connection(), rest).done, std::vector<std::string>{"parts"});
  QCOMPARE(database.cell("SELECT count(*) FROM a"), std::string("1"));
  expected = {true, "parts"};
  QVERIFY(standing(database) == expected);
  // Or it is left as it is.
  database.run("UPDATE joinery_revision SET id = NULL, interrupted = 'parts', direction = 'up', done = 3");
  QVERIFY(standing(database).interrupted.has_value());
  mended.stamp(database.connection(), "parts");
  QVERIFY(standing(database) == expected);
}

void MigratorInTheWayTest::indexesAreMadeConcurrently() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase database(Backend::Postgresql);
  std::vector<Revision> revisions = database.shops();
  revisions[1].up.insert(revisions[1].up.begin(), DataStep{"CREATE INDEX CONCURRENTLY titles ON shop (title)", "DROP INDEX CONCURRENTLY titles", false});
  revisions[1].down = inverse(revisions[1].up);
  const Migrator migrator(RevisionChain(revisions), database.engine());
  const MigrationResult tried = migrator.rehearse(database.connection(), migrator.outline(database.connection(), "second"));
  QCOMPARE(tried.notes, std::vector<std::string>{"not tried, as it runs outside of a transaction: CREATE INDEX CONCURRENTLY titles ON shop (title)"});
  QCOMPARE(migrator.run(database.connection(), migrator.outline(database.connection(), "second")).to, std::string("second"));
  QCOMPARE(database.cell("SELECT count(*) FROM pg_index WHERE indexrelid = 'titles'::regclass AND indisvalid"), std::string("1"));
  QCOMPARE(migrator.run(database.connection(), migrator.outline(database.connection(), "first")).to, std::string("first"));
  QCOMPARE(database.cell("SELECT to_regclass('titles')"), std::string("NULL"));
}

void MigratorInTheWayTest::aLostCommitIsFoundOut_data() {
  QTest::addColumn<At>("at");
  QTest::addColumn<QByteArray>("target");
  QTest::addColumn<QByteArray>("stands");
  QTest::addColumn<ErrorKind>("kind");
  QTest::newRow("committed, the last one") << At::AfterCommit << QByteArray("first") << QByteArray("first") << ErrorKind::NoResult;
  QTest::newRow("committed, others follow") << At::AfterCommit << QByteArray("head") << QByteArray("first") << ErrorKind::ConnectionLost;
  QTest::newRow("not committed") << At::BeforeCommit << QByteArray("head") << QByteArray("") << ErrorKind::ConnectionLost;
}

void MigratorInTheWayTest::aLostCommitIsFoundOut() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  QFETCH(const At, at);
  QFETCH(const QByteArray, target);
  QFETCH(const QByteArray, stands);
  QFETCH(const ErrorKind, kind);
  const RevisedDatabase truth(Backend::Postgresql);
  const RevisionChain chain(truth.shops());
  Url url = truth.url();
  WireProxy proxy(url.option("host").value() + "/.s.PGSQL.5432");
  std::erase_if(url.query, [](const auto& option) { return option.first == "host"; });
  url.query.emplace_back("host", proxy.folder());
  {
    const auto engine = Engine::create(url);
    const auto lease = engine->connect(Engine::Access::Write);
    const Migrator migrator(chain, engine);
    const MigrationOutline outline = migrator.outline(*lease, target.toStdString());
    proxy.arm(at);
    MigrationResult result;
    const DbError error = errorOf([&] { result = migrator.run(*lease, outline); });
    QVERIFY2(error.kind() == kind, error.what());
    QCOMPARE(proxy.acted(), 1);
    if (kind == ErrorKind::NoResult) QCOMPARE(result.done, std::vector<std::string>{"first"});
  }
  QCOMPARE(QByteArray::fromStdString(standing(truth).id), stands);
  const Migrator again(chain, truth.engine());
  QCOMPARE(again.run(truth.connection(), again.outline(truth.connection(), "head")).to, std::string("third"));
}

void MigratorInTheWayTest::aConnectionLostBeforeSaysThatNothingWasDone() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase truth(Backend::Postgresql);
  std::vector<Revision> revisions = truth.shops();
  revisions[1].up.push_back(DataStep{"SELECT pg_terminate_backend(pg_backend_pid())"});
  {
    const auto engine = Engine::create(truth.url());
    const auto lease = engine->connect(Engine::Access::Write);
    const Migrator migrator(RevisionChain(revisions), engine);
    const MigrationOutline outline = migrator.outline(*lease, "second");
    const DbError error = errorOf([&] { migrator.run(*lease, outline); });
    QCOMPARE(error.kind(), ErrorKind::ConnectionLost);
    QVERIFY2(error.hint.find("at revision first, as before") != std::string::npos, error.hint.c_str());
  }
  QCOMPARE(standing(truth).id, std::string("first"));
}

void MigratorInTheWayTest::aRoleWithoutRightsIsToldSo() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  const RevisedDatabase database(Backend::Postgresql);
  const Migrator migrator(RevisionChain(database.shops()), database.engine());
  migrator.run(database.connection(), migrator.outline(database.connection(), "first"));
  database.connection().execute("DO $$BEGIN CREATE ROLE stranger; EXCEPTION WHEN duplicate_object THEN NULL; END$$");
  database.connection().execute("GRANT USAGE ON SCHEMA public TO stranger");
  database.connection().execute("SET ROLE stranger");
  const DbError error = errorOf([&] { migrator.outline(database.connection(), "head"); });
  database.connection().execute("RESET ROLE");
  QCOMPARE(error.kind(), ErrorKind::Programming);
  QVERIFY2(error.message().find("not the one") == std::string::npos && error.message().find("permission denied") != std::string::npos, error.what());
}

JOINERY_TEST(MigratorInTheWayTest)
#include "tst_migrator_in_the_way.moc"
