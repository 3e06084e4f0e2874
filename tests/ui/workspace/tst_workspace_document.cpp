// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/workspace/save_view_dialog.h"
#include "ui/workspace/workspace_document.h"
#include "ui/workspace/workspace_draft.h"

using namespace joinery;
using namespace joinery::test;

/// The workspace of the window: views come and go, files are read and written in the background.
class TstWorkspaceDocument : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void savesAndOpensViews();
  void staysModifiedByWhatIsChangedWhileItIsSaved();
  void keepsWhatItHasWhenAFileIsBroken();
  void doesNotReplaceWhatAnotherProgramHasSaved();
  void renamesOnlyToFreeNames();
  void keepsUnknownKeysOfAViewThatIsReplaced();
  void leavesOutWhatAPersonDoesNotWantInAView();
  void saysThatANameIsTaken();
  void recordsWhatIsNotSaved();
  void restoresWhatAProgramThatEndedHadNotSaved();

 private:
  void saveTo(ui::WorkspaceDocument& document, const QString& path) {
    QSignalSpy saved(&document, &ui::WorkspaceDocument::saved);
    document.saveAs(path);
    QVERIFY(document.isBusy());
    QVERIFY(saved.wait(kPatience));
  }
  /// What comes of a verb that fails.
  static std::optional<DbError> failureOf(ui::WorkspaceDocument& document, const std::function<void()>& verb) {
    std::optional<DbError> failure;
    QSignalSpy failed(&document, &ui::WorkspaceDocument::failed);
    QObject context;
    connect(&document, &ui::WorkspaceDocument::failed, &context, [&failure](const QString&, const DbError& error) { failure = error; });
    verb();
    return failed.wait(kPatience) ? failure : std::nullopt;
  }
  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_path;
  const Url m_url = Url::sqliteFile("/data/music.db");
};

void TstWorkspaceDocument::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_path = m_folder->filePath(s("w.joinery"));
}

void TstWorkspaceDocument::savesAndOpensViews() {
  ui::WorkspaceDocument document;
  QSignalSpy changed(&document, &ui::WorkspaceDocument::changed);
  QVERIFY(!document.isModified());
  QCOMPARE(document.displayName(), s("Untitled"));
  document.putView(m_url, {.name = "Loud", .model = "Artist", .filter = parseJson(R"({"Name": "AC/DC"})")});
  QCOMPARE(changed.count(), 1);
  QVERIFY(document.isModified());
  saveTo(document, m_path);
  QVERIFY(!document.isModified());
  QCOMPARE(document.displayName(), s("w.joinery"));
  ui::WorkspaceDocument other;
  QSignalSpy opened(&other, &ui::WorkspaceDocument::opened);
  other.open(m_path);
  QVERIFY(opened.wait(kPatience));
  QVERIFY(!other.isModified());
  const SavedView* view = other.view(m_url, "Loud");
  QVERIFY(view);
  QCOMPARE(view->filter->dump(), std::string(R"({"Name":"AC/DC"})"));
  other.removeView(m_url, "Loud");
  QVERIFY(!other.view(m_url, "Loud"));
  QVERIFY(other.isModified());
  other.clear();
  QVERIFY(!other.isModified() && other.path().isEmpty() && other.workspace().connections.empty());
}

void TstWorkspaceDocument::staysModifiedByWhatIsChangedWhileItIsSaved() {
  ui::WorkspaceDocument document;
  document.putView(m_url, {.name = "One", .model = "Artist"});
  QSignalSpy saved(&document, &ui::WorkspaceDocument::saved);
  document.saveAs(m_path);
  document.putView(m_url, {.name = "Two", .model = "Artist"});
  QVERIFY(saved.wait(kPatience));
  QVERIFY(document.isModified());
  document.save();
  QVERIFY(saved.wait(kPatience));
  QVERIFY(!document.isModified());
  QCOMPARE(WorkspaceFile(m_path.toStdString()).read().connections[0].views.size(), std::size_t(2));
}

void TstWorkspaceDocument::keepsWhatItHasWhenAFileIsBroken() {
  QFile file(m_path);
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"version\": 9}") > 0);
  file.close();
  ui::WorkspaceDocument document;
  document.putView(m_url, {.name = "One", .model = "Artist"});
  const std::optional<DbError> error = failureOf(document, [&] { document.open(m_path); });
  QVERIFY(error);
  QVERIFY2(error->message().find("/version") != std::string::npos, error->what());
  QVERIFY(document.view(m_url, "One"));
  QVERIFY(document.path().isEmpty());
}

void TstWorkspaceDocument::doesNotReplaceWhatAnotherProgramHasSaved() {
  ui::WorkspaceDocument document;
  document.putView(m_url, {.name = "Mine", .model = "Artist"});
  saveTo(document, m_path);
  ui::WorkspaceDocument other;
  QSignalSpy opened(&other, &ui::WorkspaceDocument::opened);
  other.open(m_path);
  QVERIFY(opened.wait(kPatience));
  other.putView(m_url, {.name = "Theirs", .model = "Artist"});
  QSignalSpy otherSaved(&other, &ui::WorkspaceDocument::saved);
  other.save();
  QVERIFY(otherSaved.wait(kPatience));
  document.removeView(m_url, "Mine");
  const std::optional<DbError> error = failureOf(document, [&] { document.save(); });
  QCOMPARE(error->kind(), ErrorKind::StaleData);
  QVERIFY(document.isModified());
  QSignalSpy saved(&document, &ui::WorkspaceDocument::saved);
  document.save(WorkspaceFile::Existing::Replace);
  QVERIFY(saved.wait(kPatience));
  QVERIFY(WorkspaceFile(m_path.toStdString()).read().connections[0].views.empty());
}

void TstWorkspaceDocument::renamesOnlyToFreeNames() {
  ui::WorkspaceDocument document;
  document.putView(m_url, {.name = "One", .model = "Artist"});
  document.putView(m_url, {.name = "Two", .model = "Album"});
  QVERIFY(!document.renameView(m_url, "One", "Two"));
  QVERIFY(!document.renameView(m_url, "One", ""));
  QVERIFY(!document.renameView(m_url, "None", "Other"));
  QVERIFY(document.renameView(m_url, "One", "Three"));
  QCOMPARE(document.views(m_url)[0].name, std::string("Three"));
  QCOMPARE(document.views(m_url)[0].model, std::string("Artist"));
  QVERIFY(document.views(Url::sqliteFile("/other.db")).empty());
}

void TstWorkspaceDocument::keepsUnknownKeysOfAViewThatIsReplaced() {
  QFile file(m_path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(R"({"version": 1, "connections": [{"name": "Music", "url": "/data/music.db", "views": [{"name": "Loud", "model": "Artist", "note": "mine"}]}]})");
  file.close();
  ui::WorkspaceDocument document;
  QSignalSpy opened(&document, &ui::WorkspaceDocument::opened);
  document.open(m_path);
  QVERIFY(opened.wait(kPatience));
  document.putView(m_url, {.name = "Loud", .model = "Album"});
  QSignalSpy saved(&document, &ui::WorkspaceDocument::saved);
  document.save();
  QVERIFY(saved.wait(kPatience));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const Json written = parseJson(file.readAll().toStdString());
  QCOMPARE(written["connections"][0]["views"][0].dump(), std::string(R"({"name":"Loud","model":"Album","note":"mine"})"));
}

void TstWorkspaceDocument::leavesOutWhatAPersonDoesNotWantInAView() {
  SavedView shown{.model = "Artist", .filter = parseJson(R"({"Name": "x"})"), .sorts = std::vector<std::string>{"+Name"}, .columns = std::vector<SavedView::Column>{{.name = "Name"}}, .frozen = 1};
  ui::SaveViewDialog dialog(shown, {});
  QSignalSpy chosen(&dialog, &ui::SaveViewDialog::chosen);
  SavedView taken;
  connect(&dialog, &ui::SaveViewDialog::chosen, &dialog, [&taken](const SavedView& view) { taken = view; });
  dialog.show();
  QVERIFY(QTest::qWaitForWindowActive(&dialog));
  auto* name = dialog.findChild<QLineEdit*>(s("viewName"));
  QVERIFY(name->hasFocus());
  QVERIFY(!dialog.findChild<QPushButton*>(s("save"))->isEnabled());
  QTest::keyClicks(name, s(" Loud "));
  auto* columns = dialog.findChild<QCheckBox*>(s("Columns"));
  QVERIFY(columns->isChecked());
  columns->setFocus();
  QTest::keyClick(columns, Qt::Key_Space);
  QTest::keyClick(name, Qt::Key_Return);
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(taken.name, std::string("Loud"));
  QVERIFY(taken.filter && taken.sorts && !taken.columns);
  QCOMPARE(taken.frozen, 0);
  QVERIFY(!dialog.isVisible());
}

void TstWorkspaceDocument::saysThatANameIsTaken() {
  ui::SaveViewDialog dialog({.model = "Artist"}, {s("Loud")});
  dialog.setName(s("Loud"));
  auto* save = dialog.findChild<QPushButton*>(s("save"));
  QCOMPARE(save->text(), s("&Replace"));
  QVERIFY(save->isEnabled());
  dialog.setName(s("Louder"));
  QCOMPARE(save->text(), s("&Save"));
}

void TstWorkspaceDocument::recordsWhatIsNotSaved() {
  const QString folder = m_folder->filePath(s("drafts"));
  const auto draftsIn = [&folder] { return QDir(folder).entryList({s("*.joinery")}, QDir::Files).size(); };
  ui::WorkspaceDocument document;
  ui::WorkspaceDraft draft(&document, folder);
  QSignalSpy recorded(&draft, &ui::WorkspaceDraft::recorded);
  document.putDiagram(m_url, {.name = "One", .everyTable = true});
  QVERIFY(!draft.isRecorded());
  QVERIFY(recorded.wait(kPatience));
  QCOMPARE(draftsIn(), 1);
  // Its program runs: it is nobody else's.
  auto found = ui::WorkspaceDraft::findAbandoned(folder);
  QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), kPatience);
  QVERIFY(found.takeResult().empty());
  saveTo(document, m_path);
  if (!draft.isRecorded()) QVERIFY(recorded.wait(kPatience));
  QCOMPARE(draftsIn(), 0);
  document.removeDiagram(m_url, "One");
  QVERIFY(recorded.wait(kPatience));
  QCOMPARE(draftsIn(), 1);
  document.clear();
  QVERIFY(recorded.wait(kPatience));
  QCOMPARE(draftsIn(), 0);
}

void TstWorkspaceDocument::restoresWhatAProgramThatEndedHadNotSaved() {
  const QString folder = m_folder->filePath(s("drafts"));
  {
    ui::WorkspaceDocument document;
    ui::WorkspaceDraft draft(&document, folder);
    saveTo(document, m_path);
    QSignalSpy recorded(&draft, &ui::WorkspaceDraft::recorded);
    document.putDiagram(m_url, {.name = "Sales", .tables = {{.name = QualifiedName("artist"), .place = Diagram::Place{120, 340}}}});
    QVERIFY(recorded.wait(kPatience));
    if (!draft.isRecorded()) QVERIFY(recorded.wait(kPatience));
  }
  // What can't be read harms nobody, and stays.
  QFile broken(folder + s("/broken.joinery"));
  QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{") == 1);
  broken.close();
  auto looking = ui::WorkspaceDraft::findAbandoned(folder);
  QTRY_VERIFY_WITH_TIMEOUT(looking.isFinished(), kPatience);
  auto found = looking.takeResult();
  QCOMPARE(found.size(), std::size_t(1));
  QCOMPARE(found[0].path, m_path);
  ui::WorkspaceDocument document;
  ui::WorkspaceDraft draft(&document, folder);
  QSignalSpy recorded(&draft, &ui::WorkspaceDraft::recorded);
  draft.takeOver(found[0]);
  const QString old = found[0].draft;
  found.clear();
  QVERIFY(document.isModified());
  QCOMPARE(document.path(), m_path);
  const Diagram* diagram = document.diagram(m_url, "Sales");
  QVERIFY(diagram);
  QCOMPARE(diagram->tables.at(0).place->x, 120);
  QVERIFY(!document.workspace().source.contains("draftOf"));
  // It is on the disk all the time: the old file goes when the new one is there.
  QVERIFY(QFile::exists(old));
  QVERIFY(recorded.wait(kPatience));
  QVERIFY(!QFile::exists(old));
  QCOMPARE(QDir(folder).entryList({s("*.joinery")}, QDir::Files).size(), 2);
  QVERIFY(QFile::exists(broken.fileName()));
}

JOINERY_TEST(TstWorkspaceDocument)
#include "tst_workspace_document.moc"
