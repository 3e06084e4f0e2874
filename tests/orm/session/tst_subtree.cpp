// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <functional>

#include "orm/core/db_error.h"
#include "orm/query/subtree.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// ORACLES T11: a whole subtree by one recursive statement.
class SubtreeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void loadsAWholeSubtreeAtOnce();
  void endsWhereRowsLeadRoundInACircle();
  void leadsUpToTheRoot();
  void standsBesideAFilter();
  void followsCompositeKeys();
  void refusesWhatIsNoTree();

 private:
  std::vector<RecordPtr> below(int id, const char* relationship = "node", Json filter = Json::object());
  std::string idsOf(const std::vector<RecordPtr>& records);

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
};

void SubtreeTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<MusicDatabase>(static_cast<Backend>(backend));
  // 1 has 12 rows below it, six levels with its own; 20 and 21 stand apart; 30, 31 and 32 lead round in a circle.
  m_database->run("CREATE TABLE node(id integer PRIMARY KEY, parent_id integer REFERENCES node(id), name varchar(9));"
                  "INSERT INTO node VALUES (1, NULL, 'root'), (2, 1, 'a'), (3, 1, 'b'), (4, 2, 'a'), (5, 2, 'b'), (6, 4, 'a'), (7, 6, 'a'), (8, 7, 'a'), (9, 3, 'b'), (10, 3, 'b'),"
                  " (11, 9, 'b'), (12, 11, 'b'), (13, 1, 'c'), (20, NULL, 'other'), (21, 20, 'a'), (30, NULL, 'x'), (31, 30, 'y'), (32, 31, 'z');"
                  "UPDATE node SET parent_id = 32 WHERE id = 30;"
                  "CREATE TABLE part(shop integer, number integer, in_shop integer, in_number integer, PRIMARY KEY (shop, number), FOREIGN KEY (in_shop, in_number) REFERENCES part(shop, number));"
                  "INSERT INTO part VALUES (1, 1, NULL, NULL), (1, 2, 1, 1), (2, 1, 1, 2), (2, 2, NULL, NULL)");
  m_database->reflect();
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry());
}

void SubtreeTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

std::vector<RecordPtr> SubtreeTest::below(int id, const char* relationship, Json filter) {
  const Model& node = m_session->registry().at("node");
  return m_session->select({.model = "node", .filter = std::move(filter), .sorts = {"+id"}, .condition = isInSubtree(node, *node.relationship(relationship), "node", {Value::integer(id)})});
}

std::string SubtreeTest::idsOf(const std::vector<RecordPtr>& records) {
  std::string text;
  for (const RecordPtr& each : records) text += (text.empty() ? "" : ",") + std::to_string(each->value("id").toInteger());
  return text;
}

/// T11: 13 rows, six levels, one statement; the parents of what is there cost nothing more.
void SubtreeTest::loadsAWholeSubtreeAtOnce() {
  const auto before = m_database->lastStatement();
  const std::vector<RecordPtr> nodes = below(1);
  QCOMPARE(nodes.size(), std::size_t{13});
  const std::function<int(Record&)> levelOf = [&](Record& node) { return node.related("parent") ? levelOf(*node.related("parent")) + 1 : 1; };
  int depth = 0;
  for (const RecordPtr& node : nodes) depth = std::max(depth, levelOf(*node));
  QCOMPARE(depth, 6);
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{1});
  QCOMPARE(idsOf(below(4)), "4,6,7,8"s);
  QCOMPARE(idsOf(below(13)), "13"s);
  QCOMPARE(idsOf(below(99)), ""s);
}

void SubtreeTest::endsWhereRowsLeadRoundInACircle() { QCOMPARE(idsOf(below(31)), "30,31,32"s); }

void SubtreeTest::leadsUpToTheRoot() { QCOMPARE(idsOf(below(8, "parent")), "1,2,4,6,7,8"s); }

void SubtreeTest::standsBesideAFilter() { QCOMPARE(idsOf(below(1, "node", {{"name", "b"}})), "3,5,9,10,11,12"s); }

void SubtreeTest::followsCompositeKeys() {
  const Model& part = m_session->registry().at("part");
  const Relationship* parts = nullptr;
  for (const Relationship& each : part.relationships)
    if (each.isToMany()) parts = &each;
  QVERIFY(parts);
  QCOMPARE(m_session->select({.model = "part", .condition = isInSubtree(part, *parts, "part", {Value::integer(1), Value::integer(2)})}).size(), std::size_t{2});
  QCOMPARE(kindThrown([&] { isInSubtree(part, *parts, "part", {Value::integer(1)}); }), std::optional(ErrorKind::InvalidRequest));
}

void SubtreeTest::refusesWhatIsNoTree() {
  const Model& album = m_session->registry().at("album");
  QCOMPARE(kindThrown([&] { isInSubtree(album, *album.relationship("artist"), "album", {Value::integer(1)}); }), std::optional(ErrorKind::InvalidRequest));
}

JOINERY_TEST(SubtreeTest)
#include "tst_subtree.moc"
