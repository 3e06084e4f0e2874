// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "breakable_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/pending_changes.h"
#include "ui/grid/grid_view.h"
#include "ui/relations/relation_tree.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/transfers.h"
#include "ui/transfer/export_dialog.h"
#include "ui/transfer/import_dialog.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;
using Fault = BreakableDatabase::Fault;

/// The database goes away during exports, imports and while related rows are read. What the window says and how it goes on:
///
/// | during | before it begins | in the middle | afterwards |
/// |---|---|---|---|
/// | opening, reading the catalogue, paging, counting, sorting, filtering, a statement, a commit | tst_window_faults | tst_window_faults | Retry |
/// | an export | here | here | no file; Export again |
/// | an import | here | here | no row; Import again |
/// | related rows | here | | the error in its place; activating it reads again |
class TstTransferFaults : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void exporting_data() { addFaults(); }
  void exporting();
  void exportingWhenTheSessionIsKilled();
  void importing_data() { addFaults(); }
  void importing();
  void importingWhenTheSessionIsKilled();
  void openingABranch_data() { addFaults(); }
  void openingABranch();

 private:
  static void addFaults();
  bool open(Fault fault);
  QString path(const char* name) const { return m_folder->filePath(s(name)); }
  ui::ExportDialog* exportDialog(const char* model);
  ui::ImportDialog* importDialog(int rows);
  template <typename Dialog>
  static bool fails(Dialog* dialog, const char* button, const std::function<void()>& meanwhile = {});

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<BreakableDatabase> m_database;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstTransferFaults::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_transfer_faults"));
}

void TstTransferFaults::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_window = std::make_unique<ui::MainWindow>();
}

void TstTransferFaults::cleanup() {
  m_window.reset();
  m_database.reset();
}

void TstTransferFaults::addFaults() {
  QTest::addColumn<int>("fault");
  QTest::newRow("the file is locked") << static_cast<int>(Fault::LockedFile);
  QTest::newRow("the server is stopped") << static_cast<int>(Fault::StoppedServer);
}

bool TstTransferFaults::open(Fault fault) {
  m_database = std::make_unique<BreakableDatabase>(fault);
  if (!m_database->isAvailable()) return false;
  m_database->run(
      "CREATE TABLE child(id INTEGER PRIMARY KEY, number INTEGER NOT NULL REFERENCES number(id));"
      "INSERT INTO child VALUES (1, 1), (2, 1), (3, 1)");
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(m_database->url());
  return opened.count() > 0 || opened.wait(kPatience);
}

#define OPEN_WITH(fault) \
  if (!open(fault)) QSKIP("what it needs is not installed")

template <typename Dialog>
bool TstTransferFaults::fails(Dialog* dialog, const char* button, const std::function<void()>& meanwhile) {
  QSignalSpy failed(dialog, &Dialog::failed);
  QTest::mouseClick(dialog->template findChild<QPushButton*>(s(button)), Qt::LeftButton);
  if (meanwhile) meanwhile();
  if (failed.count() == 0 && !failed.wait(kPatience)) return false;
  // The person reads why, and may press the same button again.
  return !dialog->template findChild<ui::MessageBar*>()->text().isEmpty() && dialog->template findChild<QPushButton*>(s(button))->isEnabled();
}

ui::ExportDialog* TstTransferFaults::exportDialog(const char* model) {
  auto* dialog = m_window->transfers()->exportModel(s(model));
  dialog->setFile(path("rows.csv"));
  return dialog;
}

void TstTransferFaults::exporting() {
  QFETCH(int, fault);
  OPEN_WITH(static_cast<Fault>(fault));
  auto* dialog = exportDialog("number");
  m_database->breakIt();
  QVERIFY(fails(dialog, "export"));
  QVERIFY(!QFile::exists(path("rows.csv")));
  m_database->mend();
  QSignalSpy exported(dialog, &ui::ExportDialog::exported);
  QTest::mouseClick(dialog->findChild<QPushButton*>(s("export")), Qt::LeftButton);
  QVERIFY(exported.count() > 0 || exported.wait(kPatience));
  QFile file(path("rows.csv"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll().count('\n'), BreakableDatabase::kRows + 1);
}

void TstTransferFaults::exportingWhenTheSessionIsKilled() {
  OPEN_WITH(Fault::KilledSessions);
  QFile old(path("rows.csv"));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("as it was") > 0);
  old.close();
  auto* dialog = m_window->transfers()->exportModel(s("slow"));
  dialog->setFile(path("other.csv"));
  QVERIFY(fails(dialog, "export", [this] {
    m_database->waitForStatement("slow");
    m_database->breakIt();
  }));
  QVERIFY(!QFile::exists(path("other.csv")));
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{s("rows.csv")});
}

ui::ImportDialog* TstTransferFaults::importDialog(int rows) {
  QFile file(path("numbers.csv"));
  if (!file.open(QIODevice::WriteOnly)) qFatal("the file can't be written");
  file.write("id,part,note\n");
  for (int i = 1; i <= rows; ++i) file.write(QByteArray::number(100'000 + i) + ",1,a note\n");
  file.close();
  auto* dialog = m_window->transfers()->importRows(s("number"));
  QSignalSpy previewed(dialog, &ui::ImportDialog::previewed);
  dialog->setFile(file.fileName());
  if (previewed.count() == 0 && !previewed.wait(kPatience)) qFatal("the file is not looked at");
  return dialog;
}

void TstTransferFaults::importing() {
  QFETCH(int, fault);
  OPEN_WITH(static_cast<Fault>(fault));
  auto* dialog = importDialog(1'000);
  m_database->breakIt();
  QVERIFY(fails(dialog, "import"));
  m_database->mend();
  QCOMPARE(m_database->value("SELECT count(*) FROM number"), std::string("20000"));
  QSignalSpy imported(dialog, &ui::ImportDialog::imported);
  QTest::mouseClick(dialog->findChild<QPushButton*>(s("import")), Qt::LeftButton);
  QVERIFY(imported.count() > 0 || imported.wait(kPatience));
  QCOMPARE(m_database->value("SELECT count(*) FROM number"), std::string("21000"));
}

void TstTransferFaults::importingWhenTheSessionIsKilled() {
  OPEN_WITH(Fault::KilledSessions);
  // Where it has to wait, in the middle of all rows.
  auto* dialog = importDialog(1'000);
  auto held = std::make_optional(m_database->holdInsertOf(100'500));
  QVERIFY(fails(dialog, "import", [&] {
    QTRY_VERIFY_WITH_TIMEOUT(m_database->value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") != "0", kPatience);
    m_database->value("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    held.reset();
  }));
  QCOMPARE(m_database->value("SELECT count(*) FROM number"), std::string("20000"));
  QSignalSpy imported(dialog, &ui::ImportDialog::imported);
  QTest::mouseClick(dialog->findChild<QPushButton*>(s("import")), Qt::LeftButton);
  QVERIFY(imported.count() > 0 || imported.wait(kPatience));
  QCOMPARE(m_database->value("SELECT count(*) FROM number"), std::string("21000"));
}

void TstTransferFaults::openingABranch() {
  QFETCH(int, fault);
  OPEN_WITH(static_cast<Fault>(fault));
  ui::TableView view;
  view.model = "number";
  m_window->openTable(view);
  auto* tree = m_window->relationTree()->findChild<QTreeView*>();
  const auto* model = tree->model();
  const auto branch = [&] { return model->index(model->rowCount(model->index(0, 0)) - 1, 0, model->index(0, 0)); };
  QTRY_COMPARE_WITH_TIMEOUT(branch().data().toString(), s("child (3)"), kPatience);
  m_window->changes()->setCell("number", key(3), "note", Value::text("row 3"), Value::text("edited"));
  m_database->breakIt();
  tree->expand(branch());
  const auto line = [&] { return model->index(0, 0, branch()); };
  QTRY_VERIFY_WITH_TIMEOUT(line().data().toString().startsWith(s("Could not be read")), kPatience);
  m_database->mend();
  tree->setCurrentIndex(line());
  QTest::keyClick(tree, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(branch()), 3, kPatience);
  QCOMPARE(m_window->changes()->changeSet().counts().updated, 1U);
}

JOINERY_TEST(TstTransferFaults)
#include "tst_transfer_faults.moc"
