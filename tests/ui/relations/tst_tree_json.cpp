// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "orm/model/mapping.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_driver.h"
#include "ui/relations/attach_dialog.h"
#include "ui/relations/tree_json.h"

using namespace joinery;
using namespace joinery::test;

namespace {

std::string nameOfTree(const Json& tree) { return tree.at("name").get<std::string>(); }

std::vector<std::string> namesOf(const Json& rows, const char* attribute = "name") {
  std::vector<std::string> names;
  for (const Json& row : rows) names.push_back(row.contains(attribute) ? row.at(attribute).get<std::string>() : row.dump());
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

/// Trees as JSON: as the database has them where nothing is pending, else as the tree shows them.
class TstTreeJson : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup() { m_open.reset(); }
  void saysWhatTheReaderOfWholeTreesSays();
  void appliesWhatIsPending();
  void movesAndUnlinks();
  void writesRowsThatAreStillToBeAdded();
  void leavesOutARowThatWillBeDeleted();
  void writesALongBranchByPages();
  void readsAllOfItFromOneMoment();
  void marksWhatIsAboveAlready();
  void asksForWhatALinkNeeds();
  void linksOverASkippedTableThatNeedsMore();
  void refusesToAddAndMoveWhereALinkNeedsMore();

 private:
  bool isSqlite() const;
  template <typename Function>
  auto inWorker(Function function);
  Json tree(ui::TreeSubject subject);
  /// A registry in which playlists have artists over a link table with a position of its own.
  std::shared_ptr<const Registry> declareArtistsOfPlaylists();

  std::unique_ptr<OpenDatabase> m_open;
  std::string m_text;  ///< what tree() read last, as it was written
};

bool TstTreeJson::isSqlite() const {
  QFETCH_GLOBAL(int, backend);
  return static_cast<Backend>(backend) == Backend::Sqlite;
}

void TstTreeJson::init() { m_open = std::make_unique<OpenDatabase>(isSqlite() ? Backend::Sqlite : Backend::Postgresql); }

template <typename Function>
auto TstTreeJson::inWorker(Function function) {
  auto worker = m_open->database()->newWorker(s("test"));
  auto job = worker->run(std::move(function));
  while (!job.future.isFinished()) QTest::qWait(5);
  return job.future.result();
}

Json TstTreeJson::tree(ui::TreeSubject subject) {
  subject.changes = m_open->changes()->changeSet();
  const auto registry = m_open->database()->registry();
  const auto text = inWorker([&](Worker::Context& context) {
    std::string written;
    ui::writeTrees(context, registry, subject, [&](std::string_view part) { written += part; });
    return written;
  });
  if (!text) return Json(text.error().message());
  m_text = *text;
  return parseJson(*text);
}

void TstTreeJson::saysWhatTheReaderOfWholeTreesSays() {
  m_open->run("INSERT INTO playlist_track VALUES (2, 1); UPDATE album SET notes = 'one\ntwo \"x\"' WHERE id = 2");
  const auto registry = m_open->database()->registry();
  const std::vector<TreeOptions> kinds{{.depth = 1},
                                       {.depth = 3},
                                       {.depth = 0},
                                       {.paths = {"album.track.playlist"}},
                                       {.paths = {"album.track"}, .prune = parseJson(R"({"album": {"year": 1978}})")},
                                       {.depth = 2, .limit = 1}};
  for (const TreeOptions& options : kinds) {
    const auto whole = inWorker([&](Worker::Context& context) {
      RecordReader reader(context.connection, context.dialect, registry, context.cancelToken);
      return relationTree(reader, "artist", key(1), options);
    });
    QVERIFY(whole);
    tree({"artist", key(1), {}, options});
    QCOMPARE(m_text, whole->dump(2) + "\n");
  }
  const auto boss = inWorker([&](Worker::Context& context) {
    RecordReader reader(context.connection, context.dialect, registry, context.cancelToken);
    return relationTree(reader, "employee", key(1), {.depth = 4});
  });
  QVERIFY(boss);
  tree({"employee", key(1), {}, {.depth = 4}});
  QCOMPARE(m_text, boss->dump(2) + "\n");
}

void TstTreeJson::appliesWhatIsPending() {
  ui::PendingChanges& changes = *m_open->changes();
  changes.setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("TNT"));
  changes.deleteRow("track", key(2), {});
  const std::string ref = changes.insertRow("track", {{"name", Value::text("Fresh")}, {"album_id", Value::integer(1)}});
  const Json album = tree({"album", key(1), {}, {}});
  QCOMPARE(album["title"].get<std::string>(), std::string("TNT"));
  QCOMPARE(album["year"].get<int>(), 1976);
  QCOMPARE(namesOf(album["track"]), (Names{"Fresh", "T.N.T."}));
  QCOMPARE(album["track"][0]["id"], (Json{{"$ref", ref}}));
  QCOMPARE(album["artist"]["name"].get<std::string>(), std::string("AC/DC"));
}

void TstTreeJson::movesAndUnlinks() {
  ui::PendingChanges& changes = *m_open->changes();
  changes.setCell("track", key(3), "album_id", Value::integer(2), Value::integer(1));
  changes.unlink("playlist", key(1), "track", key(1));
  changes.link("playlist", key(1), "track", key(2));
  changes.setCell("album", key(1), "artist_id", Value::integer(1), Value::integer(2));
  const Json artists = tree({"artist", {}, {"artist", Json::object(), {}}, {.paths = {"album.track"}}});
  QCOMPARE(artists.size(), std::size_t{2});
  QCOMPARE(namesOf(artists[0]["album"], "title"), Names{"Powerage"});
  QVERIFY(artists[0]["album"][0]["track"].empty());
  QCOMPARE(namesOf(artists[1]["album"], "title"), Names{"High Voltage"});
  QCOMPARE(namesOf(artists[1]["album"][0]["track"]), (Names{"Riff Raff", "T.N.T.", "Live Wire"}));
  QCOMPARE(namesOf(tree({"playlist", key(1), {}, {}})["track"]), (Names{"Live Wire", "Riff Raff"}));
  QCOMPARE(nameOfTree(tree({"album", key(1), {}, {}})["artist"]), std::string("Nobody"));
}

void TstTreeJson::writesRowsThatAreStillToBeAdded() {
  ui::PendingChanges& changes = *m_open->changes();
  const std::string artist = changes.insertRow("artist", {{"name", Value::text("Somebody")}});
  const std::string album = changes.insertRow("album", {{"title", Value::text("Debut")}, {"artist_id", Operand::Reference{artist, "id"}}});
  changes.setCell("album", key(3), "artist_id", Value(), Operand::Reference{artist, "id"});
  ui::TreeSubject subject{"artist", {}, {}, {}};
  subject.ref = artist;
  const Json row = tree(subject);
  QCOMPARE(namesOf(row["album"], "title"), (Names{"Debut", "Lost"}));
  QCOMPARE(row["album"][1]["artist_id"], (Json{{"$ref", artist}}));
  subject = {"album", {}, {}, {}};
  subject.ref = album;
  QCOMPARE(nameOfTree(tree(subject)["artist"]), std::string("Somebody"));
  const Json artists = tree({"artist", {}, {"artist", Json::object(), {}}, {}});
  QCOMPARE(namesOf(artists), (Names{"Somebody", "AC/DC", "Nobody"}));
}

void TstTreeJson::leavesOutARowThatWillBeDeleted() {
  m_open->changes()->deleteRow("artist", key(2), {});
  QCOMPARE(namesOf(tree({"artist", {}, {"artist", Json::object(), {}}, {}})), Names{"AC/DC"});
  QCOMPARE(tree({"artist", key(2), {}, {}}), Json("artist: this row will be deleted"));
  QCOMPARE(tree({"artist", key(9), {}, {}}), Json("artist has no row with this key"));
}

void TstTreeJson::writesALongBranchByPages() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1009) INSERT INTO track(id, name, album_id) SELECT i, 'Song ' || substr(CAST(10000 + i AS text), 2), 1 FROM n;"
              "INSERT INTO playlist_track SELECT 2, id FROM track WHERE album_id = 1");
  m_open->changes()->setCell("track", key(500), "name", Value::text("Song 0500"), Value::text("Changed"));
  m_open->changes()->setCell("track", key(501), "album_id", Value::integer(1), Value::integer(2));
  const auto everything = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  const Json tracks = tree({"album", key(1), {}, {.paths = {"track.playlist"}, .limit = everything}})["track"];
  QCOMPARE(tracks.size(), std::size_t{1'001});
  QCOMPARE(nameOfTree(tracks[0]), std::string("T.N.T."));
  QCOMPARE(nameOfTree(tracks[492]), std::string("Changed"));
  QCOMPARE(nameOfTree(tracks[493]), std::string("Song 0502"));
  QCOMPARE(tracks[1'000]["playlist"].size(), std::size_t{1});
  QCOMPARE(tree({"playlist", key(2), {}, {.limit = everything}})["track"].size(), std::size_t{1'002});
  const Json some = tree({"album", key(1), {}, {.limit = 250}})["track"];
  QCOMPARE(some.size(), std::size_t{251});
  QCOMPARE(some[250], (Json{{"$more", true}}));
  // Rows without a key.
  m_open->run("INSERT INTO play SELECT 1, i FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n) AS many");
  QCOMPARE(tree({"track", key(1), {}, {.limit = everything}})["play"].size(), std::size_t{302});
}

void TstTreeJson::readsAllOfItFromOneMoment() {
  if (isSqlite()) m_open->run("PRAGMA journal_mode = WAL");
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1009) INSERT INTO artist SELECT i, 'old' FROM n");
  const auto registry = m_open->database()->registry();
  ui::TreeSubject subject{"artist", {}, {"artist", Json::object(), {}}, {.depth = 0}};
  bool isWritten = false;
  const auto text = inWorker([&](Worker::Context& context) {
    std::string written;
    ui::writeTrees(context, registry, subject, [&](std::string_view part) {
      written += part;
      if (isWritten || written.size() < 2'000) return;
      isWritten = true;
      m_open->run("UPDATE artist SET name = 'new' WHERE id >= 10; DELETE FROM artist WHERE id > 1000");
    });
    return written;
  });
  QVERIFY2(text, text ? "" : text.error().what());
  QVERIFY(isWritten);
  const Json artists = parseJson(*text);
  QCOMPARE(artists.size(), std::size_t{1'002});
  for (std::size_t i = 2; i < artists.size(); ++i) QCOMPARE(nameOfTree(artists[i]), std::string("old"));
}

void TstTreeJson::marksWhatIsAboveAlready() {
  m_open->changes()->setCell("employee", key(1), "boss_id", Value(), Value::integer(3));
  const Json ada = tree({"employee", key(1), {}, {.depth = 5}});
  QVERIFY2(ada.dump().find("$cycle") != std::string::npos, ada.dump(1).c_str());
}

void TstTreeJson::asksForWhatALinkNeeds() {
  m_open->run(std::string("CREATE TABLE member(playlist_id INTEGER NOT NULL REFERENCES playlist(id), artist_id INTEGER NOT NULL REFERENCES artist(id), position INTEGER NOT NULL,"
                          " added TEXT NOT NULL DEFAULT 'now', PRIMARY KEY (playlist_id, artist_id))") + (isSqlite() ? " STRICT" : ""));
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  TreeDriver tree(m_open->database(), m_open->changes());
  tree.showRow("playlist", key(1));
  tree.go({s("playlist"), s("member")});
  tree.tree().findChild<QAction*>(s("attachRow"))->trigger();
  auto* dialog = tree.tree().findChild<ui::AttachDialog*>(s("attachDialog"));
  QVERIFY(dialog);
  QSignalSpy found(dialog, &ui::AttachDialog::found);
  while (dialog->isBusy()) QVERIFY(found.wait(kPatience));
  auto* attach = dialog->findChild<QPushButton*>(s("attach"));
  auto* position = dialog->findChild<QLineEdit*>(s("linkValue_position"));
  QVERIFY(position);
  QCOMPARE(position->accessibleName(), s("Link's position"));
  QVERIFY(!dialog->findChild<QLineEdit*>(s("linkValue_added")));
  for (const char* text : {"", "first"}) {
    position->selectAll();
    position->insert(QString::fromUtf8(text));
    attach->click();
    QVERIFY(dialog->isVisible());
    QVERIFY(m_open->changes()->isEmpty());
  }
  position->selectAll();
  position->insert(s("7"));
  attach->click();
  QVERIFY(!dialog->isVisible());
  const auto links = m_open->changes()->inserts("member");
  QCOMPARE(links.size(), std::size_t{1});
  QVERIFY(*links.front()->value("position") == Operand(Value::integer(7)));
  QVERIFY(*links.front()->value("playlist_id") == Operand(Value::integer(1)));
  QVERIFY(*links.front()->value("artist_id") == Operand(Value::integer(1)));
  QCOMPARE(tree.below({s("playlist"), s("member")}).size(), 1);
  QSignalSpy committed(m_open->changes(), &ui::PendingChanges::committed);
  m_open->changes()->commit();
  QVERIFY(committed.wait(kPatience));
  tree.settle();
  QCOMPARE(m_open->rows("member")->rows(), std::size_t{1});
  QVERIFY2(tree.below({s("playlist"), s("member")}).first().contains(s("artist: AC/DC")), qPrintable(tree.below({s("playlist"), s("member")}).first()));
}

/// A declared many-to-many may skip such a table.
std::shared_ptr<const Registry> TstTreeJson::declareArtistsOfPlaylists() {
  m_open->run("CREATE TABLE member(playlist_id INTEGER NOT NULL REFERENCES playlist(id), artist_id INTEGER NOT NULL REFERENCES artist(id), position INTEGER NOT NULL,"
              " PRIMARY KEY (playlist_id, artist_id))");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  if (!opened.wait(kPatience)) qFatal("the database did not open");
  RelationshipMapping artists{.name = "artists", .to = "artist"};
  artists.secondary = QualifiedName("member");
  return mapModels(std::make_shared<schema::MetaData>(m_open->database()->registry()->metadata()),
                                  {{.name = "playlist", .table = QualifiedName("playlist"), .relationships = {artists}}, {.name = "artist", .table = QualifiedName("artist")}, {.name = "member", .table = QualifiedName("member")}});
}

void TstTreeJson::linksOverASkippedTableThatNeedsMore() {
  const auto registry = declareArtistsOfPlaylists();
  ui::PendingChanges& changes = *m_open->changes();
  const ui::RelationEdits edits(&changes, registry, ui::RelationOverlay(&changes, registry));
  ui::RelationNode playlist;
  playlist.shape = std::make_shared<const ui::RowShape>(registry->at("playlist"));
  playlist.row.key = key(1);
  const ui::RelationEdits::Place place{&playlist, registry->at("playlist").relationship("artists"), nullptr, &registry->at("artist")};
  const auto junction = edits.junctionOf(place);
  QVERIFY(junction);
  QCOMPARE(junction->needs().size(), std::size_t{1});
  QCOMPARE(junction->needs().front()->name, std::string("position"));
  ui::RelatedRow artist;
  artist.key = key(2);
  QCOMPARE(edits.attach(place, ui::RowShape(registry->at("artist")), artist, {{"position", Value::integer(3)}}), QString());
  const Change& link = *changes.inserts("member").front();
  QVERIFY(*link.value("position") == Operand(Value::integer(3)));
  QVERIFY(*link.value("artist_id") == Operand(Value::integer(2)));
  QSignalSpy committed(&changes, &ui::PendingChanges::committed);
  changes.commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(m_open->rows("member")->rows(), std::size_t{1});
}

void TstTreeJson::refusesToAddAndMoveWhereALinkNeedsMore() {
  const auto registry = declareArtistsOfPlaylists();
  ui::PendingChanges& changes = *m_open->changes();
  const ui::RelationEdits edits(&changes, registry, ui::RelationOverlay(&changes, registry));
  const Relationship* artists = registry->at("playlist").relationship("artists");
  const auto shape = std::make_shared<const ui::RowShape>(registry->at("playlist"));
  ui::RelationNode loud, quiet, branch, artist;
  loud.shape = quiet.shape = shape;
  loud.row.key = key(1);
  quiet.row.key = key(2);
  branch.kind = ui::RelationNode::Kind::Branch;
  branch.relationship = artists;
  branch.parent = &loud;
  branch.shape = artist.shape = std::make_shared<const ui::RowShape>(registry->at("artist"));
  artist.parent = &branch;
  artist.row.key = key(1);
  const ui::RelationEdits::Place here{&loud, artists, &branch, &registry->at("artist")}, there{&quiet, artists, nullptr, &registry->at("artist")};
  QCOMPARE(edits.add(here), s("A link of artists needs its position: add the row to artist itself, commit, then attach it here, which asks for that."));
  QCOMPARE(edits.move(artist, there), s("A link of artists needs its position: detach the row here and attach it there, which asks for that."));
  QCOMPARE(edits.attach(there, *artist.shape, artist.row), s("A link of artists needs its position."));
  // Nothing is half done.
  QVERIFY(changes.isEmpty());
  QCOMPARE(changes.undoStack().count(), 0);
}

JOINERY_TEST(TstTreeJson)
#include "tst_tree_json.moc"
