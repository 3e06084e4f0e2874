// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/engine/schema_creation.h"
#include "orm/model/mapping.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// ORACLES T26: several databases, and several schemas of one, with the same models.
class SeveralDatabasesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsOfEqualKeysAreDifferentRecords();
  void aRecordGoesOverByMerge();
  void aRecordBelongsToOneDatabase();
  void schemasAreTranslated_data() { addBackends(); }
  void schemasAreTranslated();

 private:
  static Backend otherBackend() { return qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES") ? Backend::Sqlite : Backend::Postgresql; }
};

/// Two databases at once, of two engines where there is a server: each session has its own record for key 1.
void SeveralDatabasesTest::rowsOfEqualKeysAreDifferentRecords() {
  MusicDatabase here(Backend::Sqlite), there(otherBackend());
  there.run("UPDATE artist SET name = 'Other' WHERE id = 1");
  Session mine(here.connection(), here.dialect(), here.registry()), theirs(there.connection(), there.dialect(), there.registry());
  const RecordPtr one = mine.get("artist", {Value::integer(1)}), other = theirs.get("artist", {Value::integer(1)});
  QVERIFY(one.get() != other.get());
  QCOMPARE(one->value("name"), Value::text("AC/DC"));
  QCOMPARE(other->value("name"), Value::text("Other"));
  one->set("name", Value::text("Mine"));
  mine.commit();
  theirs.commit();
  QCOMPARE(here.cell("SELECT name FROM artist WHERE id = 1"), "Mine"s);
  QCOMPARE(there.cell("SELECT name FROM artist WHERE id = 1"), "Other"s);
}

void SeveralDatabasesTest::aRecordGoesOverByMerge() {
  MusicDatabase here(Backend::Sqlite), there(otherBackend());
  Session mine(here.connection(), here.dialect(), here.registry());
  const auto heap = RecordHeap::create();
  Session theirs(there.connection(), there.dialect(), here.registry(), {}, heap);
  const RecordPtr copy = Session::make(*heap, here.registry()->at("artist"));
  const RecordPtr one = mine.get("artist", {Value::integer(1)});
  for (const char* name : {"id", "name"}) copy->set(name, one->value(name));
  copy->set("name", Value::text("Copied"));
  theirs.merge(*copy);
  theirs.commit();
  QCOMPARE(there.cell("SELECT name FROM artist WHERE id = 1"), "Copied"s);
  QCOMPARE(here.cell("SELECT name FROM artist WHERE id = 1"), "AC/DC"s);
}

/// R19 holds between databases too.
void SeveralDatabasesTest::aRecordBelongsToOneDatabase() {
  MusicDatabase here(Backend::Sqlite), there(otherBackend());
  const auto heap = RecordHeap::create();
  Session mine(here.connection(), here.dialect(), here.registry(), {}, heap), theirs(there.connection(), there.dialect(), here.registry(), {}, heap);
  const RecordPtr one = mine.get("artist", {Value::integer(1)});
  QCOMPARE(kindThrown([&] { theirs.add(*one); }), std::optional(ErrorKind::InvalidRequest));
}

/// The same models and statements, for a tenant's schema: of SQLite an attached database.
void SeveralDatabasesTest::schemasAreTranslated() {
  QFETCH(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  MusicDatabase database(static_cast<Backend>(backend));
  if (isSqlite) database.run("ATTACH DATABASE ':memory:' AS tenant");
  else database.run("CREATE SCHEMA tenant");
  const auto there = database.dialect().withOptions({.schemaTranslateMap = {{"", "tenant"}}});
  schema::MetaData tables;
  for (const char* name : {"artist", "album"}) tables.add(*database.registry()->metadata().find(QualifiedName(name)));
  createAll(database.connection(), *there, tables);
  const auto registry = mapModels(std::make_shared<schema::MetaData>(tables), {{.name = "artist", .table = QualifiedName("artist"), .relationships = {{.name = "album", .to = "album"}}},
                                                                              {.name = "album", .table = QualifiedName("album")}});
  Session session(database.connection(), *there, registry);
  const RecordPtr artist = session.make("artist"), album = session.make("album");
  artist->set("name", Value::text("Tenant's"));
  album->set("title", Value::text("Own"));
  artist->append("album", *album);
  session.add(*artist);
  session.commit();
  QCOMPARE(database.cell("SELECT name FROM tenant.artist JOIN tenant.album ON album.artist_id = artist.id"), "Tenant's"s);
  QCOMPARE(session.select({.model = "artist", .filter = {{"album", {{"title", "Own"}}}}}, {.joined = {"album"}}).size(), std::size_t{1});
  session.commit();
  {
    Session plain(database.connection(), database.dialect(), registry);
    QCOMPARE(plain.select({.model = "artist"}).size(), std::size_t{3});
  }
  session.remove(*album);
  session.commit();
  QCOMPARE(database.cell("SELECT count(*) FROM album"), "3"s);
  QCOMPARE(database.cell("SELECT count(*) FROM tenant.album"), "0"s);
}

JOINERY_TEST(SeveralDatabasesTest)
#include "tst_several_databases.moc"
