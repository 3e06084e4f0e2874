// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <random>

#include "fault_counts.h"
#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "tests/support/nasty_values.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/table_page.h"
#include "ui/value/value_editor.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// E1: every kind of editor is opened on every value of the corpus, used in ways that change nothing, and closed. Nothing is written, and
/// the data are what they were.
class UntouchedEditorsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void changesNothingInTheGrid();
  void changesNothingInEachKindOfEditor();

 private:
  const Model& model() const { return m_database->registry()->at("nasty"); }
  std::shared_ptr<const RowBatch> rows() const;
  /// Of all that the table holds, past the program; and of the file as it is.
  QByteArray hash() const;
  void useWithoutAChange(ValueEditor& editor);
  void checkNothingHappened(const QByteArray& before) const;
  const char* backend() const { return m_url.isSqlite() ? "SQLite" : "PostgreSQL"; }

  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
  std::mt19937 m_random{59};
  std::atomic<int> m_writes = 0;
};

void UntouchedEditorsTest::init() {
  QFETCH_GLOBAL(int, backend);
  const auto which = static_cast<Backend>(backend);
  m_folder = std::make_unique<QTemporaryDir>();
  m_url = which == Backend::Sqlite ? Url::sqliteFile(m_folder->filePath(s("nasty.db")).toStdString()) : ownDatabaseUrl();
  Engine::Options options;
  options.createIfMissing = true;
  {
    const auto writer = Engine::create(m_url, options)->connect(Engine::Access::Write);
    for (const std::string& statement : writer->splitStatements(nastyTable(which))) fetchAll(*writer->execute(statement));
  }
  m_writes = 0;
  m_engine = Engine::create(m_url, Database::windowOptions());
  m_engine->log().setObserver([this](const LoggedStatement& statement) {
    for (const char* verb : {"INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE"}) m_writes += statement.sql.starts_with(verb);
  });
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
}

void UntouchedEditorsTest::cleanup() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::minutes(1)));
}

std::shared_ptr<const RowBatch> UntouchedEditorsTest::rows() const {
  const auto engine = Engine::create(m_url);
  const auto connection = engine->connect(Engine::Access::Read);
  return fetchAll(*execute(*connection, engine->dialect().compile(selectModel(model(), "nasty").orderBy({{sql::column("nasty", "id")}}))));
}

QByteArray UntouchedEditorsTest::hash() const {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  const auto batch = rows();
  for (std::size_t row = 0; row < batch->rows(); ++row)
    for (std::size_t column = 0; column < batch->columnCount(); ++column) {
      const ValueView cell = batch->at(row, column);
      const QByteArray head = QByteArray::number(static_cast<int>(cell.storageClass())) + ' ' + QByteArray::number(static_cast<qulonglong>(cell.word())) + ' ' + QByteArray::number(static_cast<qulonglong>(cell.bytes().size())) + ' ';
      hash.addData(head);
      hash.addData(QByteArrayView(cell.bytes().data(), static_cast<qsizetype>(cell.bytes().size())));
    }
  if (!m_url.isSqlite()) return hash.result();
  // By another process: to close the file here would drop SQLite's locks.
  QProcess process;
  process.start(s("sha256sum"), {QString::fromStdString(m_url.database)});
  if (!process.waitForFinished() || process.exitCode() != 0) qFatal("the file can't be read");
  return hash.result() + process.readAllStandardOutput();
}

/// Goes about in it, selects, copies, types and takes back.
void UntouchedEditorsTest::useWithoutAChange(ValueEditor& editor) {
  for (unsigned left = m_random() % 4; left > 0; --left) switch (m_random() % 6) {
      case 0: QTest::keyClick(editor.input(), Qt::Key_End); break;
      case 1: QTest::keyClick(editor.input(), Qt::Key_Home); break;
      case 2: QTest::keyClick(editor.input(), Qt::Key_A, Qt::ControlModifier); break;
      case 3: QTest::keyClick(editor.input(), Qt::Key_C, Qt::ControlModifier); break;
      case 4: {
        const QString before = editor.draft();
        editor.setDraft(before + s("x"));
        editor.setDraft(before);
        break;
      }
      case 5: QTest::keyClick(editor.input(), Qt::Key_Left, Qt::ShiftModifier); break;
    }
}

void UntouchedEditorsTest::checkNothingHappened(const QByteArray& before) const {
  QVERIFY(m_changes->isEmpty());
  QCOMPARE(m_changes->undoStack().count(), 0);
  QCOMPARE(m_writes.load(), 0);
  QVERIFY2(hash() == before, "the data are others");
}

void UntouchedEditorsTest::changesNothingInTheGrid() {
  const QByteArray before = hash();
  TableView view;
  view.model = "nasty";
  const auto page = std::make_unique<TablePage>(m_database.get(), m_changes.get(), view);
  page->resize(1'000, 500);
  page->show();
  auto* grid = page->findChild<GridView*>();
  QVERIFY(QTest::qWaitForWindowActive(page.get()));
  QTRY_VERIFY_WITH_TIMEOUT(!page->isBusy() && grid->model()->rowCount() > 0, kPatience);
  grid->setFocus();
  const int wanted = runsOf(300, 10'000), rowCount = grid->model()->rowCount(), columnCount = grid->model()->columnCount();
  const std::initializer_list<Qt::Key> kLeaving{Qt::Key_Return, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Escape, Qt::Key_unknown};
  int opened = 0, changed = 0;
  for (int cell = 0; opened < wanted; ++cell) {
    QVERIFY2(cell < 100 * wanted, "cells can't be edited");
    grid->setCurrentIndex(grid->model()->index(cell / columnCount % rowCount, cell % columnCount));
    QTest::keyClick(grid, Qt::Key_F2);
    auto* editor = qobject_cast<ValueEditor*>(grid->indexWidget(grid->currentIndex()));
    if (!editor) continue;
    ++opened;
    useWithoutAChange(*editor);
    const Qt::Key leaving = kLeaving.begin()[m_random() % kLeaving.size()];
    if (leaving == Qt::Key_unknown) grid->setFocus();
    else QTest::keyClick(editor->input(), leaving);
    changed += !m_changes->isEmpty();
    QCoreApplication::processEvents();
  }
  qInfo("E1, %s: %d editors opened in the grid, used and closed; %d left a change, %d statements wrote", backend(), opened, changed, m_writes.load());
  QCOMPARE(changed, 0);
  checkNothingHappened(before);
}

void UntouchedEditorsTest::changesNothingInEachKindOfEditor() {
  const QByteArray before = hash();
  const auto batch = rows();
  const int wanted = runsOf(300, 10'000);
  int opened = 0, changed = 0;
  std::map<EditorKind, int> kinds;
  QWidget window;
  window.show();
  for (std::size_t cell = 0; opened < wanted; ++cell) {
    const std::size_t row = cell / model().attributes.size() % batch->rows(), place = cell % model().attributes.size();
    const Value value(batch->at(row, place));
    const EditedColumn column{m_database.get(), m_database->registry(), &model(), &model().attributes[place]};
    const EditorKind kind = editorKindOf(column, value);
    if (kind == EditorKind::None) continue;
    const std::unique_ptr<ValueEditor> editor(makeValueEditor(kind, column, &window));
    editor->setValue(value);
    editor->show();
    useWithoutAChange(*editor);
    const auto after = editor->value();
    const bool isSame = !editor->isModified() && after && *after == value;
    if (!isSame) qInfo("%s of row %zu", model().attributes[place].name.c_str(), row + 1);
    changed += !isSame;
    ++opened;
    ++kinds[kind];
  }
  qInfo("E1, %s: %d editors of %zu kinds opened, used and closed; %d gave another value", backend(), opened, kinds.size(), changed);
  QCOMPARE(changed, 0);
  checkNothingHappened(before);
}

JOINERY_TEST(UntouchedEditorsTest)
#include "tst_untouched_editors.moc"
