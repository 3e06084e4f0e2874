// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "await.h"
#include "engine_test.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Access = Engine::Access;

/// Reading a catalogue of very many tables: what is told meanwhile, and how it is stopped.
class TestCatalogueReading : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void tellsTheNamesBeforeAllElse_data() { addBackends(); }
  void tellsTheNamesBeforeAllElse();
  void tellsHowManyTablesAreRead_data() { addBackends(); }
  void tellsHowManyTablesAreRead();
  void readsTablesOfAllParts_data() { addBackends(); }
  void readsTablesOfAllParts();
  void stopsAtTheDatabase_data() { addBackends(); }
  void stopsAtTheDatabase();

 private:
  static constexpr int kTables = 1'200;
  /// "t00007" refers to "t00006".
  static std::string nameOf(int table) { return "t" + QStringLiteral("%1").arg(table, 5, 10, QLatin1Char('0')).toStdString(); }
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
};

void TestCatalogueReading::init() {
  QFETCH(int, backend);
  Engine::Options options;
  options.createIfMissing = true;
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  m_engine = Engine::create(isSqlite ? Url::sqliteFile(m_folder.filePath(QStringLiteral("many.db")).toStdString()) : ownDatabaseUrl(), options);
  const auto writer = m_engine->connect(Access::Write);
  if (reflect(*writer, m_engine->dialect())->find(QualifiedName(nameOf(0)))) return;
  Transaction transaction(*writer, m_engine->dialect(), Transaction::Mode::Write);
  for (int i = 0; i < kTables; ++i)
    writer->execute("CREATE TABLE " + nameOf(i) + "(id INTEGER PRIMARY KEY, name TEXT NOT NULL, before INTEGER REFERENCES " + nameOf(std::max(0, i - 1)) + ")");
  writer->execute("CREATE VIEW a_view AS SELECT id FROM " + nameOf(3));
  transaction.commit();
}

void TestCatalogueReading::cleanup() {
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(10)));
}

void TestCatalogueReading::tellsTheNamesBeforeAllElse() {
  std::vector<CatalogueTables::Name> names;
  bool isFirst = true;
  ReflectionObserver observer;
  observer.named = [&](std::vector<CatalogueTables::Name> told) { names = std::move(told); };
  observer.advanced = [&](std::int64_t tables, std::int64_t all) {
    if (std::exchange(isFirst, false)) QVERIFY(tables == 0 && all == kTables + 1 && names.size() == kTables + 1U);
  };
  const auto metadata = reflect(*m_engine->connect(Access::Read), m_engine->dialect(), observer);
  QVERIFY(!isFirst);
  QVERIFY(std::ranges::equal(names, metadata->tables(), [](const auto& name, const auto& table) { return name.name == table->name && name.kind == table->kind; }));
  QCOMPARE(names[0].name.toString(), std::string("a_view"));
  QCOMPARE(names[0].kind, schema::TableKind::View);
}

void TestCatalogueReading::tellsHowManyTablesAreRead() {
  std::vector<std::int64_t> steps;
  ReflectionObserver observer;
  observer.advanced = [&](std::int64_t tables, std::int64_t all) {
    QCOMPARE(all, std::int64_t{kTables} + 1);
    steps.push_back(tables);
  };
  reflect(*m_engine->connect(Access::Read), m_engine->dialect(), observer);
  QVERIFY(std::ranges::is_sorted(steps));
  QCOMPARE(steps.back(), std::int64_t{kTables} + 1);
  QVERIFY(std::ranges::any_of(steps, [](std::int64_t tables) { return tables > 0 && tables < kTables; }));
}

void TestCatalogueReading::readsTablesOfAllParts() {
  const auto metadata = reflect(*m_engine->connect(Access::Read), m_engine->dialect());
  QCOMPARE(metadata->tables().size(), kTables + 1U);
  for (int i = 0; i < kTables; ++i) {
    const auto table = metadata->find(QualifiedName(nameOf(i)));
    QVERIFY2(table && table->columns.size() == 3 && table->primaryKey && table->foreignKeys.size() == 1, nameOf(i).c_str());
    QCOMPARE(table->columns[1].name, std::string("name"));
    QCOMPARE(table->foreignKeys[0].referredTable.name, nameOf(std::max(0, i - 1)));
  }
}

void TestCatalogueReading::stopsAtTheDatabase() {
  Worker worker(m_engine, Access::Read, "catalogue");
  std::atomic<JobId> number = 0;
  std::atomic<bool> hasGoneOn = false;
  const auto job = worker.run([&](Worker::Context& context) {
    ReflectionObserver observer;
    observer.advanced = [&](std::int64_t tables, std::int64_t) {
      if (tables > 0) hasGoneOn = true;
      while (number == 0) continue;
      worker.cancel(number);
    };
    return reflect(context.connection, context.dialect, observer);
  });
  number = job.id;
  const auto result = await(job);
  QVERIFY(!result);
  QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
  QVERIFY(!hasGoneOn);
  // The connection is as good as before.
  QVERIFY(await(worker.run([](Worker::Context& context) { return reflect(context.connection, context.dialect); })));
}

JOINERY_TEST(TestCatalogueReading)
#include "tst_catalogue_reading.moc"
