// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/paste_rows_dialog.h"
#include "ui/grid/replace_dialog.h"
#include "ui/grid/set_column_dialog.h"
#include "ui/grid/table_page.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

namespace {

constexpr int kItems = 2'000;

constexpr const char* kItemTable =
    "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, price NUMERIC(10,2) NOT NULL DEFAULT 1.50, made TIMESTAMP, doubled INTEGER GENERATED ALWAYS AS (amount * 2) STORED);";

}  // namespace

/// Many cells at once, by the keyboard alone.
class TestBulkEdits : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void filtersByTheSelectedValuesNullIncluded();
  void fillsDownAsOneStep();
  void fillsTheSelectionWithWhatIsTyped();
  void setsNullInRowsThatWereNotRead();
  void changesManyCellsAsOneStepThatIsToldOnce();
  void stoppedAtAnyTimeItLeavesNothing();
  void givesWayToAnEditThatComesMeanwhile();
  void leavesWhatCanNotBeChanged();
  void replacesInTheSelection();
  void countsBeforeItReplaces();
  void pastesRowsByTheirNames();
  void choosesWhereAPastedColumnGoes();
  void tellsWhichPastedRowsDoNotFit();
  void setsAColumnInAllFilteredRows();
  void changesNothingWhereOtherRowsPassThanWereCounted();

 private:
  void run(const std::string& script);
  std::int64_t number(const std::string& query);
  void show(const Json& filter = Json::object());
  GridView* grid() const { return m_page->findChild<GridView*>(); }
  void select(std::int64_t first, std::int64_t last, const char* from, const char* to);
  int column(const char* attribute) const { return m_database->registry()->at("item").attributeIndex(attribute); }
  Value pending(std::int64_t id, const char* attribute) const {
    const Change* change = m_changes->changeOf("item", test::key(id));
    return change && change->value(attribute) ? change->value(attribute)->value() : Value::text("unchanged");
  }
  template <typename Dialog>
  Dialog* dialog() const { return m_page->findChild<Dialog*>(); }
  bool isTold(const QString& text) const {
    for (const auto* label : m_page->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(text)) return true;
    return false;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
  std::unique_ptr<TablePage> m_page;
};

void TestBulkEdits::init() {
  QFETCH_GLOBAL(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options = Database::windowOptions();
  options.createIfMissing = true;
  m_engine = isSqlite ? Engine::create(Url::sqliteFile(m_folder->filePath(s("items.db")).toStdString()), options) : Engine::create(test::ownDatabaseUrl(), options);
  if (!isSqlite) run("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
  run(kItemTable);
  run("INSERT INTO item(id, name, amount) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(kItems) + ") SELECT i, 'item ' || i, i % 7 FROM n");
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
  show();
}

void TestBulkEdits::cleanup() {
  m_page.reset();
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void TestBulkEdits::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

std::int64_t TestBulkEdits::number(const std::string& query) { return fetchAll(*m_engine->connect(Engine::Access::Read)->execute(query))->at(0, 0).toInteger(); }

void TestBulkEdits::show(const Json& filter) {
  TableView view;
  view.model = "item";
  view.filter = filter;
  m_page = std::make_unique<TablePage>(m_database.get(), m_changes.get(), view);
  m_page->resize(900, 500);
  m_page->show();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
  const auto* source = m_page->findChild<PageSource*>();
  QTRY_VERIFY_WITH_TIMEOUT(source->isRowCountExact() && !m_page->isBusy(), kPatience);
  grid()->setFocus();
}

void TestBulkEdits::select(std::int64_t first, std::int64_t last, const char* from, const char* to) {
  grid()->setCurrentIndex(grid()->model()->index(static_cast<int>(first), column(from)));
  grid()->selection()->selectRanges({{first, last, column(from), column(to)}});
}

void TestBulkEdits::filtersByTheSelectedValuesNullIncluded() {
  run("UPDATE item SET name = NULL WHERE id IN (3, 20); UPDATE item SET name = 'it''s one, two' WHERE id = 2");
  show();
  select(1, 3, "name", "amount");
  m_page->filterBySelectedValues();
  QCOMPARE(QByteArray::fromStdString(m_page->view().filter.dump()), QByteArray("{\"name\":[\"it's one, two\",null,\"item 4\"]}"));
  const auto* source = m_page->findChild<PageSource*>();
  QTRY_VERIFY_WITH_TIMEOUT(source->isRowCountExact() && !m_page->isBusy(), kPatience);
  QCOMPARE(source->rowCount(), 4);
  // To what is there already the same values add the like of them once.
  grid()->setCurrentIndex(grid()->model()->index(0, column("amount")));
  grid()->selection()->selectRanges({{0, 3, column("amount"), column("amount")}});
  m_page->filterBySelectedValues();
  const Json& both = m_page->view().filter.at("$and");
  QCOMPARE(both.size(), 2U);
  QCOMPARE(QByteArray::fromStdString(both[1].dump()), QByteArray("{\"amount\":[2,3,4,6]}"));
}

void TestBulkEdits::fillsDownAsOneStep() {
  select(1, 4, "name", "amount");
  QTest::keyClick(grid(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE_WITH_TIMEOUT(m_changes->changeSet().changes().size(), 3U, kPatience);
  for (const std::int64_t id : {3, 4, 5}) {
    QVERIFY(pending(id, "name") == Value::text("item 2"));
    QVERIFY(pending(id, "amount") == Value::integer(2));
  }
  QCOMPARE(m_changes->undoStack().count(), 1);
  m_changes->undoStack().undo();
  QVERIFY(m_changes->isEmpty());
}

void TestBulkEdits::fillsTheSelectionWithWhatIsTyped() {
  select(0, 2, "amount", "amount");
  QTest::keyClick(grid(), Qt::Key_F2);
  auto* line = m_page->findChild<QLineEdit*>(s("cellLineEditor"));
  QVERIFY(line);
  line->selectAll();
  QTest::keyClicks(line, s("42"));
  QTest::keyClick(line, Qt::Key_Return, Qt::ControlModifier);
  for (const std::int64_t id : {1, 2, 3}) QTRY_VERIFY_WITH_TIMEOUT(pending(id, "amount") == Value::integer(42), kPatience);
  // And by its dialog.
  select(5, 6, "amount", "amount");
  QTest::keyClick(grid(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
  line = m_page->findChild<QLineEdit*>(s("newValue"));
  QVERIFY(line);
  line->selectAll();
  QTest::keyClicks(line, s("many"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(m_page->findChild<QLineEdit*>(s("newValue"))->isVisible());
  line->selectAll();
  QTest::keyClicks(line, s("7"));
  QTest::keyClick(line, Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(pending(7, "amount") == Value::integer(7), kPatience);
  QVERIFY(pending(6, "amount") == Value::integer(7));
}

void TestBulkEdits::setsNullInRowsThatWereNotRead() {
  select(0, 1'499, "name", "name");
  QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QTRY_COMPARE_WITH_TIMEOUT(m_changes->changeSet().changes().size(), 1'500U, kPatience);
  QVERIFY(pending(1'500, "name").isNull());
  const Change* change = m_changes->changeOf("item", test::key(1'400));
  QVERIFY(change && *change->beforeValue("name") == Value::text("item 1400"));
  QVERIFY(change->seenValue("id") && change->seenValue("name"));
  QCOMPARE(m_changes->undoStack().count(), 1);
}

/// The step is made ready by slices; nobody sees a part of it.
void TestBulkEdits::changesManyCellsAsOneStepThatIsToldOnce() {
  QSignalSpy changed(m_changes.get(), &PendingChanges::changed);
  select(0, 1'799, "name", "made");
  QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, kPatience);
  QCOMPARE(m_changes->changeSet().size(), 1'800U);
  QCOMPARE(m_changes->undoStack().count(), 1);
  QVERIFY(isTold(s("left as they are: price can't be NULL.")));
  for (const Change& change : m_changes->changeSet().changes()) {
    QCOMPARE(change.values.size(), 2U);
    QVERIFY(change.seen && change.seenValue("name") && *change.seenValue("name") == *change.beforeValue("name"));
  }
  m_changes->undoStack().undo();
  QVERIFY(m_changes->isEmpty());
  QCOMPARE(changed.count(), 2);
}

/// Each time that it becomes busy: as it reads, and in each of the slices that follow.
void TestBulkEdits::stoppedAtAnyTimeItLeavesNothing() {
  int stopAt = 0, times = 0, stopped = 0;
  connect(m_page.get(), &TabPage::busyChanged, this, [&] {
    if (!m_page->isBusy() || ++times != stopAt) return;
    ++stopped;
    m_page->stop();
  });
  select(0, 1'799, "name", "amount");
  QSignalSpy changed(m_changes.get(), &PendingChanges::changed);
  for (stopAt = 1; changed.count() == 0; ++stopAt) {
    times = 0;
    const int before = stopped;
    QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(stopped > before || changed.count() > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->isBusy(), kPatience);
    if (changed.count() > 0) break;
    QVERIFY(m_changes->isEmpty());
    QCOMPARE(m_changes->undoStack().count(), 0);
  }
  QVERIFY2(stopped >= 3, "it was not stopped as it read, as it looked at cells, and as it put rows together");
  QCOMPARE(m_changes->changeSet().size(), 1'800U);
}

void TestBulkEdits::givesWayToAnEditThatComesMeanwhile() {
  int times = 0;
  connect(m_page.get(), &TabPage::busyChanged, this, [&] {
    if (m_page->isBusy() && ++times == 2) m_changes->setCell("item", test::key(1'900), "name", Value::text("item 1900"), Value::text("typed"));
  });
  select(0, 1'799, "name", "amount");
  QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QTRY_VERIFY_WITH_TIMEOUT(isTold(s("meanwhile; nothing was changed here")), kPatience);
  QCOMPARE(m_changes->changeSet().size(), 1U);
  QVERIFY(pending(1'900, "name") == Value::text("typed"));
  QCOMPARE(m_changes->undoStack().count(), 1);
}

void TestBulkEdits::leavesWhatCanNotBeChanged() {
  select(0, 1, "price", "doubled");
  QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QTRY_VERIFY_WITH_TIMEOUT(isTold(s("left as they are")), kPatience);
  QVERIFY(isTold(s("price can't be NULL")));
  QVERIFY(m_changes->isEmpty());
}

void TestBulkEdits::replacesInTheSelection() {
  select(9, 11, "name", "amount");
  QTest::keyClick(grid(), Qt::Key_H, Qt::ControlModifier);
  QTRY_VERIFY_WITH_TIMEOUT(dialog<ReplaceDialog>(), kPatience);
  auto* found = dialog<ReplaceDialog>();
  QTest::keyClicks(found->findChild<QLineEdit*>(s("findText")), s("ITEM (1)(\\d)"));
  QTest::keyClicks(found->findChild<QLineEdit*>(s("replacementText")), s("\\2\\\\\\1"));
  QVERIFY(!found->findChild<QPushButton*>(s("replaceAll"))->isEnabled());
  found->findChild<QCheckBox*>(s("regularExpression"))->click();
  found->findChild<QPushButton*>(s("replaceAll"))->click();
  QVERIFY(pending(10, "name") == Value::text("0\\1"));
  QVERIFY(pending(12, "name") == Value::text("2\\1"));
  QVERIFY(pending(10, "amount") == Value::text("unchanged"));
  QCOMPARE(m_changes->undoStack().count(), 1);
}

void TestBulkEdits::countsBeforeItReplaces() {
  select(0, 6, "name", "amount");
  QTest::keyClick(grid(), Qt::Key_H, Qt::ControlModifier);
  QTRY_VERIFY_WITH_TIMEOUT(dialog<ReplaceDialog>(), kPatience);
  auto* found = dialog<ReplaceDialog>();
  const auto* count = found->findChild<QLabel*>(s("replaceCount"));
  QTest::keyClicks(found->findChild<QLineEdit*>(s("findText")), s("3"));
  QTest::keyClicks(found->findChild<QLineEdit*>(s("replacementText")), s("three"));
  // "item 3", and the number 3, which is no number then.
  QVERIFY(count->text().startsWith(s("1 cell(s) will be changed")));
  QVERIFY(count->text().contains(s("1 more would not fit")) || count->text().contains(s("1 more")));
  found->findChild<QCheckBox*>(s("wholeCell"))->click();
  QVERIFY(!found->findChild<QPushButton*>(s("replaceAll"))->isEnabled());
  found->reject();
  QVERIFY(m_changes->isEmpty());
}

void TestBulkEdits::pastesRowsByTheirNames() {
  QApplication::clipboard()->setText(s("Amount\tNAME\tprice\n5\t\"two\nlines\"\t2.50\n\t007\t\n"));
  QTest::keyClick(grid(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
  auto* found = dialog<PasteRowsDialog>();
  QVERIFY(found);
  QVERIFY(found->findChild<QCheckBox*>(s("firstRowIsHeader"))->isChecked());
  // The second has no price, which can't be NULL.
  QVERIFY(found->findChild<QLabel*>(s("pasteCount"))->text().contains(s("price can't be NULL")));
  found->findChild<QComboBox*>(s("emptyCells"))->setCurrentIndex(2);
  found->findChild<QPushButton*>(s("insertRows"))->click();
  const auto added = m_changes->inserts("item");
  QCOMPARE(added.size(), 2U);
  QVERIFY(added[0]->value("name")->value() == Value::text("two\nlines"));
  QVERIFY(added[0]->value("amount")->value() == Value::integer(5));
  QVERIFY(added[1]->value("name")->value() == Value::text("007"));
  QVERIFY(!added[1]->value("price"));
  QCOMPARE(m_changes->undoStack().count(), 1);
}

void TestBulkEdits::choosesWhereAPastedColumnGoes() {
  QApplication::clipboard()->setText(s("a\t1\nb\t2\n"));
  QTest::keyClick(grid(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
  auto* found = dialog<PasteRowsDialog>();
  QVERIFY(found);
  QVERIFY(!found->findChild<QCheckBox*>(s("firstRowIsHeader"))->isChecked());
  const auto choose = [found](const char* target, const char* attribute) {
    auto* box = found->findChild<QComboBox*>(s(target));
    box->setCurrentIndex(box->findText(s(attribute)));
    Q_EMIT box->activated(box->currentIndex());
  };
  choose("target_1", "name");
  choose("target_2", "amount");
  const auto* table = found->findChild<QTableWidget*>(s("pastedRows"));
  QCOMPARE(table->item(1, 0)->text(), s("b"));
  const auto* told = QAccessible::queryAccessibleInterface(found->findChild<QComboBox*>(s("target_1")));
  QCOMPARE(told->text(QAccessible::Name), s("Column 1 goes to"));
  QCOMPARE(told->text(QAccessible::Description), s("name"));
  // In no table, which would hide them.
  QVERIFY(!table->isAncestorOf(found->findChild<QComboBox*>(s("target_1"))));
  found->findChild<QPushButton*>(s("insertRows"))->click();
  const auto added = m_changes->inserts("item");
  QCOMPARE(added.size(), 2U);
  QVERIFY(added[1]->value("name")->value() == Value::text("b"));
  QVERIFY(added[1]->value("amount")->value() == Value::integer(2));
  QVERIFY(!added[1]->value("id"));
}

void TestBulkEdits::tellsWhichPastedRowsDoNotFit() {
  QApplication::clipboard()->setText(s("name\tamount\na\t1\nb\tmany\n"));
  QTest::keyClick(grid(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
  auto* found = dialog<PasteRowsDialog>();
  QVERIFY(found);
  const auto* table = found->findChild<QTableWidget*>(s("pastedRows"));
  QVERIFY(table->item(1, 1)->toolTip().contains(s("does not fit")));
  QVERIFY(table->item(0, 1)->toolTip().isEmpty());
  QVERIFY(found->findChild<QLabel*>(s("pasteCount"))->text().contains(s("row 2")));
  found->findChild<QPushButton*>(s("insertRows"))->click();
  QCOMPARE(m_changes->inserts("item").size(), 1U);
}

void TestBulkEdits::setsAColumnInAllFilteredRows() {
  show(parseJson(R"({"amount": {"$lt": 2}})"));
  const auto rows = number("SELECT count(*) FROM item WHERE amount < 2");
  grid()->setCurrentIndex(grid()->model()->index(0, column("name")));
  QTest::keyClick(grid(), Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
  auto* found = dialog<SetColumnDialog>();
  QVERIFY(found);
  auto* update = found->findChild<QPushButton*>(s("updateRows"));
  auto* line = found->findChild<QLineEdit*>(s("newValue"));
  QCOMPARE(line->accessibleName(), s("New value"));
  QVERIFY(!update->isEnabled());
  line->setFocus();
  QTest::keyClicks(line, s("it's"));
  QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), kPatience);
  QCOMPARE(update->text(), s("&Update %1 rows").arg(QLocale().toString(static_cast<qlonglong>(rows))));
  QVERIFY(found->findChild<QPlainTextEdit*>(s("statement"))->toPlainText().contains(s("'it''s'")));
  QCOMPARE(number("SELECT count(*) FROM item WHERE name = 'it''s'"), 0);
  QSignalSpy written(found, &SetColumnDialog::written);
  update->click();
  QVERIFY(written.wait(kPatience));
  QCOMPARE(written[0][0].toLongLong(), rows);
  QCOMPARE(number("SELECT count(*) FROM item WHERE name = 'it''s' AND amount < 2"), rows);
  QCOMPARE(number("SELECT count(*) FROM item WHERE name = 'it''s'"), rows);
  QVERIFY(m_changes->isEmpty());
}

void TestBulkEdits::changesNothingWhereOtherRowsPassThanWereCounted() {
  grid()->setCurrentIndex(grid()->model()->index(0, column("amount")));
  QTest::keyClick(grid(), Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
  auto* found = dialog<SetColumnDialog>();
  QVERIFY(found);
  auto* update = found->findChild<QPushButton*>(s("updateRows"));
  found->findChild<QCheckBox*>(s("setToNull"))->click();
  QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), kPatience);
  run("DELETE FROM item WHERE id = 1");
  update->click();
  const auto* state = found->findChild<QLabel*>(s("updateState"));
  QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(s("nothing was changed")), kPatience);
  QCOMPARE(number("SELECT count(*) FROM item WHERE amount IS NULL"), 0);
  QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled() && update->text().contains(QLocale().toString(kItems - 1)), kPatience);
  found->reject();
  QTRY_VERIFY_WITH_TIMEOUT(!dialog<SetColumnDialog>(), kPatience);
  // Pending changes would be in the way.
  m_changes->insertRow("item");
  m_page->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
  grid()->setFocus();
  QTest::keyClick(grid(), Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
  found = dialog<SetColumnDialog>();
  QVERIFY(found);
  state = found->findChild<QLabel*>(s("updateState"));
  const auto saysWhatToDo = [&state] { return state->text().startsWith(s("item has 1 row(s) with pending changes")) && state->text().contains(s("Ctrl+S")) && state->text().contains(s("Pending changes")); };
  QVERIFY2(saysWhatToDo(), qPrintable(state->text()));
  // Whatever is typed and counted then.
  update = found->findChild<QPushButton*>(s("updateRows"));
  found->findChild<QCheckBox*>(s("setToNull"))->click();
  QTRY_VERIFY_WITH_TIMEOUT(update->text().contains(QLocale().toString(kItems - 1)), kPatience);
  QVERIFY(saysWhatToDo() && !update->isEnabled());
  found->reject();
  QTRY_VERIFY_WITH_TIMEOUT(!dialog<SetColumnDialog>(), kPatience);
  // What it says helps.
  m_changes->undoStack().undo();
  m_page->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
  grid()->setFocus();
  grid()->setCurrentIndex(grid()->model()->index(0, column("amount")));
  QTest::keyClick(grid(), Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
  found = dialog<SetColumnDialog>();
  QVERIFY(found);
  found->findChild<QCheckBox*>(s("setToNull"))->click();
  QTRY_VERIFY_WITH_TIMEOUT(found->findChild<QPushButton*>(s("updateRows"))->isEnabled(), kPatience);
}

JOINERY_TEST(TestBulkEdits)
#include "tst_bulk_edits.moc"
