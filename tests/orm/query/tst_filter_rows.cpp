// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QTest>

#include "tests/orm/query/database.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

constexpr const char* kChinook = JOINERY_SOURCE_DIR "/../shared/data/chinook/Chinook_Sqlite.sqlite";

/// Four people: ann has a home, bob a home and a workplace, cat nothing, dan an address of another kind. One type is NULL.
constexpr const char* kPeople = R"(
  CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, age INTEGER, seen DATETIME, data TEXT, anything);
  CREATE TABLE address (id INTEGER PRIMARY KEY, type TEXT, person_id INTEGER REFERENCES person(id));
  INSERT INTO person VALUES
    (1, 'ann', 30, '2024-03-30 10:00:00', '{"tags": ["a", "b"], "size": 10, "kind": "x", "ok": true}', 5),
    (2, 'Bob', NULL, '2024-03-30T10:00:00', '{"size": 9, "kind": "y"}', '5'),
    (3, 'c%t', 40, '2024-03-01 00:00:00', '{"size": "big", "kind": null}', NULL),
    (4, NULL, 50, NULL, NULL, 'five');
  INSERT INTO address VALUES (1, 'home', 1), (2, 'home', 2), (3, 'work', 2), (4, 'other', 4), (5, NULL, 4);
)";

const Database& people() {
  static const Database database(Url::parse("sqlite://"), kPeople);
  return database;
}

}  // namespace

class TestFilterRows : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsTheRightPeople_data();
  void findsTheRightPeople();
  void agreesWithHandWrittenSql_data();
  void agreesWithHandWrittenSql();
  void findsArtistsWithoutAlbums();
};

void TestFilterRows::findsTheRightPeople_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("ids");
  const auto row = [](const char* filter, const char* ids) {
    QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(ids);
  };
  row("{}", "1,2,3,4");
  // Two-valued: a NULL is no 30, and is not below it.
  row(R"({"age": 30})", "1");
  row(R"({"age": {"$ne": 30}})", "2,3,4");
  row(R"({"age": {"$ne": null}})", "1,3,4");
  row(R"({"age": null})", "2");
  row(R"({"age": {"$null": false}})", "1,3,4");
  row(R"({"age": [30, null]})", "1,2");
  row(R"({"age": {"$in": []}})", "");
  row(R"({"age": {"$nin": [30, 40]}})", "2,4");
  row(R"({"age": {"$nin": [30, null]}})", "3,4");
  row(R"({"age": {"$gt": 30, "$lte": 50}})", "3,4");
  row(R"({"age": {"$between": [30, 40]}})", "1,3");
  row(R"({"age": "30"})", "1");
  row(R"({"$not": {"age": {"$gt": 30}}})", "1,2");
  row(R"({"$not": {}})", "");
  row(R"({"$or": [{"age": 30}, {"name": "Bob"}]})", "1,2");
  row(R"({"$or": []})", "");
  row(R"({"$and": [{"age": {"$gte": 30}}, {"$not": {"name": "ann"}}]})", "3,4");
  row(R"({"age": 30, "$off": {"name": "nobody"}})", "1");
  // Letter case and wildcards.
  row(R"({"name": {"$contains": "B"}})", "2");
  row(R"({"name": {"$contains": "%"}})", "3");
  row(R"({"name": {"$startswith": "A"}})", "");
  row(R"({"name": {"$startswith": "a"}})", "1");
  row(R"({"name": {"$endswith": "%t"}})", "3");
  row(R"({"name": {"$like": "b%"}})", "");
  row(R"({"name": {"$like": "B_b"}})", "2");
  row(R"({"name": {"$ilike": "b%"}})", "2");
  row(R"({"name": {"$ilike": "c\\%_"}})", "3");
  row(R"({"name": {"$regex": "^[aB]"}})", "1,2");
  row(R"({"age": {"$contains": "0"}})", "1,3,4");
  // Cells without a declared type.
  row(R"({"anything": 5})", "1");
  row(R"({"anything": "5"})", "2");
  // Moments are spelled in two ways, and ordered as one.
  row(R"({"seen": "2024-03-30T10:00:00"})", "1,2");
  row(R"({"seen": {"$ne": "2024-03-30 10:00:00"}})", "3,4");
  row(R"({"seen": {"$lt": "2024-03-30T10:00:01"}})", "1,2,3");
  row(R"({"seen": {"$gt": "2024-03-30T10:00:00"}})", "");
  row(R"({"seen": {"$gte": {"$ago": "P2D"}}})", "1,2");
  row(R"({"seen": {"$lt": {"$ago": "P2D"}}})", "3");
  // Inside JSON.
  row(R"({"data.$.size": 10})", "1");
  row(R"({"data.$.size": {"$gte": 9}})", "1,2");
  row(R"({"data.$.size": {"$gt": 9}})", "1");
  row(R"({"data.$.kind": ["x", "y"]})", "1,2");
  row(R"({"data.$.kind": null})", "3,4");
  row(R"({"data.$.kind": {"$ne": "x"}})", "2,3,4");
  row(R"({"data.$.tags.1": "b"})", "1");
  row(R"({"data.$.size": {"$contains": "i"}})", "3");
  row(R"({"data.$.ok": true})", "1");
  // Relations: some, each of a list (N10), none, every, count, null.
  row(R"({"address": {"type": "home"}})", "1,2");
  row(R"({"address": [{"type": "home"}, {"type": "work"}]})", "2");
  row(R"({"address": {"$some": {"type": ["work", "other"]}}})", "2,4");
  row(R"({"address": {"$none": {"type": "home"}}})", "3,4");
  row(R"({"address": {"$every": {"type": "home"}}})", "1,3");
  row(R"({"address": {"$every": {"type": "other"}}})", "3");
  row(R"({"address": {"$some": {}, "$every": {"type": "home"}}})", "1");
  row(R"({"address": {"$count": {"$gte": 2}}})", "2,4");
  row(R"({"address": {"$count": 0}})", "3");
  row(R"({"address": {"$count": {"$in": [1, 2]}, "$of": {"type": "home"}}})", "1,2");
  row(R"({"address": null})", "3");
  row(R"({"address": {}})", "1,2,4");
  row(R"({"$not": {"address": {"person": {"name": "ann"}}}})", "2,3,4");
}

void TestFilterRows::findsTheRightPeople() {  // T19
  using namespace std::chrono;
  QFETCH(QString, filter);
  QFETCH(QString, ids);
  QCOMPARE(people().rows("person", filter.toStdString(), "id", sys_days(2024y / March / 31) + 12h), ids);
}

void TestFilterRows::agreesWithHandWrittenSql_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("sql");
  const auto row = [](const char* model, const char* filter, const char* sql) {
    QTest::newRow(filter) << QString::fromUtf8(model) << QString::fromUtf8(filter) << QString::fromUtf8(sql);
  };
  row("Artist", R"({"Album": {"Title": {"$contains": "Rock"}}})",
      "SELECT ArtistId FROM Artist WHERE ArtistId IN (SELECT ArtistId FROM Album WHERE instr(Title, 'Rock') > 0)");
  row("Artist", R"({"Album": {"$count": {"$gte": 10}}})",
      "SELECT ArtistId FROM Album GROUP BY ArtistId HAVING count(*) >= 10");
  row("Artist", R"({"Album": {"$count": {"$eq": 1}, "$of": {"Track": {"Genre": {"Name": "Jazz"}}}}})",
      "SELECT a.ArtistId FROM Album a WHERE EXISTS (SELECT 1 FROM Track t JOIN Genre g USING (GenreId) WHERE t.AlbumId = a.AlbumId "
      "AND g.Name = 'Jazz') GROUP BY a.ArtistId HAVING count(*) = 1");
  row("Album", R"({"Track": {"$every": {"Milliseconds": {"$gt": 300000}}}})",
      "SELECT AlbumId FROM Album EXCEPT SELECT AlbumId FROM Track WHERE Milliseconds <= 300000");
  row("Playlist", R"({"Track": {"Album": {"Artist": {"Name": "AC/DC"}}}})",
      "SELECT DISTINCT p.PlaylistId FROM PlaylistTrack p JOIN Track t USING (TrackId) JOIN Album b USING (AlbumId) JOIN Artist a USING (ArtistId) "
      "WHERE a.Name = 'AC/DC'");
  row("Playlist", R"({"Track": null})", "SELECT PlaylistId FROM Playlist EXCEPT SELECT PlaylistId FROM PlaylistTrack");
  row("Track", R"({"Playlist": {"$count": {"$gt": 3}}})",
      "SELECT TrackId FROM PlaylistTrack GROUP BY TrackId HAVING count(*) > 3");
  row("Track", R"({"$or": [{"Composer": null, "UnitPrice": {"$gt": 1}}, {"$not": {"Genre": {"Name": {"$nin": ["Jazz"]}}}, "Milliseconds": {"$lt": 120000}}]})",
      "SELECT TrackId FROM Track t LEFT JOIN Genre g USING (GenreId) WHERE (Composer IS NULL AND UnitPrice > 1) "
      "OR ((g.GenreId IS NULL OR g.Name = 'Jazz') AND Milliseconds < 120000)");
  row("Employee", R"({"ReportsTo_Employee": null})", "SELECT EmployeeId FROM Employee WHERE ReportsTo IS NULL");
  row("Employee", R"({"Employee": {"Employee": {"$count": {"$gte": 1}}}})",
      "SELECT DISTINCT m.ReportsTo FROM Employee m JOIN Employee e ON e.ReportsTo = m.EmployeeId WHERE m.ReportsTo IS NOT NULL");
  row("Customer", R"({"SupportRep": {"LastName": {"$ilike": "PEAC%"}}, "Invoice": {"Total": {"$gte": "15"}}})",
      "SELECT CustomerId FROM Customer WHERE SupportRepId = 3 AND CustomerId IN (SELECT CustomerId FROM Invoice WHERE Total >= 15)");
}

void TestFilterRows::agreesWithHandWrittenSql() {
  QFETCH(QString, model);
  QFETCH(QString, filter);
  QFETCH(QString, sql);
  if (!QFileInfo::exists(QString::fromUtf8(kChinook))) QSKIP("The Chinook sample database is not here");
  static const Database chinook(Url::sqliteFile(kChinook));
  const std::string key = chinook.model(model.toStdString()).keyAttributes().front();
  const QString expected = chinook.query(sql.toStdString());
  QVERIFY(!expected.isEmpty());
  QCOMPARE(chinook.rows(model.toStdString(), filter.toStdString(), key), expected);
}

void TestFilterRows::findsArtistsWithoutAlbums() {  // T19
  if (!QFileInfo::exists(QString::fromUtf8(kChinook))) QSKIP("The Chinook sample database is not here");
  const Database chinook(Url::sqliteFile(kChinook));
  QCOMPARE(chinook.rows("Artist", R"({"Album": {"$none": {}}})", "ArtistId").split(QLatin1Char(',')).size(), 71);
  std::size_t relationships = 0;
  for (const auto& model : chinook.registry().models()) relationships += model->relationships.size();
  QCOMPARE(relationships, 24U);
  QVERIFY(chinook.model("Employee").relationship("ReportsTo_Employee")->postUpdate);
  QCOMPARE(chinook.model("Customer").label, std::string("{FirstName} {LastName}"));
}

JOINERY_TEST(TestFilterRows)
#include "tst_filter_rows.moc"
