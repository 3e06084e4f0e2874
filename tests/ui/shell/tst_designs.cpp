// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QCommandLinkButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/database.h"
#include "ui/designer/design/design_page.h"
#include "ui/shell/designs.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/welcome_page.h"

using namespace joinery;
using namespace joinery::test;

/// The design of the workspace's schema in the window: one page, whatever database is open.
class TstDesigns : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup() { m_window.reset(); }
  void theWelcomePageOpensItWithoutADatabase();
  void thePageStaysWhenADatabaseIsOpened();
  void theWindowUndoesItsSteps();

 private:
  ui::DesignPage* page() const { return m_window->findChild<ui::DesignPage*>(); }
  QAction* action(const char* name) const { return m_window->findChild<QAction*>(s(name)); }
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstDesigns::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_designs"));
}

void TstDesigns::init() {
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
}

void TstDesigns::theWelcomePageOpensItWithoutADatabase() {
  auto* welcome = m_window->findChild<ui::WelcomePage*>();
  QVERIFY(welcome->isVisible());
  for (auto* link : welcome->findChildren<QCommandLinkButton*>())
    if (link->accessibleName() == s("Design a schema")) link->click();
  QVERIFY(page() && page()->isVisible());
  action("designSchema")->trigger();
  QCOMPARE(m_window->findChildren<ui::DesignPage*>().size(), 1);
  action("closeTab")->trigger();
  QTRY_VERIFY(!page());
  QVERIFY(welcome->isVisible());
}

void TstDesigns::thePageStaysWhenADatabaseIsOpened() {
  action("designSchema")->trigger();
  auto* fromDatabase = m_window->findChild<QCommandLinkButton*>(s("startFromDatabase"));
  QVERIFY(!fromDatabase->isEnabled());
  const QTemporaryDir folder;
  const Url url = Url::sqliteFile(folder.filePath(s("music.db")).toStdString());
  runScript(url, "CREATE TABLE artist(id integer PRIMARY KEY, name text);");
  m_window->openUrl(QString::fromStdString(url.toString()));
  QTRY_VERIFY_WITH_TIMEOUT(m_window->database(), kPatience);
  QVERIFY(page()->isVisible());
  QVERIFY(fromDatabase->isEnabled());
  fromDatabase->click();
  QVERIFY(page()->design()->metadata().find(QualifiedName("artist")));
}

void TstDesigns::theWindowUndoesItsSteps() {
  action("designSchema")->trigger();
  page()->startEmpty("sqlite");
  page()->addTable();
  QVERIFY(action("undo")->isEnabled());
  action("undo")->trigger();
  QVERIFY(page()->design()->metadata().tables().empty());
  QVERIFY(!action("undo")->isEnabled());
  action("redo")->trigger();
  QCOMPARE(page()->design()->metadata().tables().size(), std::size_t(1));
}

JOINERY_TEST(TstDesigns)
#include "tst_designs.moc"
