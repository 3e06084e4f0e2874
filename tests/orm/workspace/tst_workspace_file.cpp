// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "orm/core/db_error.h"
#include "orm/workspace/workspace_file.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;

namespace {

// The address stands apart: moc takes what looks like a comment in a raw string for one.
const QByteArray kWhole = QByteArray(R"({
  "made by": "somebody else",
  "version": 1,
  "diagrams": [{"x": 1.5, "big": 18446744073709551615, "text": "ä\u0000€"}],
  "connections": [
    {
      "colour": "red",
      "name": "Music",
      "url": "{url}",
      "views": [
        {
          "note": {"deep": [1, {"deeper": null}]},
          "name": "Rock",
          "model": "Album",
          "filter": {"Track": {"$some": {"GenreId": 1}}, "$off": {"Title": "x"}},
          "sorts": ["-Title", "+Artist.Name"],
          "columns": ["Title", {"pinned": true, "name": "ArtistId", "width": 90}],
          "frozen": 1,
          "joins": ["Artist"],
          "prune": {"Track": {"GenreId": 1}},
          "tree": {"open": false, "paths": ["Track.Genre"], "depth": 2},
          "unknown": []
        }
      ],
      "models": {"Album": {"icon": "disc", "label": "{Title}", "relationship_names": {"Artist": "By"}}},
      "relationships": [{"note": 1, "name": "Charts", "model": "Chart", "columns": ["Title"], "target": "Album", "target_columns": ["Title"], "back_name": "Chart"}],
      "order": 7
    }
  ],
  "revisions": {"head": "0003"}
}
)").replace("{url}", "sqlite:////data/music.db");

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

/// What is wrong, and where, with a document.
QString troubleWith(const std::string& text) {
  try {
    workspaceFromJson(parseJson(text));
    return {};
  } catch (const DbError& error) {
    return QString::fromStdString(error.message());
  }
}

std::string withConnection(const std::string& members) { return R"({"version": 1, "connections": [{"name": "Music", "url": "music.db", )" + members + "}]}"; }

std::string withView(const std::string& members) { return withConnection(R"("views": [{"name": "Rock", "model": "Album", )" + members + "}]"); }

}  // namespace

/// The workspace's file: what is read of it, what is written, and what it refuses.
class TstWorkspaceFile : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void readsViews();
  void keepsUnknownKeysAtEveryLevel();
  void changesOnlyWhatIsKnown();
  void namesThePlaceOfAMistake_data();
  void namesThePlaceOfAMistake();
  void refusesPasswordsAndNeverTellsThem();
  void writesNoPassword();
  void refusesAGigabyteByItsSize();
  void refusesDeepNesting();
  void refusesWhatIsNoFile();
  void refusesTextThatIsNoJson();
  void neverReplacesTheOldFileWhenTheDiskIsFull();
  void leavesNothingBehind();
  void doesNotOverwriteWhatAnotherProgramHasSaved();
  void doesNotWriteWhatItCouldNotRead();
  void findsAConnectionByItsUrl();

 private:
  std::string path(const char* name = "w.joinery") const { return m_folder->filePath(QString::fromLatin1(name)).toStdString(); }
  QString put(const QByteArray& content) const {
    QFile file(QString::fromStdString(path()));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) qFatal("the file can't be written");
    return file.fileName();
  }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void TstWorkspaceFile::readsViews() {
  put(kWhole);
  const Workspace workspace = WorkspaceFile(path()).read();
  QCOMPARE(workspace.connections.size(), std::size_t(1));
  QCOMPARE(workspace.connections[0].name, std::string("Music"));
  QCOMPARE(workspace.connections[0].url.database, std::string("/data/music.db"));
  const SavedView* view = findView(workspace.connections[0], "Rock");
  QVERIFY(view);
  QCOMPARE(view->model, std::string("Album"));
  QCOMPARE(view->filter->dump(), std::string(R"({"Track":{"$some":{"GenreId":1}},"$off":{"Title":"x"}})"));
  QCOMPARE(*view->sorts, (std::vector<std::string>{"-Title", "+Artist.Name"}));
  QCOMPARE(view->columns->size(), std::size_t(2));
  QCOMPARE(view->columns->at(1).name, std::string("ArtistId"));
  QCOMPARE(view->columns->at(1).width, std::optional(90));
  QCOMPARE(view->frozen, 1);
  QCOMPARE(view->joins, std::vector<std::string>{"Artist"});
  QCOMPARE(view->prune.dump(), std::string(R"({"Track":{"GenreId":1}})"));
  QCOMPARE(view->treePaths, std::vector<std::string>{"Track.Genre"});
  QCOMPARE(view->treeDepth, std::optional(2));
  QVERIFY(!findView(workspace.connections[0], "rock"));
}

void TstWorkspaceFile::keepsUnknownKeysAtEveryLevel() {
  put(kWhole);
  WorkspaceFile file(path());
  file.write(file.read(), WorkspaceFile::Existing::KeepChanged);
  // Byte for byte what the library writes for the same document: every key in its place, every number and letter as it was.
  QCOMPARE(contentOf(QString::fromStdString(path())), QByteArray::fromStdString(parseJson(kWhole.toStdString()).dump(2) + "\n"));
}

void TstWorkspaceFile::changesOnlyWhatIsKnown() {
  put(kWhole);
  WorkspaceFile file(path());
  Workspace workspace = file.read();
  SavedView& view = workspace.connections[0].views[0];
  view.name = "Loud";
  view.filter.reset();
  view.columns->at(1).width = 120;
  view.treeDepth.reset();
  workspace.connections[0].views.push_back({.name = "All", .model = "Track"});
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);
  Json expected = parseJson(kWhole.toStdString());
  Json& views = expected["connections"][0]["views"];
  views[0]["name"] = "Loud";
  views[0].erase("filter");
  views[0]["columns"][1]["width"] = 120;
  views[0]["tree"].erase("depth");
  views.push_back({{"name", "All"}, {"model", "Track"}});
  QCOMPARE(contentOf(QString::fromStdString(path())), QByteArray::fromStdString(expected.dump(2) + "\n"));
  QCOMPARE(WorkspaceFile(path()).read().connections[0].views.size(), std::size_t(2));
}

void TstWorkspaceFile::namesThePlaceOfAMistake_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("message");
  const auto add = [](const char* name, const std::string& text, const char* message) { QTest::newRow(name) << QString::fromStdString(text) << QString::fromUtf8(message); };
  add("no object", "[]", "workspace: it takes an object, not []");
  add("no version", "{}", "workspace: \"version\" is missing");
  add("newer", R"({"version": 2})", "workspace at /version: it is of version 2, and this program knows up to 1");
  add("huge version", R"({"version": 18446744073709551615})", "workspace at /version: it is of version 18446744073709551615, and this program knows up to 1");
  add("version as text", R"({"version": "1"})", "workspace at /version: it takes a whole number from 1 to 1, not \"1\"");
  add("connections", R"({"version": 1, "connections": {}})", "workspace at /connections: it takes a list, not {}");
  add("connection", R"({"version": 1, "connections": [7]})", "workspace at /connections/0: it takes an object, not 7");
  add("no url", R"({"version": 1, "connections": [{"name": "a"}]})", "workspace at /connections/0: \"url\" is missing");
  add("empty name", R"({"version": 1, "connections": [{"name": "", "url": "a.db"}]})", "workspace at /connections/0/name: the text is empty");
  add("same connection", R"({"version": 1, "connections": [{"name": "a", "url": "a.db"}, {"name": "a", "url": "b.db"}]})", "workspace at /connections/1/name: the name \"a\" is there twice");
  add("same view", withConnection(R"("views": [{"name": "v", "model": "A"}, {"name": "v", "model": "B"}])"), "workspace at /connections/0/views/1/name: the name \"v\" is there twice");
  add("label", withConnection(R"("models": {"A/b": {"label": 7}})"), "workspace at /connections/0/models/A~1b/label: it takes a text, not 7");
  add("model", withConnection(R"("models": {"A": []})"), "workspace at /connections/0/models/A: it takes an object, not []");
  add("relationship name", withConnection(R"("models": {"A": {"relationship_names": {"B": ""}}})"), "workspace at /connections/0/models/A/relationship_names/B: the text is empty");
  add("relationship", withConnection(R"("relationships": [{"name": "r"}])"), "workspace at /connections/0/relationships/0: \"model\" is missing");
  add("filter", withView(R"("filter": [1])"), "workspace at /connections/0/views/0/filter: it takes an object, not [1]");
  add("sorts", withView(R"("sorts": ["+a", 1])"), "workspace at /connections/0/views/0/sorts/1: it takes a text, not 1");
  add("column", withView(R"("columns": [{"width": 3}])"), "workspace at /connections/0/views/0/columns/0: \"name\" is missing");
  add("same column", withView(R"("columns": ["a", {"name": "a"}])"), "workspace at /connections/0/views/0/columns/1: the column \"a\" is there twice");
  add("width", withView(R"("columns": [{"name": "a", "width": 1e3}])"), "workspace at /connections/0/views/0/columns/0/width: it takes a whole number from 1 to 10000, not 1000.0");
  add("depth", withView(R"("tree": {"depth": -1})"), "workspace at /connections/0/views/0/tree/depth: it takes a whole number from 0 to 100, not -1");
}

void TstWorkspaceFile::namesThePlaceOfAMistake() {
  QFETCH(QString, text);
  QFETCH(QString, message);
  QCOMPARE(troubleWith(text.toStdString()), message);
}

void TstWorkspaceFile::refusesPasswordsAndNeverTellsThem() {
  for (const char* url : {"postgresql://me:hunter2@host/db", "postgresql://me@host/db?password=hunter2", "postgresql://host/db?sslpassword=hunter2"}) {
    const QString message = troubleWith(std::string(R"({"version": 1, "connections": [{"name": "a", "url": ")") + url + "\"}]}");
    QCOMPARE(message, QStringLiteral("workspace at /connections/0/url: there is a password in it, and a workspace keeps none"));
  }
}

void TstWorkspaceFile::writesNoPassword() {
  Workspace workspace;
  workspace.connectionTo(Url::parse("postgresql://me:hunter2@host/db?sslmode=require&sslpassword=hunter2")).views.push_back({.name = "v", .model = "A"});
  workspace.connections.push_back({.name = "direct", .url = Url::parse("postgresql://me:hunter2@host/other")});
  WorkspaceFile(path()).write(workspace, WorkspaceFile::Existing::KeepChanged);
  const QByteArray content = contentOf(QString::fromStdString(path()));
  QVERIFY(!content.contains("hunter2"));
  QVERIFY2(content.contains("\"postgresql://me@host/db?sslmode=require\""), content);
  QVERIFY2(content.contains("\"postgresql://me@host/other\""), content);
}

void TstWorkspaceFile::refusesAGigabyteByItsSize() {
  QFile file(put("{}"));
  QVERIFY(file.resize(qint64(1) << 30));
  try {
    WorkspaceFile(path()).read();
    QFAIL("it was read");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::CannotOpen);
    QVERIFY2(error.message().ends_with("it has 1024 MiB, and a workspace up to 16 MiB"), error.what());
  }
}

void TstWorkspaceFile::refusesDeepNesting() {
  put("{\"version\": 1, \"x\": " + QByteArray(100'000, '['));
  QCOMPARE(kindThrown([this] { WorkspaceFile(path()).read(); }), std::optional(ErrorKind::Argument));
  put("{\"version\": 1, \"x\": " + QByteArray(150, '[') + QByteArray(150, ']') + "}");
  QCOMPARE(WorkspaceFile(path()).read().source["x"].size(), std::size_t(1));
}

void TstWorkspaceFile::refusesWhatIsNoFile() {
  QCOMPARE(kindThrown([this] { WorkspaceFile(path("missing.joinery")).read(); }), std::optional(ErrorKind::CannotOpen));
  QCOMPARE(kindThrown([this] { WorkspaceFile(m_folder->path().toStdString()).read(); }), std::optional(ErrorKind::CannotOpen));
  // Opened as a file it would be waited for without end.
  QCOMPARE(mkfifo(path("pipe.joinery").c_str(), 0600), 0);
  QCOMPARE(kindThrown([this] { WorkspaceFile(path("pipe.joinery")).read(); }), std::optional(ErrorKind::CannotOpen));
  QCOMPARE(kindThrown([] { WorkspaceFile("/dev/zero").read(); }), std::optional(ErrorKind::CannotOpen));
}

void TstWorkspaceFile::refusesTextThatIsNoJson() {
  const auto message = [this](const QByteArray& content) {
    put(content);
    try {
      WorkspaceFile(path()).read();
    } catch (const DbError& error) {
      return QString::fromStdString(error.message());
    }
    return QString();
  };
  const QString file = QString::fromStdString(path());
  QVERIFY(message("").startsWith(file + QStringLiteral(": JSON, line 1")));
  QVERIFY(message("{\"version\": 1").startsWith(file + QStringLiteral(": JSON, line 1")));
  QVERIFY(message("{\"version\": 1, \"version\": 1}").contains(QStringLiteral("the key \"version\" is there twice")));
  QVERIFY(message("{\"version\": 1, \"x\": \"\xff\"}").contains(QStringLiteral("JSON, line 1")));
  // It would come back as another number.
  QVERIFY(message("{\"version\": 1, \"x\": 0.12345678901234567890}").contains(QStringLiteral("more digits than a JSON number keeps")));
}

void TstWorkspaceFile::neverReplacesTheOldFileWhenTheDiskIsFull() {
  put(kWhole);
  WorkspaceFile file(path());
  Workspace workspace = file.read();
  workspace.connections[0].views[0].name = std::string(10'000, 'x');
  rlimit before = {};
  QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 4096;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto thrown = kindThrown([&] { file.write(workspace, WorkspaceFile::Existing::KeepChanged); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  QCOMPARE(thrown, std::optional(ErrorKind::Operational));
  QCOMPARE(contentOf(QString::fromStdString(path())), kWhole);
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
  // It can be tried again.
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);
  QCOMPARE(WorkspaceFile(path()).read().connections[0].views[0].name.size(), std::size_t(10'000));
}

void TstWorkspaceFile::leavesNothingBehind() {
  WorkspaceFile file(path());
  file.write({}, WorkspaceFile::Existing::KeepChanged);
  file.write({}, WorkspaceFile::Existing::KeepChanged);
  QCOMPARE(contentOf(QString::fromStdString(path())), QByteArray("{\n  \"version\": 1\n}\n"));
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TstWorkspaceFile::doesNotOverwriteWhatAnotherProgramHasSaved() {
  put(kWhole);
  WorkspaceFile mine(path());
  const Workspace workspace = mine.read();
  WorkspaceFile theirs(path());
  Workspace other = theirs.read();
  other.connections[0].name = "Theirs";
  theirs.write(other, WorkspaceFile::Existing::KeepChanged);
  const QByteArray saved = contentOf(QString::fromStdString(path()));
  QCOMPARE(kindThrown([&] { mine.write(workspace, WorkspaceFile::Existing::KeepChanged); }), std::optional(ErrorKind::StaleData));
  QCOMPARE(contentOf(QString::fromStdString(path())), saved);
  mine.write(workspace, WorkspaceFile::Existing::Replace);
  QCOMPARE(WorkspaceFile(path()).read().connections[0].name, std::string("Music"));
  // A file that nobody has read here is another program's too.
  QCOMPARE(kindThrown([&] { WorkspaceFile(path()).write({}, WorkspaceFile::Existing::KeepChanged); }), std::optional(ErrorKind::StaleData));
}

void TstWorkspaceFile::doesNotWriteWhatItCouldNotRead() {
  put(kWhole);
  WorkspaceFile file(path());
  Workspace workspace = file.read();
  Workspace twice = workspace;
  twice.connections[0].views.push_back(twice.connections[0].views[0]);
  QCOMPARE(kindThrown([&] { file.write(twice, WorkspaceFile::Existing::KeepChanged); }), std::optional(ErrorKind::Argument));
  Workspace huge = workspace;
  huge.connections[0].views[0].name = std::string(WorkspaceFile::kMaxBytes, 'x');
  QCOMPARE(kindThrown([&] { file.write(huge, WorkspaceFile::Existing::KeepChanged); }), std::optional(ErrorKind::TooLarge));
  Workspace broken = workspace;
  broken.connections[0].views[0].name = "\xff";
  QCOMPARE(kindThrown([&] { file.write(broken, WorkspaceFile::Existing::KeepChanged); }), std::optional(ErrorKind::Data));
  QCOMPARE(contentOf(QString::fromStdString(path())), kWhole);
}

void TstWorkspaceFile::findsAConnectionByItsUrl() {
  Workspace workspace;
  workspace.connectionTo(Url::parse("postgresql://me:secret@host/db")).views.push_back({.name = "v", .model = "A"});
  QVERIFY(std::as_const(workspace).connectionTo(Url::parse("postgresql://me@host/db")));
  QVERIFY(!std::as_const(workspace).connectionTo(Url::parse("postgresql://you@host/db")));
  workspace.connectionTo(Url::parse("music.db"));
  QCOMPARE(workspace.connections.size(), std::size_t(2));
  QCOMPARE(QString::fromStdString(workspace.connections[1].url.database), QDir::current().absoluteFilePath(QStringLiteral("music.db")));
  workspace.connectionTo(Url::parse("./music.db"));
  QCOMPARE(workspace.connections.size(), std::size_t(2));
  workspace.connectionTo(Url::parse("/elsewhere/music.db"));
  QCOMPARE(workspace.connections[2].name, std::string("music.db 2"));
}

JOINERY_TEST(TstWorkspaceFile)
#include "tst_workspace_file.moc"
