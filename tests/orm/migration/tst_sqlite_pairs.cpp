// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "round_trip.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// Migrations of SQLite files between schemas made by chance.
class SqlitePairsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void anySchemaBecomesAnyOtherAndBack();
  void renamesKeepTheRows();

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<MigratedDatabase> m_database;
};

void SqlitePairsTest::initTestCase() {
  m_database = std::make_unique<MigratedDatabase>(Url::sqliteFile(m_folder.filePath(QStringLiteral("pairs.db")).toStdString()));
  m_database->run("PRAGMA synchronous = OFF");
}

void SqlitePairsTest::anySchemaBecomesAnyOtherAndBack() {
  const std::string wrong = wrongWithPairs(*m_database, 60);
  QVERIFY2(wrong.empty(), wrong.c_str());
}

void SqlitePairsTest::renamesKeepTheRows() {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const std::string wrong = wrongWithRenames(*m_database, seed);
    QVERIFY2(wrong.empty(), wrong.c_str());
  }
}

JOINERY_TEST(SqlitePairsTest)
#include "tst_sqlite_pairs.moc"
