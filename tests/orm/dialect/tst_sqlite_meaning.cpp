// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/dialect/sqlite/sqlite_text.h"
#include "orm/sql/operators.h"
#include "sqlite_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::sql;
using namespace std::string_literals;

using Texts = std::vector<std::string>;

/// What the renderings mean, asked of the engine.
class SqliteMeaningTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void matchesLetterCaseInTextOperators();
  void takesPatternsLiterallyWhereEscaped();
  void translatesLikeToGlob();
  void comparesImagesByTypeAndBytes();
  void readsJsonAsText();
  void readsNoJsonFromWhatIsNone();
  void takesANumberInAPathAsIndexOrKey();
  void refusesPathsThatSqliteCannotSpell();
  void combinesFromLeftToRight();
  void insertsASelectUnlessThere();
  void refusesLocksThatItDoesNotHave();

 private:
  Texts ids(const Expression& condition);
  std::string value(const Expression& expression);
  std::unique_ptr<SqliteDatabase> m_database;
};

namespace {

Expression cell() { return column("t", "v"); }
FromItem theTable() { return table(QualifiedName("t")); }

}  // namespace

void SqliteMeaningTest::init() {
  m_database = std::make_unique<SqliteDatabase>();
  m_database->run(
      {"CREATE TABLE t(id INTEGER PRIMARY KEY, v COLLATE NOCASE, n NUMERIC);"
       "INSERT INTO t(v, n) VALUES ('Abc', 1), ('aBC', 'x'), ('a*c', 2.5), (x'416263', '1e'), (65, NULL),"
       "(NULL, NULL), ('100%', NULL), ('{\"a\":{\"b c\":[1,true,\"x\",null]},\"7\":\"seven\"}', NULL);",
       {},
       {},
       {}});
}

Texts SqliteMeaningTest::ids(const Expression& condition) {
  return m_database->run(sqliteDialect().compile(
      Select({column("t", "id")}).from(theTable()).where(condition).orderBy({{column("", "id")}})));
}

std::string SqliteMeaningTest::value(const Expression& expression) {
  return m_database
      ->run(
          sqliteDialect().compile(Select({expression}).from(theTable()).where(eq(column("", "id"), integerLiteral(8)))))
      .at(0);
}

void SqliteMeaningTest::matchesLetterCaseInTextOperators() {
  const Expression text = column("t", "v");
  QCOMPARE(ids(and_({like(cell(), "A%"), ne(column("", "id"), integerLiteral(4))})), Texts{"1"});
  QCOMPARE(ids(contains(cell(), "BC")), Texts{"2"});
  QCOMPARE(ids(and_({startsWith(cell(), "A"), ne(column("", "id"), integerLiteral(4))})), Texts{"1"});
  QCOMPARE(ids(endsWith(cell(), "BC")), Texts{"2"});
  QCOMPARE(ids(and_({ilike(cell(), "abC"), ne(column("", "id"), integerLiteral(4))})), (Texts{"1", "2"}));
  QCOMPARE(ids(and_({containsIgnoringCase(cell(), "BC"), ne(column("", "id"), integerLiteral(4))})), (Texts{"1", "2"}));
}

void SqliteMeaningTest::takesPatternsLiterallyWhereEscaped() {
  QCOMPARE(ids(containsIgnoringCase(cell(), "0%")), Texts{"7"});
  QCOMPARE(ids(like(cell(), "100\\%")), Texts{"7"});
  QCOMPARE(ids(like(cell(), "a*c")), Texts{"3"});
  QCOMPARE(ids(ilike(cell(), "100\\")), Texts{});
  QCOMPARE(ids(contains(cell(), "*")), Texts{"3"});
}

void SqliteMeaningTest::translatesLikeToGlob() {
  QCOMPARE(globFromLike("a%b_c"), "a*b?c"s);
  QCOMPARE(globFromLike("[a]*?"), "[[]a][*][?]"s);
  QCOMPARE(globFromLike("\\%\\_\\*\\"), "%_[*]\\"s);
}

void SqliteMeaningTest::comparesImagesByTypeAndBytes() {
  QCOMPARE(ids(isIdentical(cell(), Value::text("Abc"))), Texts{"1"});
  QCOMPARE(ids(isIdentical(cell(), Value::blob("Abc"))), Texts{"4"});
  QCOMPARE(ids(isIdentical(cell(), Value::integer(65))), Texts{"5"});
  QCOMPARE(ids(isIdentical(cell(), Value::text("65"))), Texts{});
  QCOMPARE(ids(isIdentical(cell(), Value::real(65))), Texts{});
  QCOMPARE(ids(isIdentical(cell(), Value::null())), Texts{"6"});
  const Expression number = column("", "n");
  QCOMPARE(ids(isIdentical(number, Value::integer(1))), Texts{"1"});
  QCOMPARE(ids(isIdentical(number, Value::boolean(true))), Texts{"1"});
  QCOMPARE(ids(isIdentical(number, Value::text("1"))), Texts{});
  QCOMPARE(ids(isIdentical(number, Value::real(2.5))), Texts{"3"});
  QCOMPARE(ids(isIdentical(number, Value::text("1e"))), Texts{"4"});
}

void SqliteMeaningTest::readsJsonAsText() {
  QCOMPARE(value(jsonText(cell(), {"a", "b c", "0"})), "1"s);
  QCOMPARE(value(jsonText(cell(), {"a", "b c", "1"})), "true"s);
  QCOMPARE(value(jsonText(cell(), {"a", "b c", "-2"})), "x"s);
  QCOMPARE(value(jsonText(cell(), {"a", "b c", "3"})), "NULL"s);
  QCOMPARE(value(jsonText(cell(), {"a", "none"})), "NULL"s);
  QCOMPARE(value(jsonText(cell(), {"a"})), "{\"b c\":[1,true,\"x\",null]}"s);
  QCOMPARE(ids(eq(jsonText(cell(), {"a", "b c", "0"}), bind(Value::integer(1)))), Texts{"8"});
}

void SqliteMeaningTest::readsNoJsonFromWhatIsNone() { QCOMPARE(ids(isNotNull(jsonText(cell(), {"a"}))), Texts{"8"}); }

void SqliteMeaningTest::takesANumberInAPathAsIndexOrKey() { QCOMPARE(value(jsonText(cell(), {"7"})), "seven"s); }

void SqliteMeaningTest::refusesPathsThatSqliteCannotSpell() {
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteJsonPaths({"a\"b"}));
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteJsonPaths({"1", "2", "3", "4"}));
  QCOMPARE(sqliteJsonPaths({"a.b", "1"}), (Texts{"$.\"a.b\"[1]", "$.\"a.b\".\"1\""}));
}

void SqliteMeaningTest::combinesFromLeftToRight() {
  const auto of = [](std::int64_t n) { return Select({integerLiteral(n)}); };
  const Select none = of(1).combine(Select::SetOperator::Union, of(2)).combine(Select::SetOperator::Intersect, of(2));
  QCOMPARE(m_database->run(sqliteDialect().compile(none)), Texts{"2"});
}

void SqliteMeaningTest::insertsASelectUnlessThere() {
  Insert insert;
  insert.table = QualifiedName("t");
  insert.columns = {"id"};
  insert.select = std::make_shared<const Select>(
      Select({column("", "id")}).from(theTable()).combine(Select::SetOperator::Union, Select({integerLiteral(99)})));
  insert.onConflict = OnConflict{};
  insert.returning = {column("", "id")};
  QCOMPARE(m_database->run(sqliteDialect().compile(insert)), Texts{"99"});
}

/// T25: a row that is locked is neither refused nor skipped, as there are no locks of rows; to lock it is to say nothing.
void SqliteMeaningTest::refusesLocksThatItDoesNotHave() {
  for (const Select::Lock lock : {Select::Lock::UpdateNoWait, Select::Lock::UpdateSkipLocked}) {
    try {
      sqliteDialect().compile(Select({column("t", "id")}).from(theTable()).forUpdate(lock));
      QFAIL("it was compiled");
    } catch (const DbError& error) {
      QVERIFY(error.kind() == ErrorKind::NotSupported);
    }
  }
}

JOINERY_TEST(SqliteMeaningTest)
#include "tst_sqlite_meaning.moc"
