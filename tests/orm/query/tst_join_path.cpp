// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/query/join_path.h"
#include "orm/query/model_select.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

std::string shapeOf(const JoinTree& tree) {
  std::string text;
  for (const JoinTree& child : tree.children) {
    const std::string below = shapeOf(child);
    text += (text.empty() ? "" : " ") + child.relationship->name + (below.empty() ? "" : "(" + below + ")");
  }
  return text;
}

std::string relatedSql(const Registry& registry, const char* model, const char* relationship) {
  const Relationship& found = *registry.at(model).relationship(relationship);
  return sqliteDialect().compile(relatedRows(found, registry, "here", "there")).sql;
}

}  // namespace

class TestJoinPath : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void mergesPathsIntoATree();
  void followsARelationshipBackAndForth();
  void namesTheNearestRelationships();
  void correlatesRelatedRows();
  void selectsAttributesByName();
};

void TestJoinPath::mergesPathsIntoATree() {
  const auto registry = registryOf(chinookTables());
  const JoinTree tree = parseJoinPaths({"Album.Track", "Album.Track.Genre", "Album.Artist", "album"}, *registry, registry->at("Artist"));
  QVERIFY(tree.relationship == nullptr);
  QCOMPARE(tree.model->name, std::string("Artist"));
  QCOMPARE(shapeOf(tree), std::string("Album(Track(Genre) Artist)"));
  QCOMPARE(tree.children.front().model->name, std::string("Album"));
}

void TestJoinPath::followsARelationshipBackAndForth() {
  const auto registry = registryOf(chinookTables());
  const JoinTree tree = parseJoinPaths({"Employee.Employee", "ReportsTo_Employee"}, *registry, registry->at("Employee"));
  QCOMPARE(shapeOf(tree), std::string("Employee(Employee) ReportsTo_Employee"));
}

void TestJoinPath::namesTheNearestRelationships() {
  const auto registry = registryOf(chinookTables());
  for (const char* path : {"Album.Trakc", "Album.Title", "", "Album..Track"}) {
    try {
      parseJoinPaths({path}, *registry, registry->at("Artist"));
      QFAIL(path);
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
      QVERIFY(!error.hint.empty());
    }
  }
}

void TestJoinPath::correlatesRelatedRows() {
  const auto registry = registryOf(chinookTables());
  const std::string albums = relatedSql(*registry, "Artist", "Album");
  QVERIFY2(albums.find("JOIN") == std::string::npos, albums.c_str());
  const std::string tracks = relatedSql(*registry, "Playlist", "Track");
  QVERIFY2(tracks.find("JOIN") != std::string::npos && tracks.find("there_link") != std::string::npos, tracks.c_str());
}

void TestJoinPath::selectsAttributesByName() {
  const auto registry = registryOf(chinookTables());
  const Model& artist = registry->at("Artist");
  const CompiledStatement all = sqliteDialect().compile(selectModel(artist, "a"));
  QCOMPARE(all.columns.size(), 2U);
  QCOMPARE(all.columns[1].label, std::string("Name"));
  QVERIFY(all.columns[1].type.kind == TypeKind::Text);
  QCOMPARE(selectModel(artist, "a", std::vector<std::string>{"name"}).data().columns.front().label(), std::string("Name"));
  QVERIFY_THROWS_EXCEPTION(DbError, selectModel(artist, "a", std::vector<std::string>{"Nmae"}));
}

JOINERY_TEST(TestJoinPath)
#include "tst_join_path.moc"
