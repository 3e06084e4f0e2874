// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>

#include "orm/engine/engine_cache.h"
#include "tests/support/at_once.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestEngineCache : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void makesOneEngineForEqualUrlAndOptions();
  void makesAnotherForWhatDiffers_data();
  void makesAnotherForWhatDiffers();
  void forgetsAllWhenDisposed();
  void givesTheSameToThreadsThatAskAtOnce();
};

void TestEngineCache::makesOneEngineForEqualUrlAndOptions() {  // P1
  EngineCache engines;
  const Url url = Url::parse("postgresql+asyncpg://achemy:achemy@localhost:5432/achemy-dev?ssl=disable");
  Engine::Options options;
  options.execution.isolationLevel = IsolationLevel::Serializable;
  const auto first = engines.engine(url, options);
  QCOMPARE(engines.engine(url, options), first);
  QCOMPARE(engines.size(), std::size_t{1});
}

void TestEngineCache::makesAnotherForWhatDiffers_data() {  // P1
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("schema");
  QTest::addColumn<int>("isolation");
  QTest::addColumn<int>("poolSize");
  const auto row = [](const char* what, const char* url, const char* schema, IsolationLevel level, int size) { QTest::newRow(what) << url << schema << static_cast<int>(level) << size; };
  row("the database", "postgresql://u:p@h/other", "", IsolationLevel::Engine, 5);
  row("the password", "postgresql://u:q@h/db", "", IsolationLevel::Engine, 5);
  row("a secret of the query", "postgresql://u:p@h/db?sslpassword=x", "", IsolationLevel::Engine, 5);
  row("the schema", "postgresql://u:p@h/db", "tenant", IsolationLevel::Engine, 5);
  row("the isolation level", "postgresql://u:p@h/db", "", IsolationLevel::Autocommit, 5);
  row("an option", "postgresql://u:p@h/db", "", IsolationLevel::Engine, 6);
}

void TestEngineCache::makesAnotherForWhatDiffers() {
  QFETCH(QString, url);
  QFETCH(QString, schema);
  QFETCH(int, isolation);
  QFETCH(int, poolSize);
  EngineCache engines;
  const auto first = engines.engine(Url::parse("postgresql://u:p@h/db"));
  Engine::Options options;
  if (!schema.isEmpty()) options.execution.schemaTranslateMap = {{"", schema.toStdString()}};
  options.execution.isolationLevel = static_cast<IsolationLevel>(isolation);
  options.pool.size = static_cast<std::size_t>(poolSize);
  QVERIFY(engines.engine(Url::parse(url.toStdString()), options) != first);
  QCOMPARE(engines.engine(Url::parse("postgresql://u:p@h/db")), first);
}

void TestEngineCache::forgetsAllWhenDisposed() {  // P1
  EngineCache engines;
  const std::weak_ptr<Engine> first = engines.engine(Url::parse("sqlite://"));
  QVERIFY(!first.expired());
  engines.dispose();
  QVERIFY(first.expired());
  QCOMPARE(engines.size(), std::size_t{0});
}

void TestEngineCache::givesTheSameToThreadsThatAskAtOnce() {  // P1
  EngineCache engines;
  std::vector<std::shared_ptr<Engine>> given(8);
  joinery::test::atOnce(8, [&](int thread) { given[static_cast<std::size_t>(thread)] = engines.engine(Url::parse("sqlite://")); });
  QVERIFY(std::ranges::all_of(given, [&](const auto& each) { return each && each == given.front(); }));
  QCOMPARE(engines.size(), std::size_t{1});
}

JOINERY_TEST(TestEngineCache)
#include "tst_engine_cache.moc"
