// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Access = Engine::Access;

class TestInspector : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void readsTheCatalogueOnAReadOnlyConnection();
  void readsInsideAnOpenTransaction();
  void takesAsManyStatementsForManyTablesAsForFew();
  void leavesNoTransactionBehind();
  void readsOthersBesideABrokenView();

 private:
  void createTables(int from, int to);
  std::size_t statementsOfReflection();
  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
};

void TestInspector::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::sqliteFile(m_folder->filePath(QStringLiteral("t.db")).toStdString()), options);
  createTables(0, 3);
}

void TestInspector::createTables(int from, int to) {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  for (int i = from; i < to; ++i) {
    const std::string name = "t" + std::to_string(i);
    const std::string parent = "t" + std::to_string(i / 2);
    lease->execute("CREATE TABLE " + name + "(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES " + parent +
                   "(id), code TEXT UNIQUE)");
    lease->execute("CREATE INDEX i" + std::to_string(i) + " ON " + name + "(parent)");
  }
  transaction.commit();
}

std::size_t TestInspector::statementsOfReflection() {
  const auto lease = m_engine->connect(Access::Read);
  const auto before = m_engine->log().statements().back().number;
  reflect(*lease, m_engine->dialect());
  return m_engine->log().statements(before).size();
}

void TestInspector::readsTheCatalogueOnAReadOnlyConnection() {
  const auto lease = m_engine->connect(Access::Read);
  QVERIFY(lease->isReadOnly());
  const auto metadata = reflect(*lease, m_engine->dialect());
  QCOMPARE(metadata->tables().size(), 3U);
  const auto table = metadata->find(QualifiedName("t2"));
  QVERIFY(table);
  QCOMPARE(table->columns.size(), 3U);
  QCOMPARE(table->foreignKeys.size(), 1U);
  QCOMPARE(table->foreignKeys[0].referredTable.name, std::string("t1"));
}

void TestInspector::readsInsideAnOpenTransaction() {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  lease->execute("CREATE TABLE fresh(a)");
  QVERIFY(reflect(*lease, m_engine->dialect())->find(QualifiedName("fresh")));
  QCOMPARE(lease->transactionState(), Connection::TransactionState::Active);
  transaction.rollback();
  QVERIFY(!reflect(*lease, m_engine->dialect())->find(QualifiedName("fresh")));
}

void TestInspector::takesAsManyStatementsForManyTablesAsForFew() {
  const std::size_t few = statementsOfReflection();
  createTables(3, 500);
  QCOMPARE(statementsOfReflection(), few);
  QCOMPARE(reflect(*m_engine->connect(Access::Read), m_engine->dialect())->tables().size(), 500U);
}

void TestInspector::leavesNoTransactionBehind() {
  const auto lease = m_engine->connect(Access::Read);
  reflect(*lease, m_engine->dialect());
  QCOMPARE(lease->transactionState(), Connection::TransactionState::Idle);
}

void TestInspector::readsOthersBesideABrokenView() {
  const auto lease = m_engine->connect(Access::Write);
  lease->execute("CREATE TABLE gone(a)");
  lease->execute("CREATE VIEW broken AS SELECT a FROM gone");
  lease->execute("CREATE VIEW sound AS SELECT id, code FROM t1");
  lease->execute("PRAGMA legacy_alter_table=ON");
  lease->execute("DROP TABLE gone");
  const auto metadata = reflect(*lease, m_engine->dialect());
  QVERIFY(metadata->find(QualifiedName("broken")));
  QCOMPARE(metadata->find(QualifiedName("sound"))->columns.size(), 2U);
  QCOMPARE(lease->transactionState(), Connection::TransactionState::Idle);
}

JOINERY_TEST(TestInspector)
#include "tst_inspector.moc"
