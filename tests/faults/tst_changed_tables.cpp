// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>

#include "fault_counts.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "two_clients.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

/// D2, D3, D4: tables without a good key, tables that change underneath, and servers that write something else.
class ChangedTablesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void changesOneRowOrNone_data() { addBackends(); }
  void changesOneRowOrNone();
  void writesNothingByPositionWhenTheTableChanges_data();
  void writesNothingByPositionWhenTheTableChanges();
  void saysWhatTheServerMadeOfIt_data() { addBackends(); }
  void saysWhatTheServerMadeOfIt();
  void staysWithinRowLevelSecurity();

 private:
  std::mt19937 m_random{43};
};

/// Keys that are equal by their column's rules and not by their bytes, keys with NULL, keys of floats, and none.
void ChangedTablesTest::changesOneRowOrNone() {  // D2
  TwoClients clients;
  clients.run(clients.isServer() ? "CREATE COLLATION lax (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                                   "CREATE TABLE lax_key(k text COLLATE lax PRIMARY KEY, v text);"
                                   "CREATE TABLE float_key(k double precision PRIMARY KEY, v text); CREATE TABLE null_key(k text UNIQUE, v text); CREATE TABLE keyless(k text, v text)"
                                 : "CREATE TABLE lax_key(k text COLLATE NOCASE PRIMARY KEY NOT NULL, v text);"
                                   "CREATE TABLE float_key(k REAL PRIMARY KEY, v text); CREATE TABLE null_key(k text UNIQUE, v text); CREATE TABLE keyless(k text, v text)");
  clients.reflect();
  const char* keys[] = {"a", "A", "b", "B", "1e300", "0.1", "0.30000000000000004", "-0.0", "3"};
  int one = 0, none = 0, readOnly = 0, wrong = 0;
  const int runs = runsOf(200, 10'000);
  for (int run = 0; run < runs; ++run) {
    const char* tables[] = {"lax_key", "float_key", "null_key", "keyless"};
    const std::string table = tables[m_random() % 4];
    const bool isFloat = table == "float_key";
    const auto key = [&] { return std::string(isFloat ? keys[4 + m_random() % 5] : keys[m_random() % 4]); };
    clients.run("DELETE FROM " + table);
    for (int row = 0; row < 4; ++row) {
      const bool isNull = (table == "null_key" || table == "keyless") && m_random() % 3 == 0;
      const std::string text = isNull ? "NULL" : isFloat ? key() : "'" + key() + "'";
      clients.run("INSERT INTO " + table + " VALUES (" + text + ", 'same') ON CONFLICT DO NOTHING");
    }
    const auto before = clients.query("SELECT k, v FROM " + table + " ORDER BY k, v");
    const auto rowBefore = before[m_random() % before.size()];
    // Every other time somebody writes the key in another way in between.
    const std::string asked = m_random() % 2 ? rowBefore[0] : key();
    ChangeSet changes;
    const Value value = asked == "NULL" ? Value::null() : isFloat ? Value::real(std::stod(asked)) : Value::text(asked);
    changes.add(TwoClients::change(table, value, {{"v", Value::text("changed")}}));
    CommitResult result;
    try {
      if (clients.read(changes)) result = clients.commit(changes);
    } catch (const DbError&) {
      ++readOnly;
    }
    if (result.error && result.error->kind() == ErrorKind::InvalidRequest) ++readOnly;
    const auto changed = clients.query("SELECT count(*) FROM " + table + " WHERE v = 'changed'")[0][0];
    const auto left = clients.query("SELECT count(*) FROM " + table)[0][0];
    const bool isCommitted = result.outcome == Outcome::Committed;
    (isCommitted ? one : none) += 1;
    wrong += changed != (isCommitted ? "1" : "0") || left != std::to_string(before.size()) || result.outcome == Outcome::Unknown;
  }
  qInfo("D2, %s: %d tried, %d times one row, %d times none (%d of them read-only), %d wrong", QTest::currentDataTag(), runs, one, none, readOnly, wrong);
  QCOMPARE(wrong, 0);
  QVERIFY(one > 0 && none > 0);
}

void ChangedTablesTest::writesNothingByPositionWhenTheTableChanges_data() {
  QTest::addColumn<QByteArray>("script");
  QTest::addColumn<bool>("isWritten");
  const std::tuple<const char*, const char*, bool> kinds[] = {
      {"column dropped", "ALTER TABLE thing DROP COLUMN b", false},
      {"column renamed", "ALTER TABLE thing RENAME COLUMN b TO d", false},
      {"two columns change names", "ALTER TABLE thing RENAME COLUMN b TO x; ALTER TABLE thing RENAME COLUMN c TO b; ALTER TABLE thing RENAME COLUMN x TO c", false},
      {"columns reordered", "DROP TABLE thing; CREATE TABLE thing(c text, b text, a text, id integer PRIMARY KEY); INSERT INTO thing VALUES ('c1', 'b1', 'a1', 1), ('c2', 'b2', 'a2', 2)", true},
      {"table made anew with other rows", "DROP TABLE thing; CREATE TABLE thing(id integer PRIMARY KEY, a text, b text, c text); INSERT INTO thing VALUES (1, 'x', 'y', 'z'), (2, 'a2', 'b2', 'c2')", false},
      {"table gone", "DROP TABLE thing", false},
      {"key is another column", "DROP TABLE thing; CREATE TABLE thing(id integer, a text, b text, c text, k integer PRIMARY KEY); INSERT INTO thing VALUES (1, 'a1', 'b1', 'c1', 7), (1, 'a1', 'b1', 'c1', 8)", false},
      {"column added", "ALTER TABLE thing ADD COLUMN e text DEFAULT 'e'", true}};
  const auto add = [&](const char* engine, const char* name, const char* script, bool isWritten) { QTest::addRow("%s, D3: %s", engine, name) << QByteArray(script) << isWritten; };
  for (const auto& [name, script, isWritten] : kinds) add("SQLite", name, script, isWritten);
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) return;
  for (const auto& [name, script, isWritten] : kinds) add("PostgreSQL", name, script, isWritten);
  add("PostgreSQL", "column of another type", "ALTER TABLE thing ALTER COLUMN b TYPE bytea USING b::bytea", false);
  add("PostgreSQL", "a table of that name comes first in the search path",
      "DROP SCHEMA IF EXISTS joinery CASCADE; CREATE SCHEMA joinery; CREATE TABLE joinery.thing AS SELECT * FROM public.thing", false);
}

void ChangedTablesTest::writesNothingByPositionWhenTheTableChanges() {  // D3
  QFETCH(const QByteArray, script);
  QFETCH(const bool, isWritten);
  const int runs = runsOf(2, 200);
  int done = 0, wrong = 0;
  TwoClients clients;
  for (int run = 0; run < runs; ++run) {
    clients.run("DROP TABLE IF EXISTS thing; CREATE TABLE thing(id integer PRIMARY KEY, a text, b text, c text); INSERT INTO thing VALUES (1, 'a1', 'b1', 'c1'), (2, 'a2', 'b2', 'c2')");
    clients.reflect();
    ChangeSet changes;
    changes.add(TwoClients::change("thing", Value::integer(1), {{"b", Value::text("mine")}}));
    changes.add(TwoClients::change("thing", Value::integer(2), {{"b", Value::text("mine")}}));
    QVERIFY(clients.read(changes));
    clients.run(script.toStdString());
    const bool isGone = script == "DROP TABLE thing";
    const auto before = isGone ? TwoClients::Rows() : clients.query("SELECT * FROM thing ORDER BY 1, 2");
    const CommitResult result = clients.commit(changes);
    const bool isCommitted = result.outcome == Outcome::Committed;
    done += isCommitted;
    wrong += isCommitted != isWritten || (!isCommitted && (!result.error || result.error->message().empty()));
    if (isGone) continue;
    const std::string meant = clients.isServer() ? "public.thing" : "thing";
    if (clients.isServer()) clients.run("DROP SCHEMA IF EXISTS joinery CASCADE");
    if (isWritten) wrong += clients.query("SELECT a, b, c FROM " + meant + " ORDER BY id") != TwoClients::Rows{{"a1", "mine", "c1"}, {"a2", "mine", "c2"}};
    else wrong += clients.query("SELECT * FROM thing ORDER BY 1, 2") != before;
  }
  qInfo("%s: %d tried, %d written to the columns that were meant, %d refused, %d wrong", QTest::currentDataTag(), runs, done, runs - done, wrong);
  QCOMPARE(wrong, 0);
}

void ChangedTablesTest::saysWhatTheServerMadeOfIt() {  // D4
  TwoClients clients;
  const bool isServer = clients.isServer();
  clients.run("CREATE TABLE noted(id integer PRIMARY KEY, v text, twice text GENERATED ALWAYS AS (v || v) STORED); INSERT INTO noted VALUES (1, 'old'), (2, 'old')");
  if (isServer)
    clients.run("CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.id = 2 THEN RETURN NULL; END IF; NEW.v = upper(NEW.v); RETURN NEW; END$$;"
                "CREATE TRIGGER shouts BEFORE UPDATE ON noted FOR EACH ROW EXECUTE FUNCTION shout()");
  else
    clients.run("CREATE TRIGGER shouts AFTER UPDATE OF v ON noted WHEN NEW.id = 1 AND NEW.v <> upper(NEW.v) BEGIN UPDATE noted SET v = upper(NEW.v) WHERE id = NEW.id; END;"
                "CREATE TRIGGER drops BEFORE UPDATE ON noted WHEN NEW.id = 2 BEGIN SELECT RAISE(IGNORE); END");
  clients.reflect();
  const int runs = runsOf(5, 50);
  int altered = 0, dropped = 0, wrong = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string text = "x" + std::to_string(run);
    ChangeSet changes;
    changes.add(TwoClients::change("noted", Value::integer(1), {{"v", Value::text(text)}}));
    QVERIFY(clients.read(changes));
    wrong += clients.commit(changes).outcome != Outcome::Committed;
    // Read again it is the server's, and the next edit begins from there.
    const std::string loud = "X" + std::to_string(run);
    ChangeSet next;
    next.add(TwoClients::change("noted", Value::integer(1), {{"v", Value::text("y")}}));
    QVERIFY(clients.read(next));
    const bool isTheirs = next.changes()[0].before && next.changes()[0].beforeValue("v") && *next.changes()[0].beforeValue("v") == Value::text(loud);
    altered += isTheirs && clients.query("SELECT v, twice FROM noted WHERE id = 1") == TwoClients::Rows{{loud, loud + loud}};
    // A row that the server drops silently is never said to be saved.
    ChangeSet refused;
    refused.add(TwoClients::change("noted", Value::integer(2), {{"v", Value::text(text)}}));
    QVERIFY(clients.read(refused));
    dropped += clients.commit(refused).outcome == Outcome::NotCommitted && clients.query("SELECT v FROM noted WHERE id = 2")[0][0] == "old";
  }
  qInfo("D4, %s: %d edits that a trigger alters, %d read again as the server has them; %d silently dropped and said so; %d wrong", QTest::currentDataTag(), runs, altered, dropped, wrong);
  QCOMPARE(altered, runs);
  QCOMPARE(dropped, runs);
  QCOMPARE(wrong, 0);
}

void ChangedTablesTest::staysWithinRowLevelSecurity() {  // D4
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  Url url = ownDatabaseUrl();
  const auto owner = Engine::create(url);
  const auto truth = owner->connect(Engine::Access::Write);
  const std::string role = "joinery_someone_" + std::to_string(QCoreApplication::applicationPid());
  for (const std::string& sql : {"DROP SCHEMA public CASCADE"s, "CREATE SCHEMA public"s, "GRANT ALL ON SCHEMA public TO PUBLIC"s, "CREATE ROLE " + role,
                          "CREATE TABLE owned(id integer PRIMARY KEY, owner text, v text)"s, "INSERT INTO owned VALUES (1, '" + role + "', 'old'), (2, 'else', 'old')",
                          "GRANT ALL ON owned TO " + role, "ALTER TABLE owned ENABLE ROW LEVEL SECURITY"s, "CREATE POLICY own ON owned USING (owner = current_user)"s})
    truth->execute(sql);
  url.query.emplace_back("options", "-c role=" + role);
  const auto engine = Engine::create(url);
  auto lease = engine->connect(Engine::Access::Write);
  const auto registry = automap(joinery::reflect(*lease, engine->dialect()), false);
  const UnitOfWork unit(*registry, engine->dialect(), UnitOfWork::Locking::BeforeImage);
  const int runs = runsOf(5, 50);
  int good = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string text = "v" + std::to_string(run);
    ChangeSet own, hidden, away;
    own.add(TwoClients::change("owned", Value::integer(1), {{"v", Value::text(text)}}));
    away.add(TwoClients::change("owned", Value::integer(1), {{"owner", Value::text("else")}}));
    hidden.add(TwoClients::change("owned", Value::integer(2), {{"v", Value::text(text)}}));
    const bool isHidden = !unit.readImages(*lease, hidden).empty();
    const bool isOwn = unit.readImages(*lease, own).empty() && unit.commit(*lease, own).outcome == Outcome::Committed;
    const bool isRefused = unit.readImages(*lease, away).empty() && unit.commit(*lease, away).outcome == Outcome::NotCommitted;
    good += isHidden && isOwn && isRefused;
  }
  lease.release();
  for (const std::string& sql : {"DROP OWNED BY " + role, "DROP ROLE " + role}) truth->execute(sql);
  qInfo("D4: %d tried under row-level security, %d right", runs, good);
  QCOMPARE(good, runs);
}

JOINERY_TEST(ChangedTablesTest)
#include "tst_changed_tables.moc"
