// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "orm/workspace/workspace_file.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/database.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/message_bar.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;

/// What a workspace declares of the models of the database that is open.
class TstWorkspaceModels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup() { m_window.reset(); }
  void aWorkspaceThatIsOpenedGivesItsNamesToTheModels();
  void aWorkspaceThatIsClosedTakesThemAway();
  void whatDoesNotFitTheTablesIsSaid();

 private:
  /// Writes and opens a workspace that declares that, and waits for the models.
  void openWorkspace(const ModelDeclarations& declarations);
  const Model& album() const { return m_window->database()->registry()->at("album"); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstWorkspaceModels::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_workspace_models"));
}

void TstWorkspaceModels::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const Url url = Url::sqliteFile(m_folder->filePath(s("music.db")).toStdString());
  runScript(url, "CREATE TABLE artist(id integer PRIMARY KEY, name text); CREATE TABLE album(id integer PRIMARY KEY, title text, artist_id integer REFERENCES artist(id));");
  m_window = std::make_unique<ui::MainWindow>();
  m_window->openUrl(QString::fromStdString(url.toString()));
  QTRY_VERIFY(m_window->database());
}

void TstWorkspaceModels::openWorkspace(const ModelDeclarations& declarations) {
  Workspace workspace;
  workspace.connectionTo(m_window->database()->engine()->url()).declarations = declarations;
  const QString path = m_folder->filePath(s("w.joinery"));
  WorkspaceFile(path.toStdString()).write(workspace, WorkspaceFile::Existing::Replace);
  QSignalSpy opened(m_window->database(), &ui::Database::opened);
  m_window->workspace()->open(path);
  QVERIFY(opened.wait());
}

void TstWorkspaceModels::aWorkspaceThatIsOpenedGivesItsNamesToTheModels() {
  QVERIFY(album().relationship("artist"));
  openWorkspace({.models = {{"album", {.label = "{title}!", .relationshipNames = {{"artist", "by"}}}}}});
  QVERIFY(album().relationship("by"));
  QVERIFY(!album().relationship("artist"));
  QCOMPARE(album().label, std::string("{title}!"));
}

void TstWorkspaceModels::aWorkspaceThatIsClosedTakesThemAway() {
  openWorkspace({.models = {{"album", {.relationshipNames = {{"artist", "by"}}}}}});
  QSignalSpy opened(m_window->database(), &ui::Database::opened);
  m_window->workspace()->clear();
  QVERIFY(opened.wait());
  QVERIFY(album().relationship("artist"));
}

void TstWorkspaceModels::whatDoesNotFitTheTablesIsSaid() {
  QSignalSpy refused(m_window->database(), &ui::Database::declarationsRefused);
  openWorkspace({.models = {{"genre", {.label = "{name}"}}, {"album", {.label = "{title}?"}}}});
  QCOMPARE(refused.size(), 1);
  QVERIFY(refused[0][0].toStringList().join(QString()).contains(s("The model \"genre\" is left as it is")));
  QCOMPARE(album().label, std::string("{title}?"));
  const auto* messages = m_window->findChild<ui::MessageBar*>();
  QVERIFY(messages->isVisibleTo(m_window.get()));
}

JOINERY_TEST(TstWorkspaceModels)
#include "tst_workspace_models.moc"
