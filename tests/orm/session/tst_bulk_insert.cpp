// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/session/set_statements.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// Many rows at once: by one statement for all, on PostgreSQL by COPY where that does the same.
class TestBulkInsert : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void manyRowsGoAsOne_data() { addBackends(); }
  void manyRowsGoAsOne();
  void fewRowsAreInserted_data() { addBackends(); }
  void fewRowsAreInserted();
  void aTableWithRulesIsNotCopiedInto_data() { addBackends(); }
  void aTableWithRulesIsNotCopiedInto();
  void aRefusedRowLeavesNone_data() { addBackends(); }
  void aRefusedRowLeavesNone();
  void namesInAnyOrderMeanTheSame_data() { addBackends(); }
  void namesInAnyOrderMeanTheSame();
  void aKeyThatIsJudgedLateCanNotBeTaken_data() { addBackends(); }
  void aKeyThatIsJudgedLateCanNotBeTaken();

 private:
  static std::vector<SetStatements::Values> artists(int count);
  std::int64_t insert(const std::vector<SetStatements::Values>& rows);
  bool isPostgresql() const { return m_database->dialect().name() == "postgresql"; }
  std::optional<MusicDatabase> m_database;
};

void TestBulkInsert::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
}

std::vector<SetStatements::Values> TestBulkInsert::artists(int count) {
  std::vector<SetStatements::Values> rows;
  for (int i = 0; i < count; ++i) rows.push_back({{"name", Value::text("bulk\t" + std::to_string(i))}});
  return rows;
}

std::int64_t TestBulkInsert::insert(const std::vector<SetStatements::Values>& rows) {
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::int64_t count = SetStatements(session).insert("artist", rows);
  session.commit();
  return count;
}

void TestBulkInsert::manyRowsGoAsOne() {
  const auto before = m_database->lastStatement();
  QCOMPARE(insert(artists(1'500)), std::int64_t{1'500});
  QCOMPARE(m_database->statementsAfter(before, "COPY").size(), std::size_t(isPostgresql() ? 1 : 0));
  QCOMPARE(m_database->statementsAfter(before, "INSERT").size(), std::size_t(isPostgresql() ? 0 : 2));  // those of 64 rows, and the rest
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'bulk%'"), std::string("1500"));
  QCOMPARE(m_database->cell("SELECT name FROM artist WHERE name LIKE 'bulk%7' ORDER BY name"), std::string("bulk\t1007"));
}

void TestBulkInsert::fewRowsAreInserted() {
  const auto before = m_database->lastStatement();
  QCOMPARE(insert(artists(999)), std::int64_t{999});
  QCOMPARE(m_database->statementsAfter(before, "COPY").size(), std::size_t{0});
}

void TestBulkInsert::aTableWithRulesIsNotCopiedInto() {
  if (!isPostgresql()) QSKIP("rules are PostgreSQL's");
  m_database->run("CREATE TABLE heard (name text)");
  m_database->run("CREATE RULE hear AS ON INSERT TO artist DO ALSO INSERT INTO heard VALUES (NEW.name)");
  const auto before = m_database->lastStatement();
  insert(artists(1'000));
  QCOMPARE(m_database->statementsAfter(before, "COPY").size(), std::size_t{0});
  QCOMPARE(m_database->cell("SELECT count(*) FROM heard"), std::string("1000"));
}

void TestBulkInsert::aRefusedRowLeavesNone() {
  auto rows = artists(1'200);
  rows[700].front().second = Value();
  QVERIFY_THROWS_EXCEPTION(DbError, insert(rows));
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'bulk%'"), std::string("0"));
}

void TestBulkInsert::namesInAnyOrderMeanTheSame() {
  QCOMPARE(insert({{{"id", Value::integer(901)}, {"name", Value::text("bulk a")}},
                   {{"name", Value::text("bulk b")}, {"id", Value::integer(902)}},
                   {{"name", Value::text("bulk c")}}}),
           std::int64_t{3});
  QCOMPARE(m_database->cell("SELECT id FROM artist WHERE name = 'bulk a'"), std::string("901"));
  QCOMPARE(m_database->cell("SELECT id FROM artist WHERE name = 'bulk b'"), std::string("902"));
}

/// SQLite judges every unique key at once.
void TestBulkInsert::aKeyThatIsJudgedLateCanNotBeTaken() {
  if (isPostgresql()) {
    m_database->run("ALTER TABLE artist DROP CONSTRAINT artist_name_key");
    m_database->run("ALTER TABLE artist ADD CONSTRAINT late UNIQUE (name) DEFERRABLE");
    m_database->reflect();
  }
  const auto before = m_database->lastStatement();
  const auto upsert = [&](InsertConflict::Policy policy, const char* index) {
    Session session(m_database->connection(), m_database->dialect(), m_database->registry());
    SetStatements(session).insertReturning("artist", {{{"id", Value::integer(901)}, {"name", Value::text("AC/DC")}}}, {policy, {index}});
  };
  if (isPostgresql()) {
    const auto said = [&] {
      try {
        upsert(InsertConflict::Policy::Nothing, "name");
      } catch (const DbError& error) {
        return error.kind() == ErrorKind::NotSupported && error.message().find("late (name)") != std::string::npos;
      }
      return false;
    };
    QVERIFY(said());
    QCOMPARE(m_database->statementsAfter(before, "INSERT").size(), std::size_t{0});
  } else {
    upsert(InsertConflict::Policy::Nothing, "name");
  }
  QVERIFY(m_database->cell("SELECT count(*) FROM artist WHERE id = 901") == "0");
}

JOINERY_TEST(TestBulkInsert)
#include "tst_bulk_insert.moc"
