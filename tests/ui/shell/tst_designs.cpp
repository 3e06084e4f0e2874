// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QCommandLinkButton>
#include <QDialogButtonBox>
#include <QFile>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "orm/difference/schema_diff.h"
#include "orm/engine/inspector.h"
#include "orm/migration/sqlite_migration.h"
#include "orm/migration/sqlite_schema_change.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/database.h"
#include "ui/designer/design/copy_tables_dialog.h"
#include "ui/designer/design/design_diagram.h"
#include "ui/designer/design/design_edits.h"
#include "ui/designer/design/design_page.h"
#include "ui/navigator/navigator.h"
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
  void aTableOfTheNavigatorIsCopiedToADesignForItsEngine();
  void aNameOnTheDiagramIsOneRenameThatNorthwindsViewsFollow();
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

void TstDesigns::aTableOfTheNavigatorIsCopiedToADesignForItsEngine() {
  const QTemporaryDir folder;
  const Url url = Url::sqliteFile(folder.filePath(s("music.db")).toStdString());
  runScript(url, "CREATE TABLE artist(id integer PRIMARY KEY, name text); CREATE TABLE album(id integer PRIMARY KEY, title text);");
  m_window->openUrl(QString::fromStdString(url.toString()));
  QTRY_VERIFY_WITH_TIMEOUT(m_window->database(), kPatience);
  Q_EMIT m_window->findChild<ui::Navigator*>()->copyToDesignRequested(s("album"));
  auto* dialog = page()->findChild<ui::CopyTablesDialog*>();
  QVERIFY(dialog && dialog->isVisible());
  auto* copy = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  QTRY_VERIFY_WITH_TIMEOUT(copy->isEnabled(), kPatience);
  copy->click();
  QTRY_VERIFY(page()->design()->metadata().find(QualifiedName("album")));
  QVERIFY(!page()->design()->metadata().find(QualifiedName("artist")));
}

/// Its views read the column, some of them under a name that clashes with the old one, where RENAME COLUMN alone fails.
void TstDesigns::aNameOnTheDiagramIsOneRenameThatNorthwindsViewsFollow() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(s("northwind.sqlite"));
  if (!QFile::copy(s(JOINERY_SOURCE_DIR "/../shared/data/northwind/northwind.sqlite"), path)) QSKIP("Northwind is not here");
  QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
  m_window->openUrl(path);
  QTRY_VERIFY_WITH_TIMEOUT(m_window->database(), kPatience);
  action("designSchema")->trigger();
  page()->startFromDatabase();
  const schema::MetaData before = page()->design()->metadata();
  QVERIFY(page()->diagram()->edits()->renameColumn(QualifiedName("Categories"), "CategoryName", "Name of Category"));
  const migration::Operations steps = page()->design()->sinceRevision();
  QCOMPARE(steps.size(), std::size_t(1));
  QVERIFY(std::holds_alternative<migration::RenameColumn>(steps.front()));

  const auto engine = Engine::create(Url::sqliteFile(path.toStdString()));
  const auto connection = engine->connect(Engine::Access::Write);
  const auto rowsOfViews = [&] {
    std::vector<std::string> found;
    for (const auto& table : before.tables())
      if (table->isView()) found.push_back(table->name.name + ": " + displayText(fetchAll(*connection->execute("SELECT count(*) FROM " + engine->dialect().quote(table->name)))->at(0, 0), {}));
    return found;
  };
  const auto rows = rowsOfViews();
  QVERIFY(rows.size() > 10);
  migration::SqliteSchemaChange change(*connection);
  migration::SqliteMigration(before, steps, engine->dialect()).apply(*connection);
  change.commit();
  QCOMPARE(rowsOfViews(), rows);
  QVERIFY(migration::schemaDifference(*reflect(*connection, engine->dialect()), page()->design()->metadata(), {}, engine->dialect()).empty());
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
