// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/table_page.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

namespace {

constexpr const char* kSqliteRows = R"(
CREATE TABLE cells(id INTEGER PRIMARY KEY, body TEXT, note TEXT);
INSERT INTO cells VALUES (1, printf('%.200000c', 'x') || 'end', 'one'), (2, 'short', 'two');
CREATE TABLE named(code TEXT PRIMARY KEY NOT NULL, note TEXT);
INSERT INTO named VALUES (printf('%.200000c', 'k'), 'large'), ('a', 'small');
CREATE TABLE bare(body TEXT);
INSERT INTO bare VALUES (printf('%.200000c', 'b'));
)";
constexpr const char* kPostgresqlRows = R"(
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE cells(id int PRIMARY KEY, body text, note text);
INSERT INTO cells VALUES (1, repeat('x', 200000) || 'end', 'one'), (2, 'short', 'two');
)";

}  // namespace

class TestLargeCellsOfAPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void givesTheViewerWhatItNeeds();
  void aPendingValueIsWhole();
  void neverTakesWhatWasCutForAValue();
  void copiesWholeValues();
  void duplicatesWholeValues();
  void changesNoRowByACutKey();
  void addressesRowsWithoutAKeyByTheirNumber();

 private:
  bool isSqlite() const {
    QFETCH_GLOBAL(int, backend);
    return backend == static_cast<int>(Backend::Sqlite);
  }
  std::unique_ptr<TablePage> page(const char* model);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
};

void TestLargeCellsOfAPage::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = isSqlite() ? Engine::create(Url::sqliteFile(m_folder->filePath(s("cells.db")).toStdString()), options) : Engine::create(test::ownDatabaseUrl());
  {
    auto writer = m_engine->connect(Engine::Access::Write);
    for (const std::string& statement : writer->splitStatements(isSqlite() ? kSqliteRows : kPostgresqlRows)) fetchAll(*writer->execute(statement));
  }
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
}

void TestLargeCellsOfAPage::cleanup() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

std::unique_ptr<TablePage> TestLargeCellsOfAPage::page(const char* model) {
  TableView view;
  view.model = model;
  auto shown = std::make_unique<TablePage>(m_database.get(), m_changes.get(), view);
  QSignalSpy rows(shown.get(), &TablePage::rowsShown);
  shown->resize(600, 400);
  shown->show();
  if (!rows.wait(kPatience)) qFatal("no rows were shown");
  return shown;
}

void TestLargeCellsOfAPage::givesTheViewerWhatItNeeds() {
  const auto cells = page("cells");
  cells->selectCell(0, "body");
  const auto cell = cells->currentCell();
  QVERIFY(cell);
  QCOMPARE(cell->fullSize, 200'003U);
  QCOMPARE(cell->value.view().bytes().size(), 65'536U);
  QVERIFY(cell->place == (ValueReader::Place{"cells", {Value::integer(1)}, "body", {}}));
  QCOMPARE(cell->readOnlyReason, QString());
  cells->selectCell(1, "body");
  QVERIFY(!cells->currentCell()->isCut());
}

void TestLargeCellsOfAPage::aPendingValueIsWhole() {
  const auto cells = page("cells");
  m_changes->setCell("cells", test::key(1), "body", Value::text(std::string(200'000, 'x') + "end"), Value::text("new"));
  cells->selectCell(0, "body");
  QVERIFY(!cells->currentCell()->isCut());
  QVERIFY(cells->currentCell()->value == Value::text("new"));
  cells->setCurrentCell(Value::text("newer"));
  QVERIFY(m_changes->changeOf("cells", test::key(1))->value("body")->value() == Value::text("newer"));
  QCOMPARE(m_changes->changeOf("cells", test::key(1))->beforeValue("body")->view().bytes().size(), 200'003U);
  // So large a value is kept once.
  QVERIFY(!m_changes->changeOf("cells", test::key(1))->seenValue("body"));
}

void TestLargeCellsOfAPage::neverTakesWhatWasCutForAValue() {
  const auto cells = page("cells");
  cells->selectCell(0, "body");
  cells->setCurrentCell(Value::text("typed"));
  QVERIFY(m_changes->isEmpty());
  // The row's other cells are edited as ever.
  cells->selectCell(0, "note");
  cells->setCurrentCell(Value::text("changed"));
  QVERIFY(m_changes->changeOf("cells", test::key(1))->value("note")->value() == Value::text("changed"));
}

void TestLargeCellsOfAPage::copiesWholeValues() {
  const auto cells = page("cells");
  cells->selectCell(0, "body");
  QApplication::clipboard()->setText(s("before"));
  cells->copySelection(false);
  QTRY_VERIFY_WITH_TIMEOUT(QApplication::clipboard()->text() != s("before"), kPatience);
  QCOMPARE(QApplication::clipboard()->text(), QString(200'000, QLatin1Char('x')) + s("end"));
}

void TestLargeCellsOfAPage::duplicatesWholeValues() {
  const auto cells = page("cells");
  cells->selectCell(0, "note");
  cells->duplicateSelectedRows();
  QTRY_VERIFY_WITH_TIMEOUT(!m_changes->isEmpty(), kPatience);
  const auto added = m_changes->inserts("cells");
  QCOMPARE(added.size(), 1U);
  QVERIFY(added[0]->value("body")->value() == Value::text(std::string(200'000, 'x') + "end"));
}

void TestLargeCellsOfAPage::changesNoRowByACutKey() {
  if (!isSqlite()) QSKIP("a key of PostgreSQL can't be large");
  const auto named = page("named");
  int large = -1;
  for (const int row : {0, 1}) {
    named->selectCell(row, "code");
    if (named->currentCell()->isCut()) large = row;
  }
  QVERIFY(large >= 0);
  named->selectCell(large, "note");
  QVERIFY(named->currentCell()->readOnlyReason.contains(s("too large")));
  QVERIFY(named->currentRow()->key.empty());
  named->setCurrentCell(Value::text("changed"));
  named->deleteSelectedRows();
  QVERIFY(m_changes->isEmpty());
}

void TestLargeCellsOfAPage::addressesRowsWithoutAKeyByTheirNumber() {
  if (!isSqlite()) QSKIP("PostgreSQL numbers no rows");
  const auto bare = page("bare");
  bare->selectCell(0, "body");
  QCOMPARE(bare->currentCell()->place.rowId, std::optional<std::int64_t>(1));
  QVERIFY(!bare->currentCell()->readOnlyReason.isEmpty());
}

JOINERY_TEST(TestLargeCellsOfAPage)
#include "tst_large_cells_of_a_page.moc"
