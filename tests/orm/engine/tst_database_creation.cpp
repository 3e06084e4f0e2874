// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <future>

#include "engine_test.h"
#include "orm/core/db_error.h"
#include "orm/engine/database_creation.h"
#include "orm/engine/schema_creation.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Access = Engine::Access;

/// A URL of a database that the server has not. SQLite's missing files are in tst_engine_sqlite.
class TestDatabaseCreation : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void makesAMissingDatabaseAndThenTables();
  void makesItOnceForManyWhoConnectAtOnce();
  void makesNothingForReading();
  void makesNothingWhereItWasNotAskedTo();
  void tellsWhetherItWasMissing();
  void makesNoFileOfWhatIsNoDatabase();

 private:
  std::shared_ptr<Engine> engine(bool creates) const;
  bool exists() const;
  const std::string m_name = "joinery made \"" + std::to_string(getpid());
  std::shared_ptr<Engine> m_server;
};

void TestDatabaseCreation::init() {
  const auto url = qgetenv("JOINERY_TEST_POSTGRES").toStdString();
  if (url.empty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  m_server = Engine::create(Url::parse(url));
}

void TestDatabaseCreation::cleanup() {
  if (m_server) m_server->connect(Access::Write)->execute("DROP DATABASE IF EXISTS " + m_server->dialect().quote(m_name) + " WITH (FORCE)");
  m_server.reset();
}

std::shared_ptr<Engine> TestDatabaseCreation::engine(bool creates) const {
  Engine::Options options;
  options.createIfMissing = creates;
  Url url = m_server->url();
  url.database = m_name;
  return Engine::create(url, options);
}

bool TestDatabaseCreation::exists() const {
  CompiledStatement statement{.sql = "SELECT count(*) FROM pg_database WHERE datname = $1", .binds = {Value::text(m_name)}, .columns = {}, .parameters = {}};
  return fetchAll(*m_server->connect(Access::Write), statement)->at(0, 0).toInteger() == 1;
}

void TestDatabaseCreation::makesAMissingDatabaseAndThenTables() {  // Q8
  const auto there = engine(true);
  QVERIFY(!exists());
  const auto lease = there->connect(Access::Write);
  QVERIFY(exists());
  schema::Table users;
  users.name = QualifiedName("users");
  users.columns.resize(1);
  users.columns[0].name = "id";
  users.columns[0].type = ValueType::of(TypeKind::Integer);
  schema::MetaData metadata;
  metadata.add(users);
  createAll(*lease, there->dialect(), metadata);
  QCOMPARE(number(*lease, "SELECT count(*) FROM users"), 0);
  // It is there now: nothing is made again.
  QCOMPARE(number(*engine(true)->connect(Access::Write), "SELECT count(*) FROM users"), 0);
}

void TestDatabaseCreation::makesItOnceForManyWhoConnectAtOnce() {
  std::vector<std::future<std::int64_t>> all;
  for (int i = 0; i < 4; ++i) all.push_back(std::async(std::launch::async, [this] { return number(*engine(true)->connect(Access::Write), "SELECT 7"); }));
  for (auto& each : all) QCOMPARE(each.get(), 7);
}

void TestDatabaseCreation::makesNothingForReading() {
  const auto error = errorOf([&] { engine(true)->connect(Access::Read); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::CannotConnect);
  QVERIFY(!exists());
}

void TestDatabaseCreation::makesNothingWhereItWasNotAskedTo() {
  const auto error = errorOf([&] { engine(false)->connect(Access::Write); });
  QVERIFY(error);
  QCOMPARE(error->sqlState, std::string("3D000"));
  QVERIFY(!exists());
}

void TestDatabaseCreation::tellsWhetherItWasMissing() {  // Q8
  Url url = m_server->url();
  url.database = m_name;
  const QTemporaryDir folder;
  for (const Url& each : {url, Url::sqliteFile(folder.filePath(QStringLiteral("made.db")).toStdString())}) {
    QVERIFY(createDatabaseIfMissing(each));
    QVERIFY(!createDatabaseIfMissing(each));
  }
  QVERIFY(exists());
}

void TestDatabaseCreation::makesNoFileOfWhatIsNoDatabase() {
  QTemporaryFile file;
  QVERIFY(file.open());
  file.write("these are words, and enough of them that no database could begin so");
  file.close();
  const auto error = errorOf([&] { createDatabaseIfMissing(Url::sqliteFile(file.fileName().toStdString())); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::CannotOpen);
}

JOINERY_TEST(TestDatabaseCreation)
#include "tst_database_creation.moc"
