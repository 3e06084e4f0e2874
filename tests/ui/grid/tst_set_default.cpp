// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/set_column_dialog.h"
#include "ui/grid/table_page.h"
#include "ui/value/value_editor.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

namespace {

constexpr const char* kTicketTable =
    "CREATE TABLE ticket(id INTEGER PRIMARY KEY, made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, answer INTEGER NOT NULL DEFAULT (40 + 2), word TEXT DEFAULT 'w', plain TEXT);"
    "INSERT INTO ticket VALUES (1, '2001-02-03 04:05:06', 1, 'a', 'p'), (2, '2001-02-03 04:05:06', 2, 'b', 'q'), (3, '2001-02-03 04:05:06', 3, 'c', 'r');";

}  // namespace

/// Cells of rows that are there, set to their column's default.
class TestSetDefault : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void showsWhatTheDatabaseWillMake();
  void writesAConstantAsTheValueThatItIs();
  void opensAndClosesAnEditorWithoutAChange();
  void takesAnotherValueOverADefault();
  void fillsDefaultsDownAndUndoesThem();
  void leavesAnAddedRowOpen();
  void copiesItToADuplicatedRowAsOpen();
  void isInTheMenuOfACellsEditor();
  void hasNoValueForTheViewer();
  void commitsWhatThePreviewShows();
  void setsAColumnOfAllRowsToIt();

 private:
  void run(const std::string& script);
  std::string text(const std::string& query) { return displayText(fetchAll(*m_engine->connect(Engine::Access::Read)->execute(query))->at(0, 0), ValueType{}); }
  GridView* grid() const { return m_page->findChild<GridView*>(); }
  QModelIndex cell(int row, const char* attribute) const { return grid()->model()->index(row, column(attribute)); }
  int column(const char* attribute) const { return m_database->registry()->at("ticket").attributeIndex(attribute); }
  std::string expression(const char* attribute) const { return *m_database->registry()->at("ticket").attribute(attribute)->column.defaultExpression; }
  const Operand* pending(std::int64_t id, const char* attribute) const {
    const Change* change = m_changes->changeOf("ticket", test::key(id));
    return change ? change->value(attribute) : nullptr;
  }
  void setDefault(int row, const char* attribute) {
    grid()->setCurrentIndex(cell(row, attribute));
    QTest::keyClick(grid(), Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
  }
  QLineEdit* edit(int row, const char* attribute) {
    grid()->setCurrentIndex(cell(row, attribute));
    QTest::keyClick(grid(), Qt::Key_F2);
    auto* editor = qobject_cast<ValueEditor*>(grid()->indexWidget(grid()->currentIndex()));
    return editor ? qobject_cast<QLineEdit*>(editor->input()) : nullptr;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
  std::unique_ptr<TablePage> m_page;
};

void TestSetDefault::init() {
  QFETCH_GLOBAL(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options = Database::windowOptions();
  options.createIfMissing = true;
  m_engine = isSqlite ? Engine::create(Url::sqliteFile(m_folder->filePath(s("tickets.db")).toStdString()), options) : Engine::create(test::ownDatabaseUrl(), options);
  if (!isSqlite) run("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
  run(kTicketTable);
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
  TableView view;
  view.model = "ticket";
  view.sorts = {"+id"};
  m_page = std::make_unique<TablePage>(m_database.get(), m_changes.get(), view);
  m_page->resize(900, 400);
  m_page->show();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
  QTRY_VERIFY_WITH_TIMEOUT(!m_page->isBusy() && grid()->model()->rowCount() == 3, kPatience);
  grid()->setFocus();
}

void TestSetDefault::cleanup() {
  m_page.reset();
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void TestSetDefault::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

void TestSetDefault::showsWhatTheDatabaseWillMake() {
  for (const char* attribute : {"made", "answer"}) {
    setDefault(0, attribute);
    QVERIFY(pending(1, attribute) && pending(1, attribute)->isDefault());
    QCOMPARE(cell(0, attribute).data().toString().toStdString(), expression(attribute));
    QVERIFY(cell(0, attribute).data(GridModel::NullRole).toBool());
    QVERIFY(cell(0, attribute).data(GridModel::CellChangedRole).toBool());
    QVERIFY(cell(0, attribute).data(Qt::ToolTipRole).toString().contains(s("default")));
  }
  QCOMPARE(m_changes->undoStack().count(), 2);
  // A second time changes nothing.
  setDefault(0, "made");
  QCOMPARE(m_changes->undoStack().count(), 2);
}

void TestSetDefault::writesAConstantAsTheValueThatItIs() {
  setDefault(0, "word");
  QVERIFY(*pending(1, "word") == Operand(Value::text("w")));
  setDefault(0, "plain");
  QVERIFY(*pending(1, "plain") == Operand(Value()));
}

void TestSetDefault::opensAndClosesAnEditorWithoutAChange() {
  setDefault(0, "made");
  for (const Qt::Key leaving : {Qt::Key_Return, Qt::Key_Tab, Qt::Key_Escape}) {
    QLineEdit* line = edit(0, "made");
    QVERIFY(line);
    QCOMPARE(line->text(), QString());
    QCOMPARE(line->placeholderText().toStdString(), expression("made"));
    QTest::keyClick(line, leaving);
    QVERIFY(pending(1, "made") && pending(1, "made")->isDefault());
    QCOMPARE(m_changes->undoStack().count(), 1);
  }
}

void TestSetDefault::takesAnotherValueOverADefault() {
  setDefault(0, "answer");
  QLineEdit* line = edit(0, "answer");
  QTest::keyClicks(line, s("7"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(*pending(1, "answer") == Operand(Value::integer(7)));
  setDefault(0, "answer");
  QVERIFY(pending(1, "answer")->isDefault());
  // What stood there before takes the change back.
  QTest::keyClicks(edit(0, "answer"), s("1\r"));
  QVERIFY(!pending(1, "answer"));
  setDefault(0, "made");
  QTest::keyClick(grid(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(*pending(1, "made") == Operand(Value()));
}

void TestSetDefault::fillsDefaultsDownAndUndoesThem() {
  setDefault(0, "made");
  grid()->selection()->selectRanges({{0, 2, column("made"), column("made")}});
  QTest::keyClick(grid(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_VERIFY_WITH_TIMEOUT(pending(3, "made"), kPatience);
  QVERIFY(pending(2, "made")->isDefault() && pending(3, "made")->isDefault());
  m_changes->undoStack().undo();
  QVERIFY(pending(1, "made")->isDefault() && !pending(2, "made") && !pending(3, "made"));
  m_changes->undoStack().undo();
  QVERIFY(m_changes->isEmpty());
  m_changes->undoStack().redo();
  QVERIFY(pending(1, "made")->isDefault());
  m_changes->revertCell(m_changes->changeOf("ticket", test::key(1))->id, "made");
  QVERIFY(m_changes->isEmpty());
}

void TestSetDefault::leavesAnAddedRowOpen() {
  m_page->addRow();
  const std::string ref = m_changes->inserts("ticket").front()->ref;
  m_changes->setInsertedCell(ref, "answer", Value::integer(5));
  setDefault(0, "answer");
  QVERIFY(!m_changes->insertByRef(ref)->value("answer"));
  QCOMPARE(m_changes->undoStack().count(), 3);
  setDefault(0, "answer");
  QCOMPARE(m_changes->undoStack().count(), 3);
}

void TestSetDefault::copiesItToADuplicatedRowAsOpen() {
  setDefault(0, "made");
  m_page->duplicateSelectedRows();
  QTRY_VERIFY_WITH_TIMEOUT(!m_changes->inserts("ticket").empty(), kPatience);
  const Change* copy = m_changes->inserts("ticket").front();
  QVERIFY(!copy->value("made"));
  QVERIFY(*copy->value("word") == Operand(Value::text("a")));
}

void TestSetDefault::isInTheMenuOfACellsEditor() {
  QLineEdit* line = edit(1, "made");
  QVERIFY(line);
  QMenu menu;
  auto* editor = qobject_cast<ValueEditor*>(grid()->indexWidget(grid()->currentIndex()));
  editor->addActions(&menu);
  for (QAction* action : menu.actions())
    if (action->text() == s("Set &default")) {
      QVERIFY(action->isEnabled());
      action->trigger();
    }
  QVERIFY(pending(2, "made") && pending(2, "made")->isDefault());
  QVERIFY(!grid()->indexWidget(cell(1, "made")));
}

void TestSetDefault::hasNoValueForTheViewer() {
  setDefault(0, "made");
  const auto shown = m_page->currentCell();
  QVERIFY(shown && shown->value.isNull());
  QCOMPARE(shown->unknown.toStdString(), expression("made"));
  grid()->setCurrentIndex(cell(1, "made"));
  QVERIFY(m_page->currentCell()->unknown.isEmpty());
}

void TestSetDefault::commitsWhatThePreviewShows() {
  setDefault(0, "made");
  setDefault(0, "answer");
  QTRY_VERIFY_WITH_TIMEOUT(m_changes->isPrepared(), kPatience);
  QVERIFY(m_changes->issues().empty());
  QVERIFY(m_changes->plan());
  QCOMPARE(m_changes->plan()->size(), std::size_t{1});
  const std::string planned = m_changes->plan()->front().statement.sql;
  QVERIFY2(planned.find("DEFAULT") != std::string::npos || planned.find("(40 + 2)") != std::string::npos, planned.c_str());
  QSignalSpy committed(m_changes.get(), &PendingChanges::committed);
  m_changes->commit();
  QVERIFY(committed.wait(kPatience));
  const auto logged = m_engine->log().statements();
  QVERIFY(std::ranges::any_of(logged, [&](const LoggedStatement& statement) { return statement.sql == planned; }));
  QCOMPARE(text("SELECT count(*) FROM ticket WHERE id = 1 AND answer = 42 AND made > '2020-01-01'"), std::string("1"));
  m_page->refresh();
  QTRY_COMPARE_WITH_TIMEOUT(cell(0, "answer").data().toString(), s("42"), kPatience);
  QVERIFY(!cell(0, "made").data(GridModel::NullRole).toBool());
}

void TestSetDefault::setsAColumnOfAllRowsToIt() {
  grid()->setCurrentIndex(cell(0, "plain"));
  QTest::keyClick(grid(), Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
  auto* dialog = m_page->findChild<SetColumnDialog*>();
  QVERIFY(dialog);
  auto* byDefault = dialog->findChild<QCheckBox*>(s("setToDefault"));
  auto* null = dialog->findChild<QCheckBox*>(s("setToNull"));
  QVERIFY(byDefault && !byDefault->isEnabled());
  QCOMPARE(byDefault->accessibleDescription(), s("plain has no default."));
  auto* columns = dialog->findChild<QComboBox*>(s("setColumn"));
  columns->setCurrentIndex(columns->findText(s("word")));
  QVERIFY(byDefault->isEnabled() && null->isEnabled());
  null->click();
  byDefault->click();
  QVERIFY(byDefault->isChecked() && !null->isChecked());
  columns->setCurrentIndex(columns->findText(s("answer")));
  QVERIFY(!byDefault->isChecked() && !null->isEnabled() && dialog->findChild<QPlainTextEdit*>(s("statement"))->toPlainText().isEmpty());
  byDefault->click();
  QVERIFY(!dialog->findChild<QLineEdit*>(s("newValue"))->isEnabled());
  const QString statement = dialog->findChild<QPlainTextEdit*>(s("statement"))->toPlainText();
  QVERIFY2(statement.contains(m_engine->dialect().setsDefaults() ? s("DEFAULT") : s("40 + 2")), qPrintable(statement));
  auto* update = dialog->findChild<QPushButton*>(s("updateRows"));
  QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), kPatience);
  QSignalSpy written(dialog, &SetColumnDialog::written);
  update->click();
  QVERIFY(written.wait(kPatience));
  QCOMPARE(text("SELECT count(*) FROM ticket WHERE answer = 42"), "3");
}

JOINERY_TEST(TestSetDefault)
#include "tst_set_default.moc"
