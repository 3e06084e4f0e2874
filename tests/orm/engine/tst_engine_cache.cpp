// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "engine_test.h"
#include "orm/engine/database_creation.h"
#include "orm/engine/engine_cache.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// Engines that are shared, and databases that are made when they are missing. The server's side is asserted by the example
/// cookbook_repositories.
class EngineCacheTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void givesTheSameEngineForTheSameUse();
  void tellsPasswordsApart();
  void forgetsEnginesThatOthersStillUse();
  void makesAMissingFileOnce();
  void passesOtherErrorsOn();

 private:
  EngineCache m_engines;
};

void EngineCacheTest::givesTheSameEngineForTheSameUse() {
  const Url url = Url::parse("postgresql://u:p@localhost/shop");
  const auto engine = m_engines.engine(url);
  QVERIFY(m_engines.engine(url) == engine);
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  QVERIFY(m_engines.engine(url, options) != engine);
  QVERIFY(m_engines.engine(Url::parse("postgresql://u:p@localhost/shop?sslmode=disable")) != engine);
  QCOMPARE(m_engines.size(), std::size_t{3});
}

void EngineCacheTest::tellsPasswordsApart() {
  QVERIFY(m_engines.engine(Url::parse("postgresql://u:p@localhost/shop")) != m_engines.engine(Url::parse("postgresql://u:q@localhost/shop")));
}

void EngineCacheTest::forgetsEnginesThatOthersStillUse() {
  const auto engine = m_engines.engine(Url::parse("sqlite://"));
  m_engines.dispose();
  QCOMPARE(m_engines.size(), std::size_t{0});
  QCOMPARE(number(*engine->connect(Engine::Access::Write), "SELECT 7"), 7);
  QVERIFY(m_engines.engine(Url::parse("sqlite://")) != engine);
}

void EngineCacheTest::makesAMissingFileOnce() {
  const QTemporaryDir folder;
  const Url url = Url::sqliteFile(folder.filePath(QStringLiteral("new.db")).toStdString());
  QVERIFY(createDatabaseIfMissing(url));
  QVERIFY(!createDatabaseIfMissing(url));
}

void EngineCacheTest::passesOtherErrorsOn() {
  const auto error = errorOf([] { createDatabaseIfMissing(Url::parse("postgresql://nobody@127.0.0.1:1/shop?sslmode=disable")); });
  QVERIFY(error && error->kind() == ErrorKind::CannotConnect);
}

JOINERY_TEST(EngineCacheTest)
#include "tst_engine_cache.moc"
