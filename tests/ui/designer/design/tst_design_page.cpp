// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "orm/difference/designed_type.h"
#include "orm/difference/schema_change.h"
#include "orm/engine/dialects.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/design/design_page.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// A schema is designed: tables, columns, keys; each step is undone, kept and read again.
class TstDesignPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void aColumnsNewNameIsOneRename();
  void undoGoesBackToTheBeginningAndRedoToTheEnd();
  void theKeyboardInTheNameUndoesTheDesign();
  void whatIsUndoneBehindARevisionIsRecorded();
  void linksAndForeignKeysAreOneStep();
  void cellsChangeColumnsKeysChecksAndIndexes();
  void theGridIsWorkedByKeys();
  void whatIsWrongIsAtItsCell();
  void whatIsRefusedIsToldAndChangesNothing();
  void theSqlIsWhatTheEngineTakes();
  void theWorkspaceKeepsTheDesign();
  void aBrokenDesignIsToldAndLeavesTheWorkspaceAlone();
  void tablesOfAnotherEngineAreCopied();
  void looksAsItShould();

 private:
  PartModel* parts(const char* name) const { return m_page->findChild<PartView*>(s(name))->model(); }
  const schema::Table& table(const char* name) const { return *m_page->design()->metadata().find(QualifiedName(name)); }
  bool set(const char* grid, int row, int column, const QVariant& value) const {
    PartModel* model = parts(grid);
    return model->setData(model->index(row, column), value, Qt::EditRole);
  }
  bool tick(const char* grid, int row, int column, bool on) const { return parts(grid)->setData(parts(grid)->index(row, column), on ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole); }
  void addNamed(const char* name) {
    m_page->addTable();
    auto* edit = m_page->findChild<QLineEdit*>(s("tableName"));
    edit->setText(s(name));
    Q_EMIT edit->editingFinished();
  }
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<DesignPage> m_page;
};

void TstDesignPage::init() {
  m_document = std::make_unique<WorkspaceDocument>();
  m_page = std::make_unique<DesignPage>(m_document.get());
  for (const char* name : {"columns", "foreignKeys", "uniqueKeys", "checks", "indexes"})
    new QAbstractItemModelTester(parts(name), QAbstractItemModelTester::FailureReportingMode::QtTest, parts(name));
  addNamed("authors");
  addNamed("books");
}

void TstDesignPage::cleanup() {
  m_page.reset();
  m_document.reset();
}

void TstDesignPage::aColumnsNewNameIsOneRename() {
  m_page->design()->markRevision();
  QVERIFY(set("columns", 0, 0, s("number")));
  const auto operations = m_page->design()->sinceRevision();
  QCOMPARE(operations.size(), std::size_t(1));
  QVERIFY(std::holds_alternative<migration::RenameColumn>(operations.front()));
}

void TstDesignPage::undoGoesBackToTheBeginningAndRedoToTheEnd() {
  m_page->linkTo(QualifiedName("authors"));
  m_page->removeTable();
  const schema::MetaData end = m_page->design()->metadata();
  while (m_page->design()->undoStack().canUndo()) m_page->design()->undoStack().undo();
  QVERIFY(m_page->design()->metadata().tables().empty());
  QVERIFY(m_page->design()->recorded().empty());
  while (m_page->design()->undoStack().canRedo()) m_page->design()->undoStack().redo();
  QVERIFY(m_page->design()->metadata() == end);
}

void TstDesignPage::theKeyboardInTheNameUndoesTheDesign() {
  m_page->show();
  auto* name = m_page->findChild<QLineEdit*>(s("tableName"));
  name->setFocus();
  name->selectAll();
  QTest::keyClicks(name, s("novels"));
  // What is only typed is undone in the line.
  QTest::keySequence(name, QKeySequence::Undo);
  QCOMPARE(name->text(), s("books"));
  name->selectAll();
  QTest::keyClicks(name, s("novels"));
  QTest::keyClick(name, Qt::Key_Return);
  QVERIFY(m_page->design()->metadata().find(QualifiedName("novels")));
  QTest::keySequence(name, QKeySequence::Undo);
  QVERIFY(m_page->design()->metadata().find(QualifiedName("books")));
  QCOMPARE(name->text(), s("books"));
  QTest::keySequence(name, QKeySequence::Redo);
  QVERIFY(m_page->design()->metadata().find(QualifiedName("novels")));
}

void TstDesignPage::whatIsUndoneBehindARevisionIsRecorded() {
  const schema::MetaData revision = m_page->design()->metadata();
  m_page->design()->markRevision();
  m_page->design()->undoStack().undo();
  const auto recorded = m_page->design()->recorded();
  QVERIFY(!recorded.empty());
  QVERIFY(migration::applied(revision, recorded, m_page->design()->dialect()) == m_page->design()->metadata());
  m_page->design()->undoStack().redo();
  QVERIFY(m_page->design()->recorded().empty());
}

void TstDesignPage::linksAndForeignKeysAreOneStep() {
  const int steps = m_page->design()->undoStack().index();
  m_page->linkTo(QualifiedName("authors"));
  m_page->referTo(QualifiedName("authors"));
  QCOMPARE(m_page->design()->undoStack().index(), steps + 2);
  QCOMPARE(table("books_authors").primaryKey->columns, (std::vector<std::string>{"books_id", "authors_id"}));
  QVERIFY(table("books").column("authors_id"));
  QCOMPARE(parts("foreignKeys")->rowCount(), 1);
}

void TstDesignPage::cellsChangeColumnsKeysChecksAndIndexes() {
  QVERIFY(parts("columns")->add());
  QVERIFY(set("columns", 1, 0, s("title")));
  QVERIFY(set("columns", 1, 1, s("VARCHAR(40)")));
  QVERIFY(tick("columns", 1, 2, false));
  QVERIFY(set("columns", 1, 3, s("'?'")));
  QVERIFY(tick("columns", 1, 5, true));
  QCOMPARE(parts("uniqueKeys")->rowCount(), 1);
  QVERIFY(parts("columns")->add());
  QVERIFY(set("columns", 2, 6, s("stored: upper(title)")));
  QVERIFY(parts("checks")->add());
  QVERIFY(set("checks", 0, 1, s("length(title) > 1")));
  QVERIFY(parts("indexes")->add());
  QVERIFY(set("indexes", 0, 1, s("title DESC, (lower(title))")));
  QVERIFY(set("indexes", 0, 3, s("title <> ''")));
  m_page->referTo(QualifiedName("authors"));
  QVERIFY(set("foreignKeys", 0, 4, s("CASCADE")));
  QVERIFY(set("foreignKeys", 0, 6, s("initially deferred")));
  const schema::Table& books = table("books");
  QCOMPARE(books.columns[1].type.length, std::optional(40));
  QVERIFY(!books.columns[1].nullable);
  QCOMPARE(books.columns[2].generationExpression, std::string("upper(title)"));
  QCOMPARE(books.indexes[0].parts[1].expression, std::string("lower(title)"));
  QVERIFY(books.indexes[0].parts[0].descending);
  QCOMPARE(books.foreignKeys[0].onDelete, schema::ReferentialAction::Cascade);
  QVERIFY(books.foreignKeys[0].initiallyDeferred);
  QVERIFY(parts("columns")->move(2, 1));
  QCOMPARE(table("books").columns[1].generation, schema::Generation::StoredExpression);
}

void TstDesignPage::theGridIsWorkedByKeys() {
  m_page->show();
  auto* grid = m_page->findChild<QTableView*>(s("columnsGrid"));
  grid->setFocus();
  QTest::keyClick(grid, Qt::Key_Insert);
  QCOMPARE(parts("columns")->rowCount(), 2);
  auto* editor = grid->findChild<QLineEdit*>();
  QVERIFY(editor);
  QCOMPARE(editor->accessibleName(), s("Name"));
  editor->setText(s("title"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(table("books").columns[1].name, std::string("title"));
  grid->setCurrentIndex(parts("columns")->index(1, 0));
  QTest::keyClick(grid, Qt::Key_Up, Qt::AltModifier);
  QCOMPARE(table("books").columns[0].name, std::string("title"));
  QTest::keyClick(grid, Qt::Key_Delete);
  QCOMPARE(parts("columns")->rowCount(), 1);
  QTest::keyClick(grid, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(parts("columns")->rowCount(), 2);
}

void TstDesignPage::whatIsWrongIsAtItsCell() {
  QVERIFY(parts("columns")->add());
  QVERIFY(set("columns", 1, 1, s("wobble")));
  m_page->findChild<QCheckBox*>(s("strict"))->click();
  const QModelIndex cell = parts("columns")->index(1, 1);
  QVERIFY(cell.data(Qt::AccessibleDescriptionRole).toString().contains(s("wobble")));
  QVERIFY(cell.data(Qt::BackgroundRole).isValid());
  QVERIFY(!parts("columns")->index(1, 0).data(Qt::BackgroundRole).isValid());
  QCOMPARE(m_page->findChild<QListWidget*>(s("designIssues"))->count(), 1);
  QVERIFY(set("columns", 1, 1, s("TEXT")));
  QVERIFY(!cell.data(Qt::BackgroundRole).isValid());
}

void TstDesignPage::whatIsRefusedIsToldAndChangesNothing() {
  QVERIFY(parts("columns")->add());
  const schema::MetaData before = m_page->design()->metadata();
  QVERIFY(!set("columns", 1, 0, s("id")));
  QVERIFY(m_page->design()->metadata() == before);
  QVERIFY(m_page->findChild<MessageBar*>()->text().contains(s("books")));
}

void TstDesignPage::theSqlIsWhatTheEngineTakes() {
  m_page->referTo(QualifiedName("authors"));
  const QString sql = m_page->findChild<QPlainTextEdit*>(s("tableSql"))->toPlainText();
  QVERIFY(sql.startsWith(s("CREATE TABLE books (")));
  QVERIFY(sql.contains(s("FOREIGN KEY (authors_id) REFERENCES authors (id)")));
}

void TstDesignPage::theWorkspaceKeepsTheDesign() {
  QVERIFY(m_document->isModified());
  const QTemporaryDir folder;
  QSignalSpy saved(m_document.get(), &WorkspaceDocument::saved);
  Json known = *m_document->designedSchema();
  known["later"] = "kept";
  m_document->putDesignedSchema(known);
  m_page->referTo(QualifiedName("authors"));
  m_document->saveAs(folder.filePath(s("w.joinery")));
  QVERIFY(saved.wait(kPatience));
  WorkspaceDocument other;
  QSignalSpy opened(&other, &WorkspaceDocument::opened);
  DesignPage page(&other);
  other.open(folder.filePath(s("w.joinery")));
  QVERIFY(opened.wait(kPatience));
  QVERIFY(page.design()->metadata() == m_page->design()->metadata());
  QCOMPARE(page.design()->recorded(), m_page->design()->recorded());
  QCOMPARE(page.design()->toJson().at("later").get<std::string>(), std::string("kept"));
  QVERIFY(!other.isModified());
}

void TstDesignPage::aBrokenDesignIsToldAndLeavesTheWorkspaceAlone() {
  WorkspaceDocument document;
  document.putDesignedSchema(Json{{"dialect", "sqlite"}, {"metadata", 7}});
  DesignPage page(&document);
  QVERIFY(!page.findChild<MessageBar*>()->text().isEmpty());
  QCOMPARE(document.designedSchema()->at("metadata").get<int>(), 7);
}

void TstDesignPage::tablesOfAnotherEngineAreCopied() {
  const Dialect& dialect = dialectFor("postgresql");
  schema::MetaData from;
  from.defaultSchema = "public";
  schema::Table tag;
  tag.name = QualifiedName("tag");
  tag.columns.emplace_back().name = "id";
  tag.columns.back().type = migration::designedType("uuid", from, dialect);
  from.add(tag);
  m_page->copyTables(from, dialect, {tag.name});
  QCOMPARE(table("tag").columns.front().type.declared, std::string("TEXT"));
  QVERIFY(m_page->findChild<MessageBar*>()->text().contains(s("differences")));
}

/// JOINERY_TEST_PICTURES names a folder for what a person is to look at.
void TstDesignPage::looksAsItShould() {
  m_page->referTo(QualifiedName("authors"));
  QVERIFY(parts("columns")->add());
  QVERIFY(set("columns", 2, 1, s("wobble")));
  m_page->resize(1000, 640);
  m_page->show();
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    QCoreApplication::processEvents();
    const QImage picture = m_page->grab().toImage();
    QCOMPARE(picture.size(), m_page->size() * m_page->devicePixelRatioF());
    if (!folder.isEmpty()) QVERIFY(picture.save(folder + s("/design_") + name + s(".png")));
  }
}

JOINERY_TEST(TstDesignPage)
#include "tst_design_page.moc"
