// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/memory_peak.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/transfers.h"
#include "ui/transfer/import_dialog.h"
#include "ui/transfer/transfer_job.h"

using namespace joinery;
using namespace joinery::test;

/// What runs for long, or for ever, in one tab, and the rest of the window meanwhile.
class TstLongJobs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void stopsAViewThatNeverEnds_data() { addBackends(); }
  void stopsAViewThatNeverEnds();
  void stopsAViewThatNeverEndsWithItsTab_data() { addBackends(); }
  void stopsAViewThatNeverEndsWithItsTab();
  void keepsNoMoreOfAViewThatNeverEnds_data() { addBackends(); }
  void keepsNoMoreOfAViewThatNeverEnds();
  void opensAndScrollsATabWhileAnImportRuns_data() { addBackends(); }
  void opensAndScrollsATabWhileAnImportRuns();

 private:
  void run(const std::string& script);
  void show(const char* model);
  ui::GridView* grid() const { return m_window->tabs()->currentTable()->findChild<ui::GridView*>(); }
  bool isJobRunning() const { return !m_engine->jobs()->jobs().empty(); }
  QString firstCell(std::int64_t row) const;

  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;  // the window's, once it has opened the database
  std::unique_ptr<ui::MainWindow> m_window;
};

namespace {

constexpr int kRowsOfANumber = 20'000;

constexpr const char* kLongForSqlite =
    "CREATE TABLE number(id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE bulk(id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE paused(i); INSERT INTO paused VALUES (0);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO number SELECT i, 'row ' || i FROM n;"
    "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, hex(zeroblob(200)) AS name FROM n;"
    // Each row of the import takes its time.
    "CREATE TRIGGER slowly AFTER INSERT ON bulk BEGIN"
    " DELETE FROM paused WHERE i > (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT count(*) FROM n); END";
constexpr const char* kLongForPostgresql =
    "DROP TABLE IF EXISTS number, bulk; DROP VIEW IF EXISTS endless;"
    "CREATE TABLE number(id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE bulk(id INTEGER PRIMARY KEY, note TEXT);"
    "INSERT INTO number SELECT i, 'row ' || i FROM generate_series(1, 20000) AS i;"
    "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1::bigint UNION ALL SELECT i + 1 FROM n) SELECT i, repeat('x', 400) AS name FROM n;"
    "CREATE OR REPLACE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END';"
    "CREATE TRIGGER slowly BEFORE INSERT ON bulk FOR EACH ROW EXECUTE FUNCTION slowly()";

}  // namespace

void TstLongJobs::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_long_jobs"));
}

void TstLongJobs::run(const std::string& script) {
  auto connection = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : connection->splitStatements(script)) fetchAll(*connection->execute(statement));
}

void TstLongJobs::init() {
  QFETCH(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  const QString file = m_folder.filePath(s(QTest::currentTestFunction()) + s(".db"));
  const Url url = isSqlite ? Url::sqliteFile(file.toStdString()) : ownDatabaseUrl();
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(url, options);
  run(isSqlite ? kLongForSqlite : kLongForPostgresql);
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openDatabase(url);
  QVERIFY(opened.wait(kPatience));
  m_engine = m_window->database()->engine();
}

void TstLongJobs::cleanup() {
  m_window.reset();
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(30)));
}

QString TstLongJobs::firstCell(std::int64_t row) const {
  const auto* model = qobject_cast<ui::GridModel*>(grid()->model());
  const auto inWindow = row - model->windowStart();
  return inWindow >= 0 && inWindow < model->rowCount() ? model->index(static_cast<int>(inWindow), 0).data().toString() : QString();
}

void TstLongJobs::show(const char* model) {
  ui::TableView view;
  view.model = model;
  m_window->openTable(view);
  QTRY_COMPARE_WITH_TIMEOUT(firstCell(0), s("1"), kPatience);
}

void TstLongJobs::stopsAViewThatNeverEnds() {
  show("endless");
  auto* page = m_window->tabs()->currentPage();
  QTRY_VERIFY_WITH_TIMEOUT(page->isBusy() && isJobRunning(), kPatience);
  // Whatever is read, the window goes on.
  grid()->setCurrentGlobalRow(40, 0);
  QTRY_COMPARE_WITH_TIMEOUT(firstCell(40), s("41"), kPatience);
  page->stop();
  QTRY_VERIFY_WITH_TIMEOUT(!page->isBusy() && !isJobRunning(), kPatience);
  QCOMPARE(firstCell(40), s("41"));
  page->refresh();
  QTRY_VERIFY_WITH_TIMEOUT(page->isBusy() && isJobRunning(), kPatience);
}

void TstLongJobs::stopsAViewThatNeverEndsWithItsTab() {
  show("endless");
  QTRY_VERIFY_WITH_TIMEOUT(isJobRunning(), kPatience);
  m_window->tabs()->closePage(m_window->tabs()->currentIndex());
  QTRY_VERIFY_WITH_TIMEOUT(!isJobRunning(), kPatience);
  show("number");
}

void TstLongJobs::keepsNoMoreOfAViewThatNeverEnds() {
  if (MemoryPeak::kCountsMore) QSKIP("memory is counted otherwise here");
  const MemoryPeak peak;
  show("endless");
  auto* page = m_window->tabs()->currentPage();
  // So many rows of 400 bytes would take far more.
  const auto seen = [&] { return qobject_cast<ui::GridModel*>(grid()->model())->globalRowCount(); };
  QTRY_VERIFY2_WITH_TIMEOUT(seen() > 250'000, qPrintable(QString::number(seen())), kPatience);
  page->stop();
  QVERIFY2(peak.growth() < (64 << 20), qPrintable(QString::number(peak.growth())));
}

void TstLongJobs::opensAndScrollsATabWhileAnImportRuns() {
  QFile file(m_folder.filePath(s("rows.csv")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("id,note\n");
  for (int i = 1; i <= 20'000; ++i) file.write("" + QByteArray::number(i) + ",a note\n");
  file.close();
  auto* dialog = m_window->transfers()->importRows(s("bulk"));
  QSignalSpy previewed(dialog, &ui::ImportDialog::previewed);
  QSignalSpy failed(dialog, &ui::ImportDialog::failed);
  dialog->setFile(file.fileName());
  QVERIFY(previewed.count() > 0 || previewed.wait(kPatience));
  QTest::mouseClick(dialog->findChild<QPushButton*>(s("import")), Qt::LeftButton);
  const auto isImporting = [&] {
    for (const auto& job : m_engine->jobs()->jobs())
      if (QString::fromStdString(job.what).startsWith(s("Import"))) return job.done > 0;
    return false;
  };
  QTRY_VERIFY_WITH_TIMEOUT(isImporting(), kPatience);
  show("number");
  QTRY_VERIFY_WITH_TIMEOUT(m_window->tabs()->currentPage()->statusText().endsWith(s("of 20,000")), kPatience);
  grid()->setCurrentGlobalRow(kRowsOfANumber - 1, 0);
  QTRY_COMPARE_WITH_TIMEOUT(firstCell(kRowsOfANumber - 1), s("20000"), kPatience);
  m_window->tabs()->currentTable()->setSorts({"-id"});
  QTRY_COMPARE_WITH_TIMEOUT(firstCell(0), s("20000"), kPatience);
  QVERIFY(m_window->transfers()->isRunning());
  for (const auto& job : m_engine->jobs()->jobs()) m_engine->jobs()->stop(job.number);
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
}

JOINERY_TEST(TstLongJobs)
#include "tst_long_jobs.moc"
