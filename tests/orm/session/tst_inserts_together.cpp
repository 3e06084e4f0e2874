// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// New records of one table by one statement on PostgreSQL, each with what the database made of it.
class TestInsertsTogether : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void eachRecordGetsItsOwnKey_data() { addBackends(); }
  void eachRecordGetsItsOwnKey();
  void manyRowsAreAStatementAThousand_data() { addBackends(); }
  void manyRowsAreAStatementAThousand();
  void wideRowsAreFewerAStatement_data() { addBackends(); }
  void wideRowsAreFewerAStatement();
  void schemasThatAreTranslatedAreTheirs_data() { addBackends(); }
  void schemasThatAreTranslatedAreTheirs();
  void eachRecordGetsWhatTheDatabaseMadeOfIt_data() { addBackends(); }
  void eachRecordGetsWhatTheDatabaseMadeOfIt();
  void rowsOfATreeGoLevelByLevel_data() { addBackends(); }
  void rowsOfATreeGoLevelByLevel();
  void keysThatAreGivenTellRowsApart_data() { addBackends(); }
  void keysThatAreGivenTellRowsApart();
  void aTableThatMakesItsRowsOtherwiseGetsThemOneByOne_data();
  void aTableThatMakesItsRowsOtherwiseGetsThemOneByOne();
  void valuesTakeTheirColumnsTypes_data() { addBackends(); }
  void valuesTakeTheirColumnsTypes();
  void aRefusedRowLeavesNone_data() { addBackends(); }
  void aRefusedRowLeavesNone();

 private:
  using Names = std::vector<std::pair<const char*, Value>>;
  bool isPostgresql() const { return m_database->dialect().name() == "postgresql"; }
  std::unique_ptr<Session> open() { return std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry()); }
  static std::vector<RecordPtr> addNamed(Session& session, const char* model, const char* attribute, int count);
  QString mismatch(const std::vector<RecordPtr>& records, const std::string& table, const char* attribute);
  std::size_t inserts(std::uint64_t before) const { return m_database->statementsAfter(before, "INSERT").size(); }
  /// Makes the table on the server and reads the catalogue again.
  void make(const std::string& script);
  std::optional<MusicDatabase> m_database;
};

void TestInsertsTogether::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
}

void TestInsertsTogether::make(const std::string& script) {
  m_database->run(script);
  m_database->reflect();
}

std::vector<RecordPtr> TestInsertsTogether::addNamed(Session& session, const char* model, const char* attribute, int count) {
  std::vector<RecordPtr> records;
  for (int i = 0; i < count; ++i) {
    records.push_back(session.make(model));
    records.back()->set(attribute, Value::text("new " + std::to_string(i)));
    session.add(*records.back());
  }
  return records;
}

/// The first record whose key is another row's.
QString TestInsertsTogether::mismatch(const std::vector<RecordPtr>& records, const std::string& table, const char* attribute) {
  for (const RecordPtr& each : records) {
    const std::string name(each->value(attribute).bytes());
    const Value key = each->identity().front();
    const std::string text = key.storageClass() == StorageClass::Integer ? std::to_string(key.toInteger()) : std::string(key.bytes());
    const std::string stored = m_database->cell("SELECT " + std::string(attribute) + " FROM " + table + " WHERE CAST(id AS text) = '" + text + "'");
    if (stored != name) return QString::fromStdString(text + " is " + stored + ", not " + name);
  }
  return {};
}

void TestInsertsTogether::eachRecordGetsItsOwnKey() {  // H1
  const auto session = open();
  const auto before = m_database->lastStatement();
  const std::vector<RecordPtr> artists = addNamed(*session, "artist", "name", 100);
  session->flush();
  // SQLite: two rows, which tell how rows are numbered, 64 rows, and the other 34.
  QCOMPARE(inserts(before), std::size_t(isPostgresql() ? 1 : 4));
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t(isPostgresql() ? 1 : 34));
  QCOMPARE(mismatch(artists, "artist", "name"), QString());
  for (std::size_t i = 1; i < artists.size(); ++i) QVERIFY(artists[i - 1]->identity() < artists[i]->identity());
  QCOMPARE(session->get("artist", artists[42]->identity()), artists[42]);
}

void TestInsertsTogether::manyRowsAreAStatementAThousand() {
  const auto session = open();
  const auto before = m_database->lastStatement();
  const std::vector<RecordPtr> playlists = addNamed(*session, "playlist", "name", 2'001);
  session->flush();
  // Two of a thousand, and the last one by itself; SQLite: two rows, then 64 at a time, and the rest.
  QCOMPARE(inserts(before), std::size_t(isPostgresql() ? 3 : 4));
  QCOMPARE(m_database->cell("SELECT count(*) FROM playlist WHERE name LIKE 'new %'"), std::string("2001"));
  QCOMPARE(mismatch({playlists.front(), playlists[999], playlists[1'000], playlists.back()}, "playlist", "name"), QString());
}

void TestInsertsTogether::wideRowsAreFewerAStatement() {
  std::string columns;
  for (int i = 0; i < 60; ++i) columns += ", c" + std::to_string(i) + " integer";
  make(std::string("CREATE TABLE wide(id ") + (isPostgresql() ? "serial" : "integer") + " PRIMARY KEY, name text" + columns + ", d0 integer, d1 integer, d2 integer, d3 integer, d4 integer)");
  const auto session = open();
  const auto before = m_database->lastStatement();
  const std::vector<RecordPtr> rows = addNamed(*session, "wide", "name", 1'000);
  session->flush();
  // 66 values a row: 992 rows are the most that one statement binds.
  QCOMPARE(inserts(before), std::size_t(isPostgresql() ? 2 : 1));
  QCOMPARE(mismatch({rows.front(), rows[991], rows[992], rows.back()}, "wide", "name"), QString());
}

void TestInsertsTogether::schemasThatAreTranslatedAreTheirs() {  // O8
  if (!isPostgresql()) QSKIP("SQLite's schemas are files");
  m_database->run("CREATE SCHEMA tenant; CREATE TABLE tenant.artist (LIKE artist INCLUDING ALL)");
  const auto dialect = m_database->dialect().withOptions({.schemaTranslateMap = {{"public", "tenant"}, {"", "tenant"}}});
  Session session(m_database->connection(), *dialect, m_database->registry());
  const auto before = m_database->lastStatement();
  const std::vector<RecordPtr> artists = addNamed(session, "artist", "name", 3);
  session.flush();
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t{1});
  QCOMPARE(mismatch(artists, "tenant.artist", "name"), QString());
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'new %'"), std::string("0"));
}

void TestInsertsTogether::eachRecordGetsWhatTheDatabaseMadeOfIt() {  // E1
  const auto session = open();
  std::vector<RecordPtr> tracks = addNamed(*session, "track", "name", 5);
  tracks[2]->set("milliseconds", Value::integer(7'000));
  tracks[3]->set("milliseconds", Value::integer(8'000));
  const auto before = m_database->lastStatement();
  session->flush();
  QCOMPARE(inserts(before), std::size_t{3});
  QCOMPARE(mismatch(tracks, "track", "name"), QString());
  for (const auto& [track, seconds] : {std::pair{0, 1}, {2, 7}, {3, 8}, {4, 1}}) QCOMPARE(tracks[static_cast<std::size_t>(track)]->value("seconds").toInteger(), seconds);
  QVERIFY(m_database->statementsAfter(before, "SELECT id").empty());
}

void TestInsertsTogether::rowsOfATreeGoLevelByLevel() {  // A3
  const auto session = open();
  const std::vector<RecordPtr> people = addNamed(*session, "employee", "name", 6);
  for (const auto& [person, boss] : {std::pair{1, 0}, {2, 0}, {3, 0}, {4, 3}, {5, 3}}) people[static_cast<std::size_t>(person)]->setRelated("boss", people[static_cast<std::size_t>(boss)].get());
  const auto before = m_database->lastStatement();
  session->flush();
  std::size_t sent = 0;
  for (const LoggedStatement& each : m_database->engine()->log().statements(before)) sent += each.sql.starts_with("INSERT") ? each.bindSets : 0;
  QCOMPARE(sent, std::size_t(isPostgresql() ? 3 : 6));
  QCOMPARE(mismatch(people, "employee", "name"), QString());
  QCOMPARE(m_database->cell("SELECT b.name FROM employee e JOIN employee b ON b.id = e.boss_id WHERE e.name = 'new 5'"), std::string("new 3"));
}

void TestInsertsTogether::keysThatAreGivenTellRowsApart() {
  make(isPostgresql() ? "CREATE TABLE noted(id uuid PRIMARY KEY, name text, place integer GENERATED ALWAYS AS IDENTITY);"
                        "CREATE TABLE padded(id char(5) PRIMARY KEY, name text, made timestamptz DEFAULT now());"
                      : "CREATE TABLE noted(id uuid PRIMARY KEY, name text, place integer DEFAULT (abs(random())));"
                        "CREATE TABLE padded(id char(5) PRIMARY KEY, name text, made text DEFAULT CURRENT_TIMESTAMP);");
  const auto session = open();
  std::vector<RecordPtr> notes = addNamed(*session, "noted", "name", 3);
  notes[0]->set("id", Value::text("c0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
  notes[1]->set("id", Value::text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
  notes[2]->set("id", Value::text("b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
  auto before = m_database->lastStatement();
  session->flush();
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t(isPostgresql() ? 1 : 3));
  QCOMPARE(mismatch(notes, "noted", "name"), QString());
  for (const RecordPtr& each : notes) QCOMPARE(m_database->cell("SELECT place FROM noted WHERE name = '" + std::string(each->value("name").bytes()) + "'"), std::to_string(each->value("place").toInteger()));
  // What a type keeps in another spelling than it is given in tells nothing.
  std::vector<RecordPtr> padded = addNamed(*session, "padded", "name", 2);
  for (const RecordPtr& each : padded) each->set("id", Value::text(std::string(each->value("name").bytes().substr(4)) + "ab"));
  before = m_database->lastStatement();
  session->flush();
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t{2});
}

void TestInsertsTogether::aTableThatMakesItsRowsOtherwiseGetsThemOneByOne_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QString>("script");
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("JOINERY_TEST_POSTGRES names no server");
  const auto add = [](const char* name, const char* script) { QTest::newRow(name) << static_cast<int>(Backend::Postgresql) << QString::fromLatin1(script); };
  add("numbers that go down", "CREATE TABLE odd(id integer GENERATED ALWAYS AS IDENTITY (INCREMENT -1) PRIMARY KEY, name text)");
  add("numbers that begin again", "CREATE TABLE odd(id integer GENERATED ALWAYS AS IDENTITY (MINVALUE 1 MAXVALUE 6 START 5 CYCLE) PRIMARY KEY, name text)");
  add("a serial's default that was changed", "CREATE TABLE odd(id serial PRIMARY KEY, name text); ALTER TABLE odd ALTER id SET DEFAULT nextval('odd_id_seq') * -1");
  add("a default that is no number", "CREATE TABLE odd(id uuid DEFAULT gen_random_uuid() PRIMARY KEY, name text)");
  add("a rule", "CREATE TABLE odd(id serial PRIMARY KEY, name text); CREATE TABLE heard(name text);"
                "CREATE RULE hear AS ON INSERT TO odd DO ALSO INSERT INTO heard VALUES (NEW.name)");
  add("parts", "CREATE TABLE odd(id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text) PARTITION BY HASH (id);"
               "CREATE TABLE odd_part PARTITION OF odd FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
  add("a trigger before each row", "CREATE TABLE odd(id serial PRIMARY KEY, name text);"
      "CREATE FUNCTION turn() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.id = 1000 - NEW.id; RETURN NEW; END$$;"
      "CREATE TRIGGER turns BEFORE INSERT ON odd FOR EACH ROW EXECUTE FUNCTION turn()");
}

void TestInsertsTogether::aTableThatMakesItsRowsOtherwiseGetsThemOneByOne() {
  QFETCH(QString, script);
  make(script.toStdString());
  const auto session = open();
  const std::vector<RecordPtr> odd = addNamed(*session, "odd", "name", 4);
  const auto before = m_database->lastStatement();
  session->flush();
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t{4});
  QCOMPARE(m_database->cell("SELECT count(*) FROM odd"), std::string("4"));
  QCOMPARE(mismatch(odd, "odd", "name"), QString());
}

void TestInsertsTogether::valuesTakeTheirColumnsTypes() {
  if (!isPostgresql()) QSKIP("SQLite's values have types of their own");
  make("CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE DOMAIN positive AS integer CHECK (VALUE > 0);"
       "CREATE TABLE mixed(id serial PRIMARY KEY, j jsonb, m mood, p positive, a integer[], b bytea, t timestamptz, n numeric(5,2), c char(3), v varchar(3), r int4range, i interval)");
  const Names values{{"j", Value::text(R"({"a": [1, null]})")}, {"m", Value::text("sad")}, {"p", Value::integer(7)}, {"a", Value::text("{1,NULL,3}")},
                     {"b", Value::blob(std::string("\0\xff", 2))}, {"t", Value::text("2024-05-06 07:08:09+00")}, {"n", Value::text("1.50")}, {"c", Value::text("a")},
                     {"v", Value::text("abc")}, {"r", Value::text("[1,5)")}, {"i", Value::text("1 day")}};
  const auto session = open();
  std::vector<RecordPtr> rows;
  for (int i = 0; i < 3; ++i) {
    rows.push_back(session->make("mixed"));
    if (i != 1)
      for (const auto& [name, value] : values) rows.back()->set(name, value);
    session->add(*rows.back());
  }
  const auto before = m_database->lastStatement();
  session->flush();
  QCOMPARE(m_database->engine()->log().statements(before).back().bindSets, std::size_t{1});
  QCOMPARE(m_database->cell("SELECT concat_ws('|', j, m, p, a, b, n, c, v, r, i, t = '2024-05-06 07:08:09+00') FROM mixed WHERE id = 3"),
           std::string(R"({"a": [1, null]}|sad|7|{1,NULL,3}|\x00ff|1.50|a  |abc|[1,5)|1 day|t)"));
  QCOMPARE(m_database->cell("SELECT num_nonnulls(j, m, p, a, b, n, c, v, r, i, t) FROM mixed WHERE id = 2"), std::string("0"));
}

void TestInsertsTogether::aRefusedRowLeavesNone() {
  const auto session = open();
  std::vector<RecordPtr> artists = addNamed(*session, "artist", "name", 5);
  artists[3]->set("name", artists[1]->value("name"));
  try {
    session->flush();
    QFAIL("a name came twice");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Integrity);
  }
  session->rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'new %'"), std::string("0"));
  if (!isPostgresql()) return;
  // No value is cut to fit its column.
  artists = addNamed(*session, "artist", "name", 2);
  artists[1]->set("name", Value::text(std::string(121, 'x')));
  QVERIFY_THROWS_EXCEPTION(DbError, session->flush());
}

JOINERY_TEST(TestInsertsTogether)
#include "tst_inserts_together.moc"
