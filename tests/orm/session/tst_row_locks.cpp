// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using Lock = sql::Select::Lock;

/// ORACLES T25: rows that are locked while they are read. Isolation levels: tst_isolation.
class RowLocksTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aLockedRowIsRefusedToOthers();
  void aLockedRowIsSkippedByOthers();
  void whatIsJoinedAlongIsNotLocked();
  void aLockSeesWhatOthersCommitted();
  void sqliteLocksNoRows();

 private:
  static bool hasServer() { return !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES"); }
  /// A session of another connection.
  struct Other {
    explicit Other(MusicDatabase& database) : lease(database.engine()->connect(Engine::Access::Write)), session(*lease, database.dialect(), database.registry()) {}
    ConnectionPool::Lease lease;
    Session session;
  };
  static SelectOptions locking(Lock lock) {
    SelectOptions options;
    options.lock = lock;
    return options;
  }
};

void RowLocksTest::aLockedRowIsRefusedToOthers() {
  if (!hasServer()) QSKIP("there is no server");
  MusicDatabase database(Backend::Postgresql);
  Session mine(database.connection(), database.dialect(), database.registry());
  QCOMPARE(mine.select({.model = "artist", .filter = {{"id", 1}}}, locking(Lock::Update)).size(), std::size_t{1});
  Other other(database);
  QCOMPARE(other.session.select({.model = "artist", .filter = {{"id", 2}}}, locking(Lock::UpdateNoWait)).size(), std::size_t{1});
  const auto kind = kindThrown([&] { other.session.select({.model = "artist", .filter = {{"id", 1}}}, locking(Lock::UpdateNoWait)); });
  QVERIFY(kind == ErrorKind::Busy || kind == ErrorKind::Timeout || kind == ErrorKind::Operational);
  other.session.rollback();
  mine.commit();
  QCOMPARE(other.session.select({.model = "artist", .filter = {{"id", 1}}}, locking(Lock::UpdateNoWait)).size(), std::size_t{1});
}

void RowLocksTest::aLockedRowIsSkippedByOthers() {
  if (!hasServer()) QSKIP("there is no server");
  MusicDatabase database(Backend::Postgresql);
  Session mine(database.connection(), database.dialect(), database.registry());
  const auto first = mine.select({.model = "artist", .sorts = {"+id"}, .limit = 1}, locking(Lock::UpdateSkipLocked));
  Other other(database);
  const auto second = other.session.select({.model = "artist", .sorts = {"+id"}, .limit = 1}, locking(Lock::UpdateSkipLocked));
  QVERIFY(first.front()->identity() == std::vector{Value::integer(1)} && second.front()->identity() == std::vector{Value::integer(2)});
}

/// The outer side of a join can't be locked: the rows are locked in a subquery, which has the limit.
void RowLocksTest::whatIsJoinedAlongIsNotLocked() {
  if (!hasServer()) QSKIP("there is no server");
  MusicDatabase database(Backend::Postgresql);
  Session mine(database.connection(), database.dialect(), database.registry());
  SelectOptions options = locking(Lock::Update);
  options.joined = {"artist"};
  options.selectin = {"track"};
  QCOMPARE(mine.select({.model = "album", .filter = {{"id", 1}}}, options).front()->related("artist")->identity().front(), Value::integer(1));
  Other other(database);
  QCOMPARE(other.session.select({.model = "artist", .filter = {{"id", 1}}}, locking(Lock::UpdateNoWait)).size(), std::size_t{1});
  QCOMPARE(other.session.select({.model = "album"}, locking(Lock::UpdateSkipLocked)).size(), std::size_t{2});
}

void RowLocksTest::aLockSeesWhatOthersCommitted() {
  if (!hasServer()) QSKIP("there is no server");
  MusicDatabase database(Backend::Postgresql);
  Session mine(database.connection(), database.dialect(), database.registry());
  const RecordPtr artist = mine.get("artist", {Value::integer(1)});
  QCOMPARE(artist->value("name"), Value::text("AC/DC"));
  database.engine()->connect(Engine::Access::Write)->execute("UPDATE artist SET name = 'changed' WHERE id = 1");
  SelectOptions options = locking(Lock::Update);
  options.populateExisting = true;
  mine.select({.model = "artist", .filter = {{"id", 1}}}, options);
  QCOMPARE(artist->value("name"), Value::text("changed"));
}

/// To lock a row says nothing there; what it can't do it refuses.
void RowLocksTest::sqliteLocksNoRows() {
  MusicDatabase database(Backend::Sqlite);
  Session mine(database.connection(), database.dialect(), database.registry());
  QCOMPARE(mine.select({.model = "artist"}, locking(Lock::Update)).size(), std::size_t{3});
  for (const Lock lock : {Lock::UpdateNoWait, Lock::UpdateSkipLocked})
    QCOMPARE(kindThrown([&] { mine.select({.model = "artist"}, locking(lock)); }), std::optional(ErrorKind::NotSupported));
}

JOINERY_TEST(RowLocksTest)
#include "tst_row_locks.moc"
