// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/changes/change_set_document.h"
#include "orm/core/db_error.h"
#include "orm/model/automap.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

namespace {

schema::Column column(const std::string& name, TypeKind kind, bool nullable = true) {
  schema::Column result;
  result.name = name;
  result.type.kind = kind;
  result.nullable = nullable;
  return result;
}

schema::Table table(const std::string& name, std::vector<schema::Column> columns, std::vector<std::string> key) {
  schema::Table result;
  result.name = QualifiedName(name);
  result.columns = std::move(columns);
  result.primaryKey = schema::UniqueKey{"", std::move(key)};
  return result;
}

schema::ForeignKey foreignKey(const std::string& own, const std::string& referred, const std::string& column) {
  schema::ForeignKey key;
  key.columns = {own};
  key.referredTable = QualifiedName(referred);
  key.referredColumns = {column};
  return key;
}

std::shared_ptr<const Registry> registry() {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(table("Artist", {column("ArtistId", TypeKind::Integer, false), column("Name", TypeKind::Text)}, {"ArtistId"}));
  auto album = table("Album", {column("AlbumId", TypeKind::Integer, false), column("Title", TypeKind::Text, false),
                               column("ArtistId", TypeKind::Integer, false), column("Notes", TypeKind::Json)}, {"AlbumId"});
  album.columns.push_back(column("Length", TypeKind::Integer));
  album.columns.back().generation = schema::Generation::StoredExpression;
  album.foreignKeys = {foreignKey("ArtistId", "Artist", "ArtistId")};
  metadata->add(album);
  metadata->add(table("Track", {column("TrackId", TypeKind::Integer, false)}, {"TrackId"}));
  metadata->add(table("Playlist", {column("PlaylistId", TypeKind::Integer, false)}, {"PlaylistId"}));
  auto link = table("PlaylistTrack", {column("PlaylistId", TypeKind::Integer, false), column("TrackId", TypeKind::Integer, false)}, {"PlaylistId", "TrackId"});
  link.foreignKeys = {foreignKey("PlaylistId", "Playlist", "PlaylistId"), foreignKey("TrackId", "Track", "TrackId")};
  metadata->add(link);
  return automap(metadata, true);
}

std::string errorOf(const char* document) {
  try {
    changeSetFromJson(parseJson(document), *registry());
  } catch (const DbError& error) {
    return std::string(errorKindName(error.kind())) + " | " + error.message() + " | " + error.hint;
  }
  return "no error";
}

}  // namespace

class ChangeSetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void givesIdsAndKeepsThoseThatComeBack();
  void counts();
  void putsChangesWhereTheyStand();
  void findsInsertsByTheirRef();
  void takesTheSameTimeForEachOfVeryManyChanges();
  void copiesGoTheirOwnWays();
  void goesThroughWhatWasNotRemoved();
  void readsEveryOperation();
  void readsReferences();
  void readsCompositeKeys();
  void writesWhatItReads();
  void leavesWrittenKeysOfJsonColumnsAlone();
  void namesThePlaceAndTheNearestName_data();
  void namesThePlaceAndTheNearestName();
};

void ChangeSetTest::givesIdsAndKeepsThoseThatComeBack() {
  ChangeSet set;
  const auto first = set.add({});
  const auto second = set.add({});
  QVERIFY(first != second && first != 0);
  const Change removed = *set.find(first);
  QVERIFY(set.remove(first) && !set.remove(first) && set.find(first) == nullptr);
  QCOMPARE(set.add(removed), first);
  QVERIFY(set.add(removed) > second);
}

void ChangeSetTest::counts() {
  ChangeSet set;
  for (const auto kind : {Change::Kind::Insert, Change::Kind::Update, Change::Kind::Update, Change::Kind::Delete, Change::Kind::Link, Change::Kind::Unlink}) {
    Change change;
    change.kind = kind;
    set.add(change);
  }
  const ChangeSet::Counts counts = set.counts();
  QVERIFY(counts.inserted == 1 && counts.updated == 2 && counts.deleted == 1 && counts.linked == 2);
}

void ChangeSetTest::putsChangesWhereTheyStand() {
  ChangeSet set;
  for (const char* name : {"a", "b", "c"}) {
    Change change;
    change.kind = Change::Kind::Update;
    change.model = name;
    set.add(change);
  }
  Change changed = *set.find(2);
  changed.kind = Change::Kind::Delete;
  set.put(2, changed);
  QCOMPARE(set.changes()[1].kind, Change::Kind::Delete);
  QVERIFY(set.counts().updated == 2 && set.counts().deleted == 1);
  set.put(1, std::nullopt);
  set.put(3, std::nullopt);
  QCOMPARE(set.changes().size(), 1U);
  QVERIFY(!set.find(1) && set.find(2)->model == "b" && set.counts().updated == 0);
  set.put(3, changed);
  QCOMPARE(set.changes().back().id, 3U);
  QCOMPARE(set.size(), 2U);
}

void ChangeSetTest::findsInsertsByTheirRef() {
  ChangeSet set;
  Change insert;
  insert.ref = "a";
  const auto id = set.add(insert);
  QVERIFY(set.insertByRef("a") && set.insertByRef("a")->id == id && !set.insertByRef("b"));
  insert.ref = "b";
  set.put(id, insert);
  QVERIFY(!set.insertByRef("a") && set.insertByRef("b"));
  insert.kind = Change::Kind::Update;
  set.put(id, insert);
  QVERIFY(!set.insertByRef("b"));
}

/// Were each of these to look through all, it would be some 10^11 looks, and nobody would see the end.
void ChangeSetTest::takesTheSameTimeForEachOfVeryManyChanges() {
  constexpr std::uint64_t kMany = 200'000;
  ChangeSet set;
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    Change insert;
    insert.model = "artist";
    insert.ref = "r" + std::to_string(i);
    set.add(insert);
  }
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    QVERIFY(set.find(i) && set.insertByRef("r" + std::to_string(i)));
    Change update = *set.find(i);
    update.kind = Change::Kind::Update;
    set.put(i, update);
    QCOMPARE(set.counts().updated, static_cast<int>(i));
  }
  for (std::uint64_t i = 1; i <= kMany; i += 2) QVERIFY(set.remove(i));
  QCOMPARE(set.size(), kMany / 2);
  QCOMPARE(set.changes().size(), kMany / 2);
  for (std::uint64_t i = 2; i <= kMany; i += 2) QCOMPARE(set.find(i)->id, i);
}

/// A copy goes to another thread, and neither sees what the other one does afterwards.
void ChangeSetTest::copiesGoTheirOwnWays() {
  constexpr std::uint64_t kMany = 1'000;
  const auto refs = [](const ChangeSet& set) {
    std::string text;
    for (const Change& change : set.changes()) text += change.ref + " ";
    return text;
  };
  ChangeSet set;
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    Change insert;
    insert.ref = "r" + std::to_string(i);
    set.add(insert);
  }
  const std::string before = refs(set);
  ChangeSet copy = set;
  set.edit(500)->ref = "edited";
  set.remove(1);
  set.put(1'000, std::nullopt);
  QVERIFY(refs(copy) == before && copy.size() == kMany && copy.find(500)->ref == "r500" && copy.insertByRef("r1"));
  const std::string after = refs(set);
  copy.clear();
  QVERIFY(refs(set) == after && set.size() == kMany - 2 && !set.insertByRef("r1") && set.find(500)->ref == "edited");
  // The next id is none that was there before, in a copy neither.
  QCOMPARE(ChangeSet(set).add(Change()), kMany + 1);
  const ChangeSet& same = set;
  set = same;
  QVERIFY(refs(set) == after);
}

void ChangeSetTest::goesThroughWhatWasNotRemoved() {
  ChangeSet set;
  for (int i = 0; i < 600; ++i) set.add(Change());
  for (std::uint64_t i = 1; i <= 600; ++i)
    if (i % 7 != 0) set.remove(i);
  std::vector<std::uint64_t> ids, backwards;
  for (const Change& change : set.changes()) ids.push_back(change.id);
  const ChangeList all = set.changes();
  for (auto change = all.rbegin(); change != all.rend(); ++change) backwards.insert(backwards.begin(), change->id);
  QCOMPARE(ids.size(), std::size_t{85});
  QVERIFY(ids.front() == 7 && ids.back() == 595 && ids == backwards && set.changes()[1].id == 14 && set.changes().back().id == 595);
  while (!set.isEmpty()) set.remove(set.changes().front().id);
  QVERIFY(set.changes().empty() && set.changes().begin() == set.changes().end());
}

void ChangeSetTest::readsEveryOperation() {
  const ChangeSet set = changeSetFromJson(parseJson(R"({"changes": [
    {"model": "Album", "op": "insert", "values": {"Title": "x", "ArtistId": {"$ref": "a1"}}, "ref": "b1"},
    {"model": "artist", "op": "insert", "values": {"name": "y"}, "ref": "a1"},
    {"model": "Artist", "op": "update", "key": 1, "before": {"Name": "AC/DC"}, "values": {"Name": null}},
    {"model": "Playlist", "op": "link", "key": 2, "relationship": "Track", "to": 3402},
    {"model": "Playlist", "op": "unlink", "key": [2], "relationship": "Track", "to": 1},
    {"model": "Playlist", "op": "delete", "key": 4}]})"), *registry());
  const auto& changes = set.changes();
  QCOMPARE(changes.size(), std::size_t{6});
  QVERIFY(changes[0].value("ArtistId")->isReference());
  QCOMPARE(changes[1].model, "Artist"s);
  QVERIFY(changes[1].value("Name") != nullptr);
  QVERIFY(*changes[2].beforeValue("Name") == Value::text("AC/DC"));
  QVERIFY(changes[2].value("Name")->value().isNull());
  QVERIFY(changes[3].kind == Change::Kind::Link && changes[3].to == Key{Operand(Value::integer(3402))});
  QVERIFY(changes[4].kind == Change::Kind::Unlink && changes[4].key == Key{Operand(Value::integer(2))});
  QVERIFY(changes[5].kind == Change::Kind::Delete && !changes[5].before);
}

void ChangeSetTest::readsReferences() {
  const ChangeSet set = changeSetFromJson(parseJson(R"({"changes": [
    {"model": "Artist", "op": "insert", "ref": "a1"}, {"model": "Artist", "op": "insert", "ref": "a.b"},
    {"model": "Album", "op": "insert", "values": {"ArtistId": {"$ref": "a1", "attribute": "artistid"}}},
    {"model": "Album", "op": "insert", "values": {"ArtistId": {"$ref": "a1.ArtistId"}}},
    {"model": "Album", "op": "insert", "values": {"ArtistId": {"$ref": "a.b"}}}]})"), *registry());
  const auto reference = [&](std::size_t index) { return set.changes()[index].value("ArtistId")->reference(); };
  QVERIFY((reference(2) == Operand::Reference{"a1", "ArtistId"}));
  QVERIFY((reference(3) == Operand::Reference{"a1", "ArtistId"}));
  QVERIFY((reference(4) == Operand::Reference{"a.b", ""}));
}

void ChangeSetTest::readsCompositeKeys() {
  const ChangeSet set = changeSetFromJson(parseJson(R"({"changes": [
    {"model": "PlaylistTrack", "op": "delete", "key": [1, 2]},
    {"model": "PlaylistTrack", "op": "insert", "values": {}, "ref": "l"},
    {"model": "PlaylistTrack", "op": "update", "key": {"$ref": "l"}, "values": {"TrackId": 3}}]})"), *registry());
  QCOMPARE(set.changes()[0].key.size(), std::size_t{2});
  QVERIFY((set.changes()[2].key[1].reference() == Operand::Reference{"l", "TrackId"}));
}

void ChangeSetTest::writesWhatItReads() {
  const char* document = R"({"changes":[)"
      R"({"model":"Album","op":"insert","values":{"Title":"x","ArtistId":{"$ref":"a1","attribute":"ArtistId"}},"ref":"b1"},)"
      R"({"model":"Artist","op":"insert","values":{},"ref":"a1"},)"
      R"({"model":"Artist","op":"update","key":1,"before":{"Name":"a"},"values":{"Name":"b"}},)"
      R"({"model":"PlaylistTrack","op":"delete","key":[1,2]},)"
      R"({"model":"Playlist","op":"unlink","key":2,"relationship":"Track","to":{"$ref":"t","attribute":"TrackId"}},)"
      R"({"model":"Track","op":"insert","values":{},"ref":"t"}]})";
  const auto models = registry();
  QCOMPARE(changeSetToJson(changeSetFromJson(parseJson(document), *models), *models).dump(), std::string(document));
}

void ChangeSetTest::leavesWrittenKeysOfJsonColumnsAlone() {
  const std::string error = errorOf(R"({"changes": [{"model": "Album", "op": "insert", "values": {"Notes": {"$ref": "a1"}}}]})");
  QVERIFY2(error.find("no insert") == std::string::npos, error.c_str());
}

void ChangeSetTest::namesThePlaceAndTheNearestName_data() {
  QTest::addColumn<QByteArray>("document");
  QTest::addColumn<QByteArray>("place");
  QTest::addColumn<QByteArray>("hint");
  const auto add = [](const char* name, const char* document, const char* place, const char* hint = "") {
    QTest::newRow(name) << QByteArray(document) << QByteArray(place) << QByteArray(hint);
  };
  add("attribute", R"({"changes": [{"model": "Artist", "op": "insert"}, {"model": "Artist", "op": "insert"}, {"model": "Album", "op": "insert", "values": {"Titel": 1}}]})",
      "/changes/2/values/Titel", "Title");
  add("model", R"({"changes": [{"model": "Albun", "op": "insert"}]})", "/changes/0/model", "Album");
  add("operation", R"({"changes": [{"model": "Album", "op": "inset"}]})", "/changes/0/op", "insert");
  add("member", R"({"changes": [{"model": "Album", "op": "delete", "key": 1, "befor": {}}]})", "/changes/0/befor", "before");
  add("relationship", R"({"changes": [{"model": "Playlist", "op": "link", "key": 1, "relationship": "Trak", "to": 1}]})", "/changes/0/relationship", "Track");
  add("reference", R"({"changes": [{"model": "Artist", "op": "insert", "ref": "a1"}, {"model": "Album", "op": "insert", "values": {"ArtistId": {"$ref": "a2"}}}]})",
      "/changes/1/values/ArtistId/$ref", "a1");
  add("attribute of a reference", R"({"changes": [{"model": "Artist", "op": "insert", "ref": "a1"}, {"model": "Album", "op": "insert", "values": {"ArtistId": {"$ref": "a1", "attribute": "ArtistID2"}}}]})",
      "/changes/1/values/ArtistId/attribute", "ArtistId");
  add("type", R"({"changes": [{"model": "Artist", "op": "update", "key": "one", "values": {}}]})", "/changes/0/key");
  add("computed", R"({"changes": [{"model": "Album", "op": "insert", "values": {"Length": 1}}]})", "/changes/0/values/Length");
  add("key of two", R"({"changes": [{"model": "PlaylistTrack", "op": "delete", "key": 1}]})", "/changes/0/key");
  add("no key", R"({"changes": [{"model": "Artist", "op": "delete"}]})", "/changes/0");
  add("same ref twice", R"({"changes": [{"model": "Artist", "op": "insert", "ref": "a"}, {"model": "Artist", "op": "insert", "ref": "a"}]})", "/changes/1/ref");
  add("pointer escapes", R"({"changes": [{"model": "Artist", "op": "insert", "values": {"a/b~c": 1}}]})", "/changes/0/values/a~1b~0c");
  add("no changes", R"({"change": []})", "/change", "changes");
  add("no object", R"([])", "/");
}

void ChangeSetTest::namesThePlaceAndTheNearestName() {
  QFETCH(QByteArray, document);
  QFETCH(QByteArray, place);
  QFETCH(QByteArray, hint);
  const std::string error = errorOf(document.constData());
  QVERIFY2(error.starts_with("InvalidRequestError | " + place.toStdString() + ":"), error.c_str());
  QVERIFY2(error.find(hint.toStdString(), error.rfind(" | ")) != std::string::npos, error.c_str());
}

JOINERY_TEST(ChangeSetTest)
#include "tst_change_set.moc"
