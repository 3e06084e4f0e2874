// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "orm/changes/change_lookup.h"
#include "orm/model/automap.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

using Ids = ChangeLookup::Ids;

schema::Table lookupTable(const std::string& name, const std::vector<std::string>& columns, const std::vector<std::string>& key) {
  schema::Table table;
  table.name = QualifiedName(name);
  for (const std::string& each : columns) {
    table.columns.emplace_back();
    table.columns.back().name = each;
    table.columns.back().type.kind = TypeKind::Integer;
  }
  table.primaryKey = schema::UniqueKey{"", key};
  return table;
}

void refer(schema::Table& table, const std::string& column, const std::string& to) {
  schema::ForeignKey key;
  key.columns = {column};
  key.referredTable = QualifiedName(to);
  key.referredColumns = {"id"};
  table.foreignKeys.push_back(key);
}

std::shared_ptr<const Registry> lookupModels() {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(lookupTable("artist", {"id", "name"}, {"id"}));
  auto album = lookupTable("album", {"id", "title", "artist_id"}, {"id"});
  refer(album, "artist_id", "artist");
  metadata->add(album);
  metadata->add(lookupTable("tag", {"id"}, {"id"}));
  auto link = lookupTable("album_tag", {"album_id", "tag_id"}, {"album_id", "tag_id"});
  refer(link, "album_id", "album");
  refer(link, "tag_id", "tag");
  metadata->add(link);
  return automap(metadata, true);
}

Key one(std::int64_t id) { return {Operand(Value::integer(id))}; }

Change change(Change::Kind kind, const std::string& model, Key key, Change::Values values = {}) {
  Change result;
  result.kind = kind;
  result.model = model;
  result.key = std::move(key);
  result.values = std::move(values);
  return result;
}

Change insert(const std::string& model, const std::string& ref, Change::Values values) {
  Change result = change(Change::Kind::Insert, model, {}, std::move(values));
  result.ref = ref;
  return result;
}

}  // namespace

class TstChangeLookup : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsChangesByTheirRow();
  void findsWhatRefersToARow();
  void findsLinksFromBothEnds();
  void findsTheDeletionOfALinksRow();
  void findsWhatLeavesARow();
  void givesTheNewestOfMany();
  void forgetsWhatIsGone();
  void isTheSameWhetherKeptOrMadeAnew();

 private:
  const std::shared_ptr<const Registry> m_registry = lookupModels();
};

void TstChangeLookup::findsChangesByTheirRow() {
  ChangeSet set;
  const auto update = set.add(change(Change::Kind::Update, "album", one(1), {{"title", Value::integer(5)}}));
  set.add(change(Change::Kind::Delete, "album", one(2)));
  set.add(change(Change::Kind::Delete, "artist", one(1)));
  const ChangeLookup lookup(m_registry, set);
  QCOMPARE(lookup.ofRow("album", {Value::integer(1)}), Ids{update});
  QVERIFY(lookup.ofRow("album", {Value::integer(3)}).empty());
  QVERIFY(lookup.ofRow("album", {Value::text("1")}).empty());
}

void TstChangeLookup::findsWhatRefersToARow() {
  ChangeSet set;
  const auto moved = set.add(change(Change::Kind::Update, "album", one(1), {{"artist_id", Value::integer(7)}}));
  set.add(change(Change::Kind::Update, "album", one(2), {{"title", Value::integer(7)}}));
  const auto added = set.add(insert("album", "b1", {{"artist_id", Value::integer(7)}}));
  const auto below = set.add(insert("album", "b2", {{"artist_id", Operand::Reference{"a1", "id"}}}));
  const ChangeLookup lookup(m_registry, set);
  QCOMPARE(lookup.writing("album", "artist_id", Value::integer(7)), (Ids{moved, added}));
  QVERIFY(lookup.writing("album", "title", Value::integer(7)).empty());
  QCOMPARE(lookup.referring("album", "artist_id", "a1"), Ids{below});
  QCOMPARE(lookup.inserts("album"), (Ids{added, below}));
}

void TstChangeLookup::findsLinksFromBothEnds() {
  ChangeSet set;
  Change link = change(Change::Kind::Link, "album", one(1));
  link.relationship = "tag";
  link.to = one(4);
  const auto first = set.add(link);
  link.kind = Change::Kind::Unlink;
  link.to = one(5);
  const auto second = set.add(link);
  link.key = {Operand(Operand::Reference{"b1", "id"})};
  const auto third = set.add(link);
  const ChangeLookup lookup(m_registry, set);
  const std::string album = "album", tag = "tag", none, b1 = "b1";
  const std::vector<Value> key1{Value::integer(1)}, key4{Value::integer(4)}, key5{Value::integer(5)}, noKey;
  QCOMPARE(lookup.linksOf({album, key1, none}), (Ids{first, second}));
  QCOMPARE(lookup.linksOf({tag, key5, none}), (Ids{second, third}));
  QCOMPARE(lookup.linksOf({album, noKey, b1}), Ids{third});
  QCOMPARE(lookup.linksBetween({tag, key4, none}, {album, key1, none}), Ids{first});
  QVERIFY(lookup.linksBetween({tag, key4, none}, {album, noKey, b1}).empty());
}

void TstChangeLookup::findsTheDeletionOfALinksRow() {
  ChangeSet set;
  Change removal = change(Change::Kind::Delete, "album_tag", {Operand(Value::integer(1)), Operand(Value::integer(4))});
  removal.before = {{"album_id", Value::integer(1)}, {"tag_id", Value::integer(4)}};
  const auto id = set.add(removal);
  const ChangeLookup lookup(m_registry, set);
  QCOMPARE(lookup.unlinking("album_tag", {{"tag_id", Value::integer(4)}, {"album_id", Value::integer(1)}}), Ids{id});
  QVERIFY(lookup.unlinking("album_tag", {{"tag_id", Value::integer(1)}, {"album_id", Value::integer(4)}}).empty());
}

void TstChangeLookup::findsWhatLeavesARow() {
  ChangeSet set;
  Change moved = change(Change::Kind::Update, "album", one(1), {{"artist_id", Value::integer(8)}});
  moved.before = {{"artist_id", Value::integer(7)}};
  const auto first = set.add(moved);
  Change removal = change(Change::Kind::Delete, "album", one(2));
  removal.before = {{"id", Value::integer(2)}, {"artist_id", Value::integer(9)}};
  const auto second = set.add(removal);
  const auto unseen = set.add(change(Change::Kind::Delete, "album", one(3)));
  set.add(change(Change::Kind::Update, "album", one(4), {{"title", Value::integer(7)}}));
  ChangeLookup lookup(m_registry, set);
  QCOMPARE(lookup.leaving("album", "artist_id", Value::integer(7)), (Ids{first, unseen}));
  QCOMPARE(lookup.leaving("album", "artist_id", Value::integer(9)), (Ids{second, unseen}));
  QCOMPARE(lookup.deletes("album"), (Ids{second, unseen}));
  QVERIFY(lookup.deletes("artist").empty());
  lookup.put(set.find(unseen), nullptr);
  QCOMPARE(lookup.leaving("album", "artist_id", Value::integer(7)), Ids{first});
}

void TstChangeLookup::givesTheNewestOfMany() {
  ChangeSet set;
  for (int i = 0; i < 1'000; ++i) set.add(insert("album", "b" + std::to_string(i), {{"artist_id", Value::integer(7)}}));
  const ChangeLookup lookup(m_registry, set);
  QCOMPARE(lookup.writing("album", "artist_id", Value::integer(7), 3), (Ids{998, 999, 1'000}));
  QCOMPARE(lookup.inserts("album", 2), (Ids{999, 1'000}));
}

void TstChangeLookup::forgetsWhatIsGone() {
  ChangeSet set;
  const Change before = insert("album", "b1", {{"artist_id", Value::integer(7)}});
  const auto id = set.add(before);
  ChangeLookup lookup(m_registry, set);
  Change after = *set.find(id);
  after.values = {{"artist_id", Value::integer(8)}};
  lookup.put(set.find(id), &after);
  QVERIFY(lookup.writing("album", "artist_id", Value::integer(7)).empty());
  QCOMPARE(lookup.writing("album", "artist_id", Value::integer(8)), Ids{id});
  lookup.put(&after, nullptr);
  QVERIFY(lookup.writing("album", "artist_id", Value::integer(8)).empty());
  QVERIFY(lookup.inserts("album").empty());
}

void TstChangeLookup::isTheSameWhetherKeptOrMadeAnew() {
  ChangeSet set;
  ChangeLookup kept(m_registry, set);
  for (int i = 1; i <= 300; ++i) {
    const auto id = set.add(i % 3 == 0 ? insert("album", "b" + std::to_string(i), {{"artist_id", Value::integer(i % 5)}})
                                       : change(Change::Kind::Update, "album", one(i), {{"artist_id", Value::integer(i % 7)}}));
    kept.put(nullptr, set.find(id));
    if (i % 4 != 0) continue;
    kept.put(set.find(id), nullptr);
    set.remove(id);
  }
  const ChangeLookup anew(lookupModels(), set);
  for (int i = 0; i < 8; ++i) {
    QCOMPARE(kept.writing("album", "artist_id", Value::integer(i)), anew.writing("album", "artist_id", Value::integer(i)));
    QCOMPARE(kept.ofRow("album", {Value::integer(i)}), anew.ofRow("album", {Value::integer(i)}));
  }
  QCOMPARE(kept.inserts("album"), anew.inserts("album"));
}

JOINERY_TEST(TstChangeLookup)
#include "tst_change_lookup.moc"
