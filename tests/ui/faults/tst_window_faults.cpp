// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "breakable_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/pending_changes.h"
#include "ui/console/console_page.h"
#include "ui/console/results_panel.h"
#include "ui/grid/grid_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;
using Fault = BreakableDatabase::Fault;

/// The database goes away during everything that the window does: it says what happened, keeps every edit, and goes on after Retry.
class TstWindowFaults : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void opening_data() { addFaults(false); }
  void opening();
  void readingTheCatalogueAgain_data() { addFaults(false); }
  void readingTheCatalogueAgain();
  void paging_data() { addFaults(true); }
  void paging();
  void counting_data() { addFaults(false); }
  void counting();
  void sorting_data() { addFaults(false); }
  void sorting();
  void filtering_data() { addFaults(false); }
  void filtering();
  void runningAStatement_data() { addFaults(true); }
  void runningAStatement();
  void committing_data() { addFaults(false); }
  void committing();
  void countingWhenTheSessionIsKilled();
  void runningAStatementWhenTheSessionIsKilled();
  void committingWhenTheSessionIsKilled();
  void losingATransaction();

 private:
  static void addFaults(bool withKilledSessions);
  void showNumbers();
  ui::GridView* grid() const { return m_window->tabs()->currentTable()->findChild<ui::GridView*>(); }
  QString note(std::int64_t row) const;
  /// Waits for a message with these words and presses its button.
  static bool waitForMessage(QWidget* in, const QString& words, const QString& button = QStringLiteral("&Retry"));
  static QPushButton* button(QWidget* in, const QString& text);
  void retry(QWidget* in) const { QTest::mouseClick(button(in, s("&Retry")), Qt::LeftButton); }
  void edit();

  std::unique_ptr<BreakableDatabase> m_database;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstWindowFaults::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_window_faults"));
}

void TstWindowFaults::init() { m_window = std::make_unique<ui::MainWindow>(); }

void TstWindowFaults::cleanup() {
  m_window.reset();
  m_database.reset();
}

void TstWindowFaults::addFaults(bool withKilledSessions) {
  QTest::addColumn<int>("fault");
  QTest::newRow("the file is locked") << static_cast<int>(Fault::LockedFile);
  QTest::newRow("the server is stopped") << static_cast<int>(Fault::StoppedServer);
  if (withKilledSessions) QTest::newRow("the sessions are killed") << static_cast<int>(Fault::KilledSessions);
}

#define PREPARE(kind)                                                                 \
  m_database = std::make_unique<BreakableDatabase>(kind);                             \
  if (!m_database->isAvailable()) QSKIP("what it needs is not installed");            \
  m_window->show();

#define OPEN(kind)                                             \
  PREPARE(kind)                                                \
  {                                                            \
    QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened); \
    m_window->openUrl(m_database->url());                      \
    QVERIFY(opened.count() > 0 || opened.wait(kPatience));     \
  }

QPushButton* TstWindowFaults::button(QWidget* in, const QString& text) {
  for (auto* each : in->findChildren<QPushButton*>())
    if (each->text() == text && each->isVisible()) return each;
  return nullptr;
}

bool TstWindowFaults::waitForMessage(QWidget* in, const QString& words, const QString& text) {
  return QTest::qWaitFor(
      [&] {
        for (auto* bar : in->findChildren<ui::MessageBar*>())
          if (bar->text().contains(words)) return button(bar, text) != nullptr;
        return false;
      },
      kPatience);
}

void TstWindowFaults::showNumbers() {
  ui::TableView view;
  view.model = "number";
  m_window->openTable(view);
  QTRY_COMPARE_WITH_TIMEOUT(note(0), s("row 1"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->tabs()->currentPage()->isBusy(), kPatience);
}

/// Of a row of the shown table; empty while it is not there.
QString TstWindowFaults::note(std::int64_t row) const {
  const auto* model = static_cast<ui::GridModel*>(grid()->model());
  const auto inWindow = row - model->windowStart();
  if (inWindow < 0 || inWindow >= model->rowCount()) return {};
  return model->index(static_cast<int>(inWindow), 2).data().toString();
}

void TstWindowFaults::opening() {
  QFETCH(int, fault);
  PREPARE(static_cast<Fault>(fault));
  m_database->breakIt();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(m_database->url());
  QVERIFY(waitForMessage(m_window.get(), s("Could not open")));
  QCOMPARE(opened.count(), 0);
  m_database->mend();
  retry(m_window.get());
  QVERIFY(opened.wait(kPatience));
  QVERIFY(m_window->database()->registry()->find("number"));
}

void TstWindowFaults::readingTheCatalogueAgain() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  m_database->run("CREATE TABLE another(id INTEGER PRIMARY KEY)");
  m_database->breakIt();
  m_window->database()->open();
  QVERIFY(waitForMessage(m_window.get(), s("what is shown is as it was")));
  QVERIFY(m_window->database()->registry()->find("number"));
  m_database->mend();
  retry(m_window.get());
  QTRY_VERIFY_WITH_TIMEOUT(m_window->database()->registry()->find("another"), kPatience);
}

void TstWindowFaults::paging() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  showNumbers();
  edit();
  m_database->breakIt();
  grid()->setCurrentGlobalRow(15'000, 0);
  auto* page = m_window->tabs()->currentPage();
  QVERIFY(waitForMessage(page, s("Could not read number")));
  // What was read is still shown, with the edit.
  QCOMPARE(note(2), s("edited"));
  m_database->mend();
  retry(page);
  grid()->setCurrentGlobalRow(15'000, 0);
  QTRY_COMPARE_WITH_TIMEOUT(note(15'000), s("row 15001"), kPatience);
  QCOMPARE(m_window->changes()->changeSet().counts().updated, 1U);
}

void TstWindowFaults::counting() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  ui::TableView view;
  view.model = "number";
  m_window->openTable(view);
  // The first rows are shown before anything is counted.
  bool isBroken = false;
  connect(m_window->tabs()->currentTable(), &ui::TablePage::rowsShown, this, [&] {
    m_database->breakIt();
    isBroken = true;
  });
  QTRY_VERIFY_WITH_TIMEOUT(isBroken, kPatience);
  auto* page = m_window->tabs()->currentPage();
  QVERIFY(waitForMessage(page, s("Could not read number")));
  QCOMPARE(note(0), s("row 1"));
  m_database->mend();
  retry(page);
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 20,000")), kPatience);
}

void TstWindowFaults::sorting() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  showNumbers();
  edit();
  m_database->breakIt();
  auto* page = m_window->tabs()->currentTable();
  page->setSorts({"-id"});
  QVERIFY(waitForMessage(page, s("Could not read number")));
  m_database->mend();
  retry(page);
  QTRY_COMPARE_WITH_TIMEOUT(note(0), s("row 20000"), kPatience);
  QCOMPARE(m_window->changes()->changeSet().counts().updated, 1U);
}

void TstWindowFaults::filtering() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  showNumbers();
  edit();
  m_database->breakIt();
  auto* page = m_window->tabs()->currentTable();
  page->setFilter(Json{{"note", "row 777"}});
  QVERIFY(waitForMessage(page, s("Could not read number")));
  m_database->mend();
  retry(page);
  QTRY_COMPARE_WITH_TIMEOUT(note(0), s("row 777"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 1")), kPatience);
  QCOMPARE(m_window->changes()->changeSet().counts().updated, 1U);
}

void TstWindowFaults::runningAStatement() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  auto* console = m_window->tabs()->openConsole();
  const auto runs = [&] {
    QSignalSpy ran(console, &ui::ConsolePage::ran);
    console->run();
    return ran.wait(kPatience);
  };
  console->setText(s("SELECT note FROM number WHERE id = 5"));
  QVERIFY(runs());
  QCOMPARE(console->findChild<ui::ResultsPanel*>()->rows(), 1);
  m_database->breakIt();
  QVERIFY(runs());
  QVERIFY(waitForMessage(console, {}));
  m_database->mend();
  QSignalSpy ran(console, &ui::ConsolePage::ran);
  retry(console);
  QVERIFY(ran.wait(kPatience));
  QVERIFY2(console->statusText().startsWith(s("1 row")), qPrintable(console->statusText()));
  console->setText({});
}

/// The third row's note.
void TstWindowFaults::edit() {
  m_window->changes()->setCell("number", key(3), "note", Value::text("row 3"), Value::text("edited"));
  // Its preview is made while the database is still there.
  QTRY_VERIFY_WITH_TIMEOUT(m_window->changes()->plan() && !m_window->changes()->plan()->empty(), kPatience);
}

void TstWindowFaults::committing() {
  QFETCH(int, fault);
  OPEN(static_cast<Fault>(fault));
  showNumbers();
  edit();
  QSignalSpy committed(m_window->changes(), &ui::PendingChanges::committed);
  m_database->breakIt();
  m_window->changes()->commit();
  QVERIFY(waitForMessage(m_window.get(), s("nothing was changed")));
  QVERIFY(!m_window->changes()->isEmpty());
  m_database->mend();
  QCOMPARE(m_database->value("SELECT note FROM number WHERE id = 3"), std::string("row 3"));
  retry(m_window.get());
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(m_database->value("SELECT note FROM number WHERE id = 3"), std::string("edited"));
  QVERIFY(m_window->changes()->isEmpty());
}

void TstWindowFaults::countingWhenTheSessionIsKilled() {
  OPEN(Fault::KilledSessions);
  ui::TableView view;
  view.model = "slow";
  m_window->openTable(view);
  auto* page = m_window->tabs()->currentPage();
  QTRY_VERIFY_WITH_TIMEOUT(grid()->model()->rowCount() > 0, kPatience);
  // Rows without a key are counted while a cursor gives them; the statement of the first page may have ended.
  m_database->waitForStatement("FROM joinery_rows");
  m_database->breakIt();
  QVERIFY(waitForMessage(page, s("Could not read slow")));
  QVERIFY(grid()->model()->rowCount() > 0);
  retry(page);
  m_database->waitForStatement("FROM joinery_rows");
  QTRY_VERIFY_WITH_TIMEOUT(!page->findChild<ui::MessageBar*>()->isVisible(), kPatience);
  page->stop();
}

void TstWindowFaults::runningAStatementWhenTheSessionIsKilled() {
  OPEN(Fault::KilledSessions);
  auto* console = m_window->tabs()->openConsole();
  console->setText(s("SELECT id, lazily(id) FROM number LIMIT 3000"));
  console->run();
  auto* panel = console->findChild<ui::ResultsPanel*>();
  QTRY_VERIFY_WITH_TIMEOUT(panel->rows() > 100, kPatience);
  QSignalSpy ran(console, &ui::ConsolePage::ran);
  m_database->breakIt();
  QVERIFY(ran.wait(kPatience));
  QVERIFY(waitForMessage(console, {}));
  // What came before stays.
  QVERIFY(panel->rows() > 100);
  retry(console);
  QVERIFY(ran.wait(kPatience));
  QCOMPARE(panel->rows(), 3'000);
  console->setText({});
}

void TstWindowFaults::committingWhenTheSessionIsKilled() {
  OPEN(Fault::KilledSessions);
  showNumbers();
  edit();
  {
    auto held = m_database->holdRow(3);
    m_window->changes()->commit();
    m_database->waitForStatement("number");
    // The one that waits for the row: were its holder killed, the commit would go on.
    m_database->value("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    held.release();
  }
  QVERIFY(waitForMessage(m_window.get(), s("nothing was changed")));
  QVERIFY(!m_window->changes()->isEmpty());
  QCOMPARE(m_database->value("SELECT note FROM number WHERE id = 3"), std::string("row 3"));
  QSignalSpy committed(m_window->changes(), &ui::PendingChanges::committed);
  retry(m_window.get());
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(m_database->value("SELECT note FROM number WHERE id = 3"), std::string("edited"));
}

void TstWindowFaults::losingATransaction() {
  OPEN(Fault::KilledSessions);
  auto* console = m_window->tabs()->openConsole();
  const auto run = [&](const char* sql) {
    QSignalSpy ran(console, &ui::ConsolePage::ran);
    console->setText(s(sql));
    console->run();
    return ran.wait(kPatience);
  };
  QVERIFY(run("BEGIN; UPDATE number SET note = 'in a transaction' WHERE id = 1"));
  m_database->breakIt();
  QVERIFY(run("UPDATE number SET note = 'after it' WHERE id = 2"));
  auto* messages = console->findChild<ui::MessageBar*>();
  QVERIFY2(messages->text().contains(s("transaction is lost")), qPrintable(messages->text()));
  // What belonged to a transaction is not run again by itself.
  QVERIFY(!button(console, s("&Retry")));
  QCOMPARE(m_database->value("SELECT string_agg(note, ',' ORDER BY id) FROM number WHERE id < 3"), std::string("row 1,row 2"));
  console->setText({});
}

JOINERY_TEST(TstWindowFaults)
#include "tst_window_faults.moc"
