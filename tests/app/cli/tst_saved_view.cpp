// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "command_run.h"
#include "orm/workspace/workspace_file.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kMusic = R"(
DROP TABLE IF EXISTS track;
DROP TABLE IF EXISTS album;
DROP TABLE IF EXISTS artist;
CREATE TABLE artist(id integer PRIMARY KEY, name text, founded integer);
CREATE TABLE album(id integer PRIMARY KEY, title text, artist_id integer REFERENCES artist(id));
CREATE TABLE track(id integer PRIMARY KEY, name text, album_id integer REFERENCES album(id));
INSERT INTO artist VALUES (1, 'AC/DC', 1973), (2, 'Accept', 1976), (3, 'Nobody', 2001);
INSERT INTO album VALUES (10, 'Powerage', 1), (11, 'High Voltage', 1), (20, 'Restless', 2);
INSERT INTO track VALUES (100, 'Riff Raff', 10), (101, 'Sin City', 10), (110, 'T.N.T.', 11);
)";

SavedView loudArtists() {
  return {.name = "Loud",
          .model = "artist",
          .filter = parseJson(R"({"album": {"$some": {}}})"),
          .sorts = std::vector<std::string>{"-name"},
          .columns = std::vector<SavedView::Column>{{.name = "name"}},
          .prune = parseJson(R"({"album": {"title": {"$startswith": "P"}}})"),
          .treePaths = {"album.track"}};
}

}  // namespace

/// `rows` and `tree` of a view that is saved in a workspace.
class TstSavedView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void rowsShowsWhatTheViewSays_data() { addBackends(); }
  void rowsShowsWhatTheViewSays();
  void optionsComeBeforeTheView();
  void treeFollowsThePathsOfTheView_data() { addBackends(); }
  void treeFollowsThePathsOfTheView();
  void takesTheViewOfAnotherConnectionWhereItIsTheOnlyOne();
  void saysWhatIsMissing();
  void declaredNamesGoForRowsTreesAndModels();
  void refusesAWorkspaceThatIsBroken();

 private:
  /// Makes the database and saves the view for it.
  void prepare(Backend backend);
  QString url() const { return QString::fromStdString(m_url); }

  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_file;
  std::string m_url;
};

void TstSavedView::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_file = m_folder->filePath(QStringLiteral("w.joinery"));
  m_url = m_folder->filePath(QStringLiteral("music.db")).toStdString();
}

void TstSavedView::prepare(Backend backend) {
  const Url url = backend == Backend::Sqlite ? Url::sqliteFile(m_url) : ownDatabaseUrl();
  runScript(url, kMusic);
  if (backend == Backend::Postgresql) m_url = url.toString();
  Workspace workspace;
  workspace.connectionTo(url).views.push_back(loudArtists());
  WorkspaceFile(m_file.toStdString()).write(workspace, WorkspaceFile::Existing::Replace);
}

void TstSavedView::rowsShowsWhatTheViewSays() {
  QFETCH(int, backend);
  prepare(static_cast<Backend>(backend));
  const CommandRun run = runCommand({QStringLiteral("rows"), url(), QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Loud"), QStringLiteral("--format"), QStringLiteral("json")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  QCOMPARE(run.json().dump(), std::string(R"([{"id":2,"name":"Accept","album":[]},{"id":1,"name":"AC/DC","album":[{"id":10,"title":"Powerage","artist_id":1}]}])"));
}

void TstSavedView::optionsComeBeforeTheView() {
  prepare(Backend::Sqlite);
  const CommandRun run = runCommand({QStringLiteral("rows"), url(), QStringLiteral("--workspace=") + m_file, QStringLiteral("--view=Loud"), QStringLiteral("--format=csv"),
                                     QStringLiteral("--filter"), QStringLiteral(R"({"founded": {"$lt": 1980}})"), QStringLiteral("--sort"), QStringLiteral("+name"), QStringLiteral("--columns"), QStringLiteral("founded"), QStringLiteral("--limit=1")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  QVERIFY2(run.output.find("1,1973") != std::string::npos, run.output.c_str());
}

void TstSavedView::treeFollowsThePathsOfTheView() {
  QFETCH(int, backend);
  prepare(static_cast<Backend>(backend));
  const CommandRun run = runCommand({QStringLiteral("tree"), url(), QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Loud"), QStringLiteral("1")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  const Json tree = run.json();
  QCOMPARE(tree["name"].dump(), std::string("\"AC/DC\""));
  QCOMPARE(tree["album"].size(), std::size_t(1));
  QCOMPARE(tree["album"][0]["title"].dump(), std::string("\"Powerage\""));
  QCOMPARE(tree["album"][0]["track"].size(), std::size_t(2));
}

void TstSavedView::takesTheViewOfAnotherConnectionWhereItIsTheOnlyOne() {
  prepare(Backend::Sqlite);
  const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
  QVERIFY(QFile::copy(url(), copy));
  const QStringList words{QStringLiteral("rows"), copy, QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Loud")};
  QCOMPARE(runCommand(words).code, 0);
  WorkspaceFile file(m_file.toStdString());
  Workspace workspace = file.read();
  workspace.connectionTo(Url::parse("/elsewhere/other.db")).views.push_back(loudArtists());
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);
  const CommandRun run = runCommand(words);
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.find("Several connections") != std::string::npos, run.errors.c_str());
}

void TstSavedView::saysWhatIsMissing() {
  prepare(Backend::Sqlite);
  const auto errors = [this](const QStringList& more) {
    const CommandRun run = runCommand(QStringList{QStringLiteral("rows"), url()} + more);
    return run.code == 2 ? run.errors : "not refused as wrong usage: " + run.errors;
  };
  QVERIFY(errors({}).find("MODEL is missing") != std::string::npos);
  QVERIFY(errors({QStringLiteral("--view"), QStringLiteral("Loud")}).find("--view needs --workspace FILE") != std::string::npos);
  const std::string wrong = errors({QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Lout")});
  QVERIFY2(wrong.find("has no view called 'Lout'") != std::string::npos && wrong.find("Loud") != std::string::npos, wrong.c_str());
  QVERIFY(errors({QStringLiteral("artist"), QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Loud")}).find("one word too many") != std::string::npos);
}

/// A label, another name and a relationship that the database does not declare.
void TstSavedView::declaredNamesGoForRowsTreesAndModels() {
  prepare(Backend::Sqlite);
  WorkspaceFile file(m_file.toStdString());
  Workspace workspace = file.read();
  ModelDeclarations& declarations = workspace.connections.front().declarations;
  declarations.models["album"] = {.label = "{title}!", .relationshipNames = {{"artist", "by"}}};
  declarations.models["genre"] = {.label = "{name}"};
  declarations.relationships.push_back({"debut_of", "album", {"id"}, "artist", {"founded"}, "debut"});
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);

  const CommandRun rows = runCommand({QStringLiteral("rows"), url(), QStringLiteral("album"), QStringLiteral("--workspace"), m_file, QStringLiteral("--filter"), QStringLiteral(R"({"by": {"name": "Accept"}})"),
                                      QStringLiteral("--columns"), QStringLiteral("title"), QStringLiteral("--format=json")});
  QVERIFY2(rows.code == 0, rows.errors.c_str());
  QCOMPARE(rows.json().dump(), std::string(R"([{"id":20,"title":"Restless"}])"));
  QVERIFY2(rows.errors.find("The model \"genre\" is left as it is") != std::string::npos, rows.errors.c_str());

  const CommandRun tree = runCommand({QStringLiteral("tree"), url(), QStringLiteral("album"), QStringLiteral("10"), QStringLiteral("--path"), QStringLiteral("by"), QStringLiteral("--workspace"), m_file});
  QVERIFY2(tree.code == 0, tree.errors.c_str());
  QCOMPARE(tree.json()["by"]["name"].dump(), std::string("\"AC/DC\""));

  const CommandRun models = runCommand({QStringLiteral("models"), m_file});
  QVERIFY2(models.code == 0, models.errors.c_str());
  const Json album = models.json()["models"][0];
  QCOMPARE(album["label"].dump(), std::string("\"{title}!\""));
  QCOMPARE(album["relationships"][0]["name"].dump(), std::string("\"by\""));
  QCOMPARE(album["relationships"].back()["name"].dump(), std::string("\"debut_of\""));
  QCOMPARE(album["relationships"].back()["virtual"].dump(), std::string("true"));

  workspace = file.read();
  workspace.connectionTo(Url::parse("/elsewhere/other.db"));
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);
  const CommandRun several = runCommand({QStringLiteral("models"), m_file});
  QCOMPARE(several.code, 2);
  QVERIFY2(several.errors.find("has 2 connections") != std::string::npos && several.errors.find("--connection NAME") != std::string::npos, several.errors.c_str());
  QCOMPARE(runCommand({QStringLiteral("models"), m_file, QStringLiteral("--connection"), QString::fromStdString(workspace.connections.front().name)}).code, 0);
}

void TstSavedView::refusesAWorkspaceThatIsBroken() {
  prepare(Backend::Sqlite);
  QFile file(m_file);
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"version": 1, "connections": [{"name": 1}]})") > 0);
  file.close();
  const CommandRun run = runCommand({QStringLiteral("rows"), url(), QStringLiteral("--workspace"), m_file, QStringLiteral("--view"), QStringLiteral("Loud")});
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.find("w.joinery: workspace at /connections/0/name: it takes a text, not 1") != std::string::npos, run.errors.c_str());
  const CommandRun missing = runCommand({QStringLiteral("rows"), url(), QStringLiteral("--workspace"), m_file + QStringLiteral("x"), QStringLiteral("--view"), QStringLiteral("Loud")});
  QCOMPARE(missing.code, 1);
}

JOINERY_TEST(TstSavedView)
#include "tst_saved_view.moc"
