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
#include "ui/changes/recovery_dialog.h"
#include "ui/console/console_page.h"
#include "ui/shell/journals.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

/// The window after one that did not end well.
class TstJournals : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void saysThatEditsAreRecorded();
  void offersWhatAnEarlierWindowLeft();
  void recoversOnce();
  void keepsForLater();
  void discards();
  void bringsTextsBackAsTabs();
  void saysWithoutADatabaseWhatIsThere();
  void leavesNothingBehindWhereTheChangesAreDropped();

 private:
  void open();
  /// Without any of what closing a window does.
  void crash();
  void edit(const char* text) { m_window->changes()->setCell("number", key(1), "note", Value::text("row 1"), Value::text(text)); }
  void waitUntilRecorded() { QTRY_VERIFY_WITH_TIMEOUT(m_window->journals()->journal()->progress().isRecorded(), kPatience); }
  ui::RecoveryDialog* dialog() const { return m_window->findChild<ui::RecoveryDialog*>(); }
  void press(const char* name) { dialog()->findChild<QPushButton*>(s(name))->click(); }
  QString label() const { return m_window->findChild<QLabel*>(s("journal"))->text(); }

  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_path;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstJournals::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_journals"));
  // What an earlier run of this test left.
  QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).removeRecursively();
}

void TstJournals::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_path = m_folder->filePath(s("window.db"));
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(Url::sqliteFile(m_path.toStdString()), options);
  auto writer = engine->connect(Engine::Access::Write);
  for (const char* sql : {"CREATE TABLE number(id INTEGER PRIMARY KEY, note TEXT)", "INSERT INTO number VALUES (1, 'row 1'), (2, 'row 2')"}) writer->execute(sql);
  open();
}

void TstJournals::open() {
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  QSignalSpy looked(m_window->journals(), &ui::Journals::looked);
  m_window->openUrl(m_path);
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
  QVERIFY(looked.count() > 0 || looked.wait(kPatience));
}

void TstJournals::crash() {
  waitUntilRecorded();
  m_window.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::minutes(2)));
  QVERIFY(Journal::waitForDestroyed(std::chrono::minutes(2)));
}

void TstJournals::cleanup() {
  if (m_window && m_window->changes()) m_window->changes()->revertAll();
  if (m_window) m_window->journals()->settleTexts();
  m_window.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::minutes(2)));
  QVERIFY(Journal::waitForDestroyed(std::chrono::minutes(2)));
  QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).removeRecursively();
}

void TstJournals::saysThatEditsAreRecorded() {
  QCOMPARE(label(), QString());
  edit("changed");
  QTRY_COMPARE_WITH_TIMEOUT(label(), s("Recorded"), kPatience);
  m_window->changes()->revertAll();
  QTRY_COMPARE_WITH_TIMEOUT(label(), QString(), kPatience);
}

void TstJournals::offersWhatAnEarlierWindowLeft() {
  edit("changed");
  crash();
  open();
  QVERIFY(dialog() && dialog()->isVisible());
  QVERIFY(m_window->changes()->isEmpty());
  press("takeOver");
  const Change* change = m_window->changes()->changeOf("number", key(1));
  QVERIFY(change);
  QCOMPARE(std::string(change->value("note")->value().bytes()), std::string("changed"));
}

void TstJournals::recoversOnce() {
  edit("changed");
  crash();
  open();
  press("takeOver");
  crash();
  open();
  QVERIFY(dialog());
  QCOMPARE(dialog()->journal().changes.size(), 1u);
  press("takeOver");
  m_window->changes()->revertAll();
  crash();
  open();
  QVERIFY(!dialog());
}

void TstJournals::keepsForLater() {
  edit("changed");
  crash();
  open();
  press("keepForLater");
  QVERIFY(m_window->changes()->isEmpty());
  crash();
  open();
  QVERIFY(dialog());
}

void TstJournals::discards() {
  edit("changed");
  crash();
  open();
  Q_EMIT dialog()->discardRequested();
  press("keepForLater");
  QTRY_VERIFY_WITH_TIMEOUT(QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).entryList(QDir::Files).isEmpty(), kPatience);
  crash();
  open();
  QVERIFY(!dialog());
}

void TstJournals::bringsTextsBackAsTabs() {
  auto* console = m_window->tabs()->openConsole();
  console->setText(s("SELECT 'not saved'"));
  QTRY_VERIFY_WITH_TIMEOUT(m_window->journals()->journal()->progress().appended > 0, kPatience);
  crash();
  open();
  QVERIFY(!dialog());
  QTRY_COMPARE_WITH_TIMEOUT(m_window->tabs()->consoleTextIds().size(), 1, kPatience);
  auto* back = qobject_cast<ui::ConsolePage*>(m_window->tabs()->currentPage());
  QVERIFY(back);
  QTRY_COMPARE_WITH_TIMEOUT(back->text(), s("SELECT 'not saved'"), kPatience);
  back->setText({});
}

void TstJournals::saysWithoutADatabaseWhatIsThere() {
  edit("changed");
  crash();
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  m_window->lookForRecovered();
  auto* messages = m_window->findChild<ui::MessageBar*>();
  QTRY_VERIFY_WITH_TIMEOUT(messages->text().contains(s("window.db")), kPatience);
  QPushButton* look = nullptr;
  for (auto* button : messages->findChildren<QPushButton*>())
    if (button->text() == s("&Look at them")) look = button;
  QVERIFY(look);
  look->click();
  QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
}

void TstJournals::leavesNothingBehindWhereTheChangesAreDropped() {
  edit("changed");
  waitUntilRecorded();
  m_window->changes()->revertAll();
  QVERIFY(m_window->close());
  crash();
  QVERIFY(QDir(QString::fromStdString(ui::ChangeJournal::standardFolder())).entryList(QDir::Files).isEmpty());
  open();
  QVERIFY(!dialog());
}

JOINERY_TEST(TstJournals)
#include "tst_journals.moc"
