// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "fault_counts.h"
#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/change_journal.h"
#include "ui/changes/recovery.h"
#include "ui/shell/journals.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// G3: tabs are closed, tables are opened and read again, and the window goes, while its jobs run. Nothing that was recorded is lost.
class GoingWhileBusyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void losesNoEdit_data() { addBackends(); }
  void losesNoEdit();
  void cleanup() { m_window.reset(); }

 private:
  QString makeDatabase();
  void open(const QString& url);
  void actAtRandom();
  std::string note(std::int64_t row) const;
  /// @return whether the edit is in the database, or offered for recovery
  bool isKept(const std::string& token, std::int64_t row) const;
  static void drop();

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<ui::MainWindow> m_window;
  std::shared_ptr<Engine> m_truth;
  std::mt19937 m_random{47};
};

void GoingWhileBusyTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_going_while_busy"));
  QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).removeRecursively();
}

QString GoingWhileBusyTest::makeDatabase() {
  m_folder = std::make_unique<QTemporaryDir>();
  const bool isServer = QTest::currentDataTag() == "PostgreSQL"s;
  const Url url = isServer ? ownDatabaseUrl() : Url::sqliteFile(m_folder->filePath(s("busy.db")).toStdString());
  Engine::Options options;
  options.createIfMissing = true;
  m_truth = Engine::create(url, options);
  const auto connection = m_truth->connect(Engine::Access::Write);
  const std::string numbers = isServer ? "generate_series(1, 2000) i" : "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n)";
  for (const std::string& sql : {"DROP TABLE IF EXISTS number"s, "DROP TABLE IF EXISTS other"s, "CREATE TABLE number(id INTEGER PRIMARY KEY, note TEXT)"s,
                                 "CREATE TABLE other(id INTEGER PRIMARY KEY, note TEXT)"s, "INSERT INTO number SELECT i, 'row ' || i FROM " + numbers, "INSERT INTO other SELECT id, note FROM number"s})
    fetchAll(*connection->execute(sql));
  return isServer ? QString::fromStdString(url.toString()) : QString::fromStdString(url.database);
}

void GoingWhileBusyTest::open(const QString& url) {
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(url);
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
}

void GoingWhileBusyTest::actAtRandom() {
  auto* tabs = m_window->tabs();
  ui::TableView view;
  view.model = m_random() % 2 ? "number" : "other";
  switch (m_random() % 6) {
    case 0:
    case 1: m_window->openTable(view); break;
    case 2: if (!tabs->pages().isEmpty()) tabs->closePage(static_cast<int>(m_random() % static_cast<unsigned>(tabs->pages().size()))); break;
    case 3: if (auto* action = m_window->findChild<QAction*>(s("refresh"))) action->trigger(); break;
    case 4: m_window->database()->open(); break;
    case 5: if (m_random() % 4 == 0) m_window->changes()->commit(); break;
  }
  if (m_random() % 2) QTest::qWait(static_cast<int>(m_random() % 4));
}

std::string GoingWhileBusyTest::note(std::int64_t row) const {
  const auto connection = m_truth->connect(Engine::Access::Write);
  return std::string(fetchAll(*connection->execute("SELECT note FROM number WHERE id = " + std::to_string(row)))->at(0, 0).bytes());
}

bool GoingWhileBusyTest::isKept(const std::string& token, std::int64_t row) const {
  if (note(row) == token) return true;
  for (const auto& orphan : ui::findJournals(ui::ChangeJournal::standardFolder()).takeResult().orphans)
    for (const Change& change : orphan->content().changes.changes())
      if (change.value("note") && change.value("note")->value() == Value::text(token)) return true;
  return false;
}

void GoingWhileBusyTest::drop() { QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).removeRecursively(); }

void GoingWhileBusyTest::losesNoEdit() {
  const QString url = makeDatabase();
  const int runs = runsOf(8, 1'000);
  int lost = 0, written = 0;
  for (int run = 0; run < runs; ++run) {
    open(url);
    const std::int64_t row = 1 + static_cast<std::int64_t>(m_random() % 2'000);
    const std::string token = "edit " + std::to_string(run);
    m_window->changes()->setCell("number", key(row), "note", Value::text(note(row)), Value::text(token));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->journals()->journal()->progress().isRecorded(), kPatience);
    for (unsigned left = m_random() % 8; left > 0; --left) actAtRandom();
    // As it goes when the session ends: whatever runs is left to itself.
    m_window.reset();
    QVERIFY(Worker::waitForDestroyed(std::chrono::minutes(2)));
    QVERIFY(Journal::waitForDestroyed(std::chrono::minutes(2)));
    lost += !isKept(token, row);
    written += note(row) == token;
    drop();
  }
  qInfo("G3, %s: %d windows gone while busy, %d edits committed, %d offered again, %d lost", QTest::currentDataTag(), runs, written, runs - written - lost, lost);
  QCOMPARE(lost, 0);
}

JOINERY_TEST(GoingWhileBusyTest)
#include "tst_going_while_busy.moc"
