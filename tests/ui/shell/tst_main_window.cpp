// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/job_list.h"
#include "ui/console/console_page.h"
#include "ui/console/results_panel.h"
#include "ui/grid/filter_header.h"
#include "ui/grid/table_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kNeverEnds = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}  // namespace

/// The window with work going on: what closing a tab, opening another database and closing the window do to it.
class TstMainWindow : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void listsWhatAllItsTabsRun();
  void stopsTheJobsOfATabThatIsClosed();
  void stopsAViewThatNeverEnds();
  void keepsOtherTabsGoing();
  void closesWhileJobsRun();
  void closesOnceTheCommitHasEnded();
  void staysOpenWhenTheCommitFails();
  void offersToOpenAgain();
  void keepsTheQuickFiltersBelowAMessage();

 private:
  void run(const std::string& script);
  ui::ConsolePage* runForEver() {
    auto* console = m_window->tabs()->openConsole();
    console->setText(s(kNeverEnds));
    console->run();
    return console;
  }
  ui::JobList& jobs() const { return *m_window->findChild<ui::JobList*>(); }
  QPushButton* button(const char* text) const {
    for (auto* each : m_window->findChildren<QPushButton*>())
      if (each->text() == s(text) && each->isVisible()) return each;
    return nullptr;
  }
  void show(const char* model) {
    ui::TableView view;
    view.model = model;
    m_window->openTable(view);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstMainWindow::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_main_window"));
}

void TstMainWindow::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  const std::string path = m_folder->filePath(s("window.db")).toStdString();
  m_engine = Engine::create(Url::sqliteFile(path), options);
  run("CREATE TABLE number(id INTEGER PRIMARY KEY, note TEXT);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO number SELECT i, 'row ' || i FROM n;"
      "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
      "CREATE VIEW barren AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0;");
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(QString::fromStdString(path));
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
}

void TstMainWindow::cleanup() {
  if (m_window && m_window->tabs())
    for (auto* page : m_window->tabs()->pages())
      if (auto* console = qobject_cast<ui::ConsolePage*>(page)) console->setText({});
  m_window.reset();
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

void TstMainWindow::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

void TstMainWindow::listsWhatAllItsTabsRun() {
  auto* first = runForEver();
  auto* second = runForEver();
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 2, kPatience);
  QVERIFY2(jobs().index(1).data(ui::JobList::WhatRole).toString().startsWith(s("SQL: WITH RECURSIVE")), qPrintable(jobs().index(1).data().toString()));
  jobs().stopAll();
  QTRY_VERIFY_WITH_TIMEOUT(!first->isBusy() && !second->isBusy(), kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 0, kPatience);
}

void TstMainWindow::stopsTheJobsOfATabThatIsClosed() {
  auto* console = runForEver();
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 1, kPatience);
  console->setText({});
  m_window->tabs()->closePage(m_window->tabs()->indexOf(console));
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 0, kPatience);
  show("barren");
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 1, kPatience);
  QCOMPARE(jobs().index(0).data(ui::JobList::WhatRole).toString(), s("Reading rows of barren"));
  m_window->tabs()->closePage(m_window->tabs()->currentIndex());
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 0, kPatience);
}

void TstMainWindow::stopsAViewThatNeverEnds() {
  show("endless");
  auto* page = m_window->tabs()->currentTable();
  // Its rows are there while it is still counted.
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().contains(s("≥")), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(jobs().rowCount() > 0 && !jobs().progressText(jobs().rowCount() - 1).isEmpty(), kPatience);
  QCOMPARE(jobs().index(jobs().rowCount() - 1).data(ui::JobList::WhatRole).toString(), s("Counting the rows of endless"));
  jobs().stopAll();
  QTRY_VERIFY_WITH_TIMEOUT(!page->isBusy(), kPatience);
  QVERIFY(page->statusText().contains(s("≥")));
}

void TstMainWindow::keepsOtherTabsGoing() {
  for (int i = 0; i < 8; ++i) runForEver();
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 8, kPatience);
  show("number");
  auto* page = m_window->tabs()->currentTable();
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 1,000")), kPatience);
  m_window->changes()->setCell("number", key(1), "note", Value::text("row 1"), Value::text("new"));
  QSignalSpy committed(m_window->changes(), &ui::PendingChanges::committed);
  m_window->changes()->commit();
  QVERIFY(committed.count() > 0 || committed.wait(kPatience));
  QVERIFY(jobs().rowCount() >= 8);
}

void TstMainWindow::closesWhileJobsRun() {
  runForEver();
  show("barren");
  QTRY_COMPARE_WITH_TIMEOUT(jobs().rowCount(), 2, kPatience);
  QVERIFY(m_window->close());
  for (auto* page : m_window->tabs()->pages())
    if (auto* console = qobject_cast<ui::ConsolePage*>(page)) console->setText({});
  m_window.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

void TstMainWindow::closesOnceTheCommitHasEnded() {
  m_window->changes()->setCell("number", key(1), "note", Value::text("row 1"), Value::text("new"));
  {
    auto writer = m_engine->connect(Engine::Access::Write);
    writer->execute("BEGIN IMMEDIATE");
    m_window->changes()->commit();
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(button("&Stop the commit"), kPatience);
    writer->execute("ROLLBACK");
  }
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
  QVERIFY(m_window->changes()->isEmpty());
}

void TstMainWindow::staysOpenWhenTheCommitFails() {
  m_window->changes()->setCell("number", key(1), "note", Value::text("row 1"), Value::text("new"));
  auto writer = m_engine->connect(Engine::Access::Write);
  writer->execute("BEGIN IMMEDIATE");
  m_window->changes()->commit();
  QVERIFY(!m_window->close());
  QTRY_VERIFY_WITH_TIMEOUT(button("&Stop the commit"), kPatience);
  QTest::mouseClick(button("&Stop the commit"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->changes()->isCommitting(), kPatience);
  QVERIFY(!m_window->changes()->isEmpty());
  // It asks now whether the changes may go.
  QTRY_VERIFY_WITH_TIMEOUT(button("&Drop the changes"), kPatience);
  QVERIFY(m_window->isVisible());
  writer->execute("ROLLBACK");
}

void TstMainWindow::offersToOpenAgain() {
  const QString path = m_folder->filePath(s("later.db"));
  QSignalSpy failed(m_window.get(), &ui::MainWindow::databaseFailed);
  m_window->openUrl(path);
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QTRY_VERIFY_WITH_TIMEOUT(button("&Retry"), kPatience);
  Engine::Options options;
  options.createIfMissing = true;
  Engine::create(Url::sqliteFile(path.toStdString()), options)->connect(Engine::Access::Write)->execute("CREATE TABLE later(id INTEGER PRIMARY KEY)");
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  QTest::mouseClick(button("&Retry"), Qt::LeftButton);
  QVERIFY(opened.wait(kPatience));
  QVERIFY(m_window->database()->registry()->find("later"));
}

void TstMainWindow::keepsTheQuickFiltersBelowAMessage() {
  show("number");
  auto* page = m_window->tabs()->currentTable();
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 1,000")), kPatience);
  auto* strip = page->findChild<QWidget*>(s("quickFilters"));
  auto* header = page->findChild<ui::FilterHeader*>();
  const auto isInPlace = [&] { return strip->mapTo(page, QPoint(0, strip->height())).y() == header->mapTo(page, QPoint(0, header->height())).y(); };
  QTRY_VERIFY_WITH_TIMEOUT(isInPlace(), kPatience);
  const int before = header->mapTo(page, QPoint()).y();
  page->findChild<ui::MessageBar*>()->showMessage(ui::MessageBar::Kind::Warning, s("Something above the rows"));
  QTRY_VERIFY_WITH_TIMEOUT(header->mapTo(page, QPoint()).y() > before, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(isInPlace(), kPatience);
}

JOINERY_TEST(TstMainWindow)
#include "tst_main_window.moc"
