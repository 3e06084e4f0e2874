// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>

#include "breakable_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/pending_changes.h"
#include "ui/grid/grid_view.h"
#include "ui/relations/relation_tree.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

/// The server ends the window's sessions while it sorts and filters: what was shown before the click is gone, the edits are not, and Retry
/// does what was asked.
class TestSessionsKilledWhileReading : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void sortsAgainAfterRetry();
  void filtersAgainAfterRetry();
  void sortsAViewWithoutAKeyAgain();
  void keepsWhatItShowsWhereTheKeysAreLost();
  void readsABranchOfRelatedRowsAgain();

 private:
  /// A transaction that keeps everybody from reading the table, for as long as it lives.
  ConnectionPool::Lease lockTable(const std::string& table = "number");
  void killReaders();
  void open();
  void show(const char* model);
  ui::TablePage& page() const { return *m_window->tabs()->currentTable(); }
  ui::GridModel& model() const { return *page().findChild<ui::GridModel*>(); }
  QString cell(int row, int column) const { return model().rowCount() > row ? model().index(row, column).data().toString() : QString(); }
  bool waitForMessage(const QString& words) const;
  QPushButton* retryButton() const;
  void retry() const { QTest::mouseClick(retryButton(), Qt::LeftButton); }
  void edit();
  bool hasEdit() const { return m_window->changes()->changeSet().counts().updated == 1; }

  std::unique_ptr<BreakableDatabase> m_database;
  std::shared_ptr<Engine> m_other;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TestSessionsKilledWhileReading::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_sessions_killed_while_reading"));
}

void TestSessionsKilledWhileReading::init() {
  m_database = std::make_unique<BreakableDatabase>(BreakableDatabase::Fault::KilledSessions);
  if (!m_database->isAvailable()) QSKIP("there is no server to be started");
  m_other = Engine::create(Url::parse(m_database->url().toStdString()));
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  open();
}

void TestSessionsKilledWhileReading::open() {
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(m_database->url());
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
}

void TestSessionsKilledWhileReading::cleanup() {
  m_window.reset();
  m_other.reset();
  m_database.reset();
}

ConnectionPool::Lease TestSessionsKilledWhileReading::lockTable(const std::string& table) {
  auto lease = m_other->connect(Engine::Access::Write);
  lease->execute("BEGIN");
  lease->execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
  return lease;
}

/// Those that wait for the lock, not who holds it.
void TestSessionsKilledWhileReading::killReaders() {
  m_database->value("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
}

void TestSessionsKilledWhileReading::show(const char* model) {
  ui::TableView view;
  view.model = model;
  m_window->openTable(view);
  QTRY_VERIFY_WITH_TIMEOUT(this->model().rowCount() > 0, kPatience);
}

QPushButton* TestSessionsKilledWhileReading::retryButton() const {
  for (auto* button : page().findChildren<QPushButton*>())
    if (button->text() == s("&Retry") && button->isVisible()) return button;
  return nullptr;
}

bool TestSessionsKilledWhileReading::waitForMessage(const QString& words) const {
  const auto* bar = page().findChild<ui::MessageBar*>();
  return QTest::qWaitFor([&] { return bar->isVisible() && bar->text().contains(words) && retryButton(); }, kPatience);
}

/// The third row's note.
void TestSessionsKilledWhileReading::edit() { m_window->changes()->setCell("number", key(3), "note", Value::text("row 3"), Value::text("edited")); }

void TestSessionsKilledWhileReading::sortsAgainAfterRetry() {
  show("number");
  QTRY_VERIFY_WITH_TIMEOUT(!page().isBusy(), kPatience);
  edit();
  {
    const auto lock = lockTable();
    page().setSorts({"-note"});
    m_database->waitForStatement("ORDER BY");
    killReaders();
    QVERIFY(waitForMessage(s("Could not read number")));
  }
  QVERIFY(hasEdit());
  QVERIFY(!page().isBusy());
  retry();
  QTRY_COMPARE_WITH_TIMEOUT(cell(0, 2), s("row 9999"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(page().statusText().endsWith(s("of 20,000")), kPatience);
  QVERIFY(!page().findChild<ui::MessageBar*>()->isVisible());
  QVERIFY(hasEdit());
}

void TestSessionsKilledWhileReading::filtersAgainAfterRetry() {
  show("number");
  QTRY_VERIFY_WITH_TIMEOUT(!page().isBusy(), kPatience);
  edit();
  {
    const auto lock = lockTable();
    page().setFilter(Json{{"note", "row 3"}});
    m_database->waitForStatement("WHERE");
    killReaders();
    QVERIFY(waitForMessage(s("Could not read number")));
  }
  QVERIFY(hasEdit());
  retry();
  // The row that passes is shown with its edit.
  QTRY_COMPARE_WITH_TIMEOUT(cell(0, 2), s("edited"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(page().statusText().endsWith(s("of 1")), kPatience);
  QVERIFY(hasEdit());
}

/// In the middle of a sort that takes a minute.
void TestSessionsKilledWhileReading::sortsAViewWithoutAKeyAgain() {
  show("slow");
  edit();
  page().setSorts({"-part"});
  m_database->waitForStatement("slow%ORDER BY");
  m_database->breakIt();
  QVERIFY(waitForMessage(s("Could not read slow")));
  QVERIFY(hasEdit());
  retry();
  m_database->waitForStatement("slow%ORDER BY");
  QTRY_VERIFY_WITH_TIMEOUT(!page().findChild<ui::MessageBar*>()->isVisible(), kPatience);
  page().stop();
  QVERIFY(hasEdit());
}

/// The first rows of a sort are there; the sessions are killed while all keys are sorted.
void TestSessionsKilledWhileReading::keepsWhatItShowsWhereTheKeysAreLost() {
  show("number");
  QTRY_VERIFY_WITH_TIMEOUT(!page().isBusy(), kPatience);
  edit();
  std::optional<ConnectionPool::Lease> lock;
  auto* source = page().findChild<ui::PageSource*>();
  connect(source, &ui::PageSource::pageRead, source, [&, isFirst = true]() mutable {
    if (std::exchange(isFirst, false)) lock = lockTable();
  });
  page().setSorts({"-note"});
  QTRY_VERIFY_WITH_TIMEOUT(lock.has_value(), kPatience);
  m_database->waitForStatement("DECLARE");
  killReaders();
  QVERIFY(waitForMessage(s("Could not read number")));
  QCOMPARE(cell(0, 2), s("row 9999"));
  lock.reset();
  retry();
  QTRY_VERIFY_WITH_TIMEOUT(page().statusText().endsWith(s("of 20,000")), kPatience);
  QCOMPARE(cell(0, 2), s("row 9999"));
  QVERIFY(hasEdit());
}

void TestSessionsKilledWhileReading::readsABranchOfRelatedRowsAgain() {
  m_database->run("CREATE TABLE item(id integer PRIMARY KEY, number_id integer REFERENCES number(id)); INSERT INTO item VALUES (1, 3), (2, 3), (3, 4);");
  open();
  show("number");
  QTRY_VERIFY_WITH_TIMEOUT(!page().isBusy(), kPatience);
  edit();
  auto* tree = m_window->relationTree();
  auto* view = tree->findChild<QTreeView*>();
  tree->setRow("number", key(3));
  const auto below = [&](const QModelIndex& parent, const char* type) -> QModelIndex {
    const auto rows = view->model()->rowCount(parent);
    for (int row = 0; row < rows; ++row)
      if (const auto index = view->model()->index(row, 0, parent); index.data().toString().contains(s(type), Qt::CaseInsensitive)) return index;
    return {};
  };
  const auto branch = [&] { return below(view->model()->index(0, 0), "item"); };
  QTRY_VERIFY_WITH_TIMEOUT(!tree->isBusy() && branch().isValid(), kPatience);
  {
    const auto lock = lockTable("item");
    view->expand(branch());
    m_database->waitForStatement("FROM item");
    killReaders();
    QTRY_VERIFY_WITH_TIMEOUT(!tree->isBusy() && view->model()->rowCount(branch()) == 1, kPatience);
  }
  // Why it could not be read stands where its rows would, and Enter there tries again.
  const auto error = view->model()->index(0, 0, branch());
  QVERIFY2(static_cast<const ui::RelationTreeModel*>(view->model())->node(error)->kind == ui::RelationNode::Kind::Error, qPrintable(error.data().toString()));
  QVERIFY(hasEdit());
  view->setCurrentIndex(error);
  view->setFocus();
  QTest::keyClick(view, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(view->model()->rowCount(branch()), 2, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!tree->isBusy(), kPatience);
  QVERIFY(hasEdit());
}

JOINERY_TEST(TestSessionsKilledWhileReading)
#include "tst_sessions_killed_while_reading.moc"
