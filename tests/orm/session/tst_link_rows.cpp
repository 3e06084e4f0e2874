// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/engine/inspector.h"
#include "orm/model/mapping.h"
#include "orm/session/link_rows.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// T18: a record's links by keys. Playlist 1 holds tracks 1 and 3; basket 1 holds goods 1 for 5 and 2 for 7.
class LinkRowsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup() { m_session.reset(); }
  void attachesAndDetaches_data() { addBackends(); }
  void attachesAndDetaches();
  void sendsTheLeastToSynchronize_data() { addBackends(); }
  void sendsTheLeastToSynchronize();
  void changesTheLinksOwnColumns_data() { addBackends(); }
  void changesTheLinksOwnColumns();
  void tellsCollectionsThatAreHeld_data() { addBackends(); }
  void tellsCollectionsThatAreHeld();
  void needsNoModelOfTheLink_data() { addBackends(); }
  void needsNoModelOfTheLink();
  void detachesManyInParts_data() { addBackends(); }
  void detachesManyInParts();
  void refusesWhatIsNoLink_data() { addBackends(); }
  void refusesWhatIsNoLink();

 private:
  using Key = LinkRows::Key;
  static Key key(int id) { return {Value::integer(id)}; }
  static std::vector<Key> keys(const std::vector<int>& ids);
  static std::string text(const std::vector<Key>& keys);
  static std::string text(const LinkRows::Changes& changes) { return text(changes.attached) + " " + text(changes.updated) + " " + text(changes.detached); }
  void open(std::shared_ptr<const Registry> registry);
  void openBaskets(bool isMapped);
  RecordPtr get(const char* model, int id) { return m_session->get(model, {Value::integer(id)}); }
  std::string cell(const std::string& sql) { return m_database->cell(sql); }
  /// "SELECT 1, INSERT 1 …" since it was asked last.
  std::string sent();

  std::optional<MusicDatabase> m_database;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_counted = 0;
};

void LinkRowsTest::init() {
  QFETCH(int, backend);
  m_session.reset();
  m_database.reset();
  m_database.emplace(static_cast<Backend>(backend));
  open(m_database->registry());
}

void LinkRowsTest::open(std::shared_ptr<const Registry> registry) {
  m_registry = std::move(registry);
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_registry);
  m_counted = m_database->lastStatement();
}

void LinkRowsTest::openBaskets(bool isMapped) {
  m_database->run(R"(
CREATE TABLE basket(id integer PRIMARY KEY, owner varchar(20));
CREATE TABLE goods(id integer PRIMARY KEY, what varchar(20));
CREATE TABLE content(basket_id integer NOT NULL REFERENCES basket(id), goods_id integer NOT NULL REFERENCES goods(id), price integer, note varchar(20), PRIMARY KEY (basket_id, goods_id));
INSERT INTO basket VALUES (1, 'ann');
INSERT INTO goods VALUES (1, 'mug'), (2, 'hat'), (3, 'tea');
INSERT INTO content VALUES (1, 1, 5, 'blue'), (1, 2, 7, NULL);
)");
  RelationshipMapping contents{.name = "contents", .to = "Content", .backPopulates = "basket"}, basket{.name = "basket", .to = "Basket", .backPopulates = "contents"};
  RelationshipMapping goods{.name = "goods", .to = "Goods"}, linked = goods;
  linked.name = "linked";
  linked.secondary = QualifiedName("content");
  ModelMapping baskets{.name = "Basket", .table = QualifiedName("basket"), .relationships = {linked}};
  std::vector<ModelMapping> models{baskets, {.name = "Goods", .table = QualifiedName("goods")}};
  if (isMapped) {
    models[0].relationships.push_back(contents);
    models[0].proxies = {{.name = "goods", .relationship = "contents", .attribute = "goods"}, {.name = "notes", .relationship = "contents", .attribute = "note"}};
    models.push_back({.name = "Content", .table = QualifiedName("content"), .relationships = {basket, goods}, .onInsert = {{"note", Value::text("new")}}});
  }
  open(mapModels(reflect(m_database->connection(), m_database->dialect()), models));
}

std::vector<LinkRows::Key> LinkRowsTest::keys(const std::vector<int>& ids) {
  std::vector<Key> made;
  for (const int id : ids) made.push_back(key(id));
  return made;
}

std::string LinkRowsTest::text(const std::vector<Key>& keys) {
  std::string text;
  for (const Key& each : keys) text += (text.empty() ? "" : ",") + std::to_string(each.front().toInteger());
  return "[" + text + "]";
}

std::string LinkRowsTest::sent() {
  std::string text;
  for (const char* word : {"SELECT", "DELETE", "INSERT", "UPDATE"})
    if (const std::size_t count = m_database->statementsAfter(m_counted, word).size()) text += (text.empty() ? "" : ", ") + std::string(word) + " " + std::to_string(count);
  m_counted = m_database->lastStatement();
  return text;
}

void LinkRowsTest::attachesAndDetaches() {  // T18
  const RecordPtr music = get("playlist", 1);
  sent();
  LinkRows tracks(*m_session, *music, "track");
  QCOMPARE(text(tracks.keys()), "[1,3]"s);
  QCOMPARE(tracks.attach({{.to = {Value::integer(2)}}, {.to = key(4)}}), std::int64_t{2});
  QCOMPARE(sent(), "SELECT 1, INSERT 1"s);
  QCOMPARE(tracks.detach(keys({1, 4, 99})), std::int64_t{2});
  QCOMPARE(sent(), "DELETE 1"s);
  QCOMPARE(text(tracks.keys()), "[2,3]"s);
  QCOMPARE(tracks.detachAll(), std::int64_t{2});
  QCOMPARE(tracks.detachAll(), std::int64_t{0});
  m_session->commit();
  QCOMPARE(cell("SELECT count(*) FROM playlist_track"), "0"s);
  QCOMPARE(cell("SELECT count(*) FROM track"), "4"s);
}

void LinkRowsTest::sendsTheLeastToSynchronize() {  // T18
  const RecordPtr music = get("playlist", 1);
  sent();
  LinkRows tracks(*m_session, *music, "track");
  QCOMPARE(text(tracks.sync(keys({3, 1}))), "[] [] []"s);
  QCOMPARE(sent(), "SELECT 1"s);
  QCOMPARE(text(tracks.sync(keys({4, 3, 2, 4}))), "[4,2] [] [1]"s);
  QCOMPARE(sent(), "SELECT 1, DELETE 1, INSERT 1"s);
  QCOMPARE(text(tracks.keys()), "[2,3,4]"s);
  QCOMPARE(text(tracks.sync(keys({1}), LinkRows::Others::Keep)), "[1] [] []"s);
  sent();
  QCOMPARE(text(tracks.sync(keys({1, 2, 3}))), "[] [] [4]"s);
  QCOMPARE(sent(), "SELECT 1, DELETE 1"s);
  QCOMPARE(text(tracks.sync(std::vector<Key>())), "[] [] [1,2,3]"s);
  m_session->rollback();
  QCOMPARE(cell("SELECT count(*) FROM playlist_track"), "2"s);
}

void LinkRowsTest::changesTheLinksOwnColumns() {  // T18: of an association object
  openBaskets(true);
  const RecordPtr basket = get("Basket", 1);
  const RecordPtr mug = m_session->get("Content", {Value::integer(1), Value::integer(1)});
  sent();
  LinkRows goods(*m_session, *basket, "goods");
  QCOMPARE(goods.update(key(1), {{"price", Value::integer(6)}}), std::int64_t{1});
  QCOMPARE(goods.update(key(3), {{"price", Value::integer(6)}}), std::int64_t{0});
  QCOMPARE(mug->value("price").toInteger(), 6);
  QCOMPARE(sent(), "UPDATE 2"s);
  const std::vector<LinkRows::Link> wanted{{key(1), {{"price", Value::integer(6)}, {"note", Value::text("blue")}}}, {key(3), {{"price", Value::integer(9)}}}};
  QCOMPARE(text(goods.sync(wanted)), "[3] [] [2]"s);
  QCOMPARE(sent(), "SELECT 1, DELETE 1, INSERT 1"s);
  QCOMPARE(text(goods.sync({{key(1), {{"note", Value()}}}, {key(3), {{"note", Value::text("new")}}}})), "[] [1] []"s);
  QCOMPARE(sent(), "SELECT 1, UPDATE 1"s);
  QVERIFY(mug->value("note").isNull());
  QCOMPARE(cell("SELECT price FROM content WHERE goods_id = 3 AND note = 'new'"), "9"s);
  QCOMPARE(goods.detach({key(1)}), std::int64_t{1});
  QCOMPARE(mug->state(), RecordState::Deleted);
}

void LinkRowsTest::tellsCollectionsThatAreHeld() {  // T18
  openBaskets(true);
  const RecordPtr basket = get("Basket", 1);
  QCOMPARE(basket->collection("contents").size() + basket->collection("linked").size(), std::size_t{4});
  LinkRows goods(*m_session, *basket, "linked");
  goods.sync(keys({3}));
  QCOMPARE(basket->collection("contents").size(), std::size_t{1});
  QCOMPARE(basket->collection("linked").size(), std::size_t{1});
  QCOMPARE(basket->collection("linked").front()->value("id").toInteger(), 3);
  QVERIFY(!m_session->isModified());
  // What waited was written first.
  basket->append("linked", *get("Goods", 2));
  QCOMPARE(text(goods.keys()), "[2,3]"s);
}

void LinkRowsTest::needsNoModelOfTheLink() {  // T18
  openBaskets(false);
  const RecordPtr basket = get("Basket", 1);
  LinkRows goods(*m_session, *basket, "linked");
  QCOMPARE(text(goods.sync({{key(1), {{"price", Value::integer(1)}}}, {key(3), {{"price", Value::integer(3)}}}})), "[3] [1] [2]"s);
  QCOMPARE(cell("SELECT sum(price) FROM content"), "4"s);
  QCOMPARE(goods.detachAll(), std::int64_t{2});
}

void LinkRowsTest::detachesManyInParts() {  // T18
  m_database->run("INSERT INTO track(id, name) WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1600) SELECT i, 'track ' || i FROM n");
  const RecordPtr empty = get("playlist", 2);
  sent();
  std::vector<Key> many;
  for (int i = 1000; i <= 1600; ++i) many.push_back(key(i));
  LinkRows tracks(*m_session, *empty, "track");
  QCOMPARE(tracks.sync(many).attached.size(), std::size_t{601});
  // SQLite takes them 64 at a time, and then the rest.
  QCOMPARE(sent(), m_database->dialect().rowsOfInsert() > 1 ? "SELECT 1, INSERT 2"s : "SELECT 1, INSERT 1"s);
  QCOMPARE(tracks.sync(keys({1000})).detached.size(), std::size_t{600});
  QCOMPARE(sent(), "SELECT 1, DELETE 2"s);
}

void LinkRowsTest::refusesWhatIsNoLink() {  // T18
  const RecordPtr music = get("playlist", 1), track = get("track", 1), fresh = m_session->make("playlist");
  QCOMPARE(kindThrown([&] { LinkRows(*m_session, *track, "album"); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { LinkRows(*m_session, *music, "trak"); }), ErrorKind::UnknownAttribute);
  LinkRows tracks(*m_session, *music, "track");
  QCOMPARE(kindThrown([&] { tracks.attach({{key(2), {{"price", Value::integer(1)}}}}); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { tracks.sync(std::vector<Key>{{Value::integer(1), Value::integer(2)}}); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { LinkRows(*m_session, *fresh, "track").keys(); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { tracks.attach({{key(1)}}); }), ErrorKind::Integrity);
}

JOINERY_TEST(LinkRowsTest)
#include "tst_link_rows.moc"
