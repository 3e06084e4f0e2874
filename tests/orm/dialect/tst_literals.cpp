// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sql_text.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/sql/operators.h"
#include "sqlite_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

using Texts = std::vector<std::string>;

class LiteralsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void spellsValuesForEachEngine_data();
  void spellsValuesForEachEngine();
  void writesTheSameValueThatIsBound_data() { spellsValuesForEachEngine_data(); }
  void writesTheSameValueThatIsBound();
  void writesExactNumbersBareWhereTheTypeIsKnown();
  void writesLiteralsOnlyWherePlaceholdersAre();
  void showsParametersByName();
  void startsNoCommentWithTwoMinuses();
  void cutsSqlAtQuotesAndComments();
};

namespace {

struct Spelling {
  Value value;
  std::string sqlite;
  std::string postgresql;
};

QString qString(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

Q_DECLARE_METATYPE(Spelling)

void LiteralsTest::spellsValuesForEachEngine_data() {
  const double infinity = std::numeric_limits<double>::infinity();
  QTest::addColumn<Spelling>("spelling");
  const auto row = [](const char* name, Value value, std::string sqlite, std::string postgresql) {
    QTest::newRow(name) << Spelling{std::move(value), std::move(sqlite), std::move(postgresql)};
  };
  row("null", Value::null(), "NULL", "NULL");
  row("true", Value::boolean(true), "1", "TRUE");
  row("integer", Value::integer(-5), "-5", "-5");
  row("smallest integer", Value::integer(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808",
      "-9223372036854775808");
  row("real", Value::real(0.1), "0.1", "0.1");
  row("large real", Value::real(1e20), "1e+20", "1e+20");
  row("infinity", Value::real(infinity), "9e999", "'Infinity'::double precision");
  row("negative infinity", Value::real(-infinity), "-9e999", "'-Infinity'::double precision");
  row("text", Value::text("it's \\ ?1"), "'it''s \\ ?1'", "'it''s \\ ?1'");
  row("empty text", Value::text(""), "''", "''");
  row("blob", Value::blob("\x01\xff"s), "x'01ff'", "'\\x01ff'::bytea");
}

void LiteralsTest::spellsValuesForEachEngine() {
  QFETCH(Spelling, spelling);
  QCOMPARE(qString(sqliteDialect().literal(spelling.value, {})), qString(spelling.sqlite));
  QCOMPARE(qString(postgresqlDialect().literal(spelling.value, {})), qString(spelling.postgresql));
}

void LiteralsTest::writesTheSameValueThatIsBound() {
  QFETCH(Spelling, spelling);
  const std::string question = "SELECT typeof(" + sqliteDialect().literal(spelling.value, {}) + ") || " +
                               sqliteDialect().literal(Value::text("\0"s), {}) +
                               " || quote(?1) = typeof(?1) || char(0) || quote(" +
                               sqliteDialect().literal(spelling.value, {}) + ")";
  Value bound = spelling.value;
  if (bound.storageClass() == StorageClass::Boolean) bound = Value::integer(1);
  QCOMPARE(SqliteDatabase().run({question, {bound}, {}, {}}), Texts{"1"});
}

void LiteralsTest::writesExactNumbersBareWhereTheTypeIsKnown() {
  ValueType numeric;
  numeric.kind = TypeKind::Numeric;
  QCOMPARE(qString(postgresqlDialect().literal(Value::text("-12.50"), numeric)), QStringLiteral("-12.50"));
  QCOMPARE(qString(postgresqlDialect().literal(Value::text("NaN"), numeric)), QStringLiteral("'NaN'"));
  QCOMPARE(qString(postgresqlDialect().literal(Value::text("1); --"), numeric)), QStringLiteral("'1); --'"));
}

void LiteralsTest::writesLiteralsOnlyWherePlaceholdersAre() {
  const CompiledStatement sqlite{
      "SELECT ?1, '?1', \"?2\", ?12 /* ?1 */ -- ?2\n, ?2", {Value::text("?2"), Value::integer(7)}, {}, {}};
  QCOMPARE(qString(sqliteDialect().withLiterals(sqlite)),
           QStringLiteral("SELECT '?2', '?1', \"?2\", ?12 /* ?1 */ -- ?2\n, 7"));
  const CompiledStatement postgresql{"SELECT $1::text, $a$ $1 $a$, E'\\'$1', a$1", {Value::text("x")}, {}, {}};
  QCOMPARE(qString(postgresqlDialect().withLiterals(postgresql)),
           QStringLiteral("SELECT 'x'::text, $a$ $1 $a$, E'\\'$1', a$1"));
}

void LiteralsTest::showsParametersByName() {
  const auto statement = sqliteDialect().compile(sql::eq(sql::column("", "a"), sql::parameter("a1.AlbumId")));
  QCOMPARE(qString(sqliteDialect().withLiterals(statement)), QStringLiteral("a = :a1.AlbumId"));
}

void LiteralsTest::startsNoCommentWithTwoMinuses() {
  const sql::Expression minus = sql::negate(sql::bind(Value::integer(-5)));
  QCOMPARE(qString(sqliteDialect().withLiterals(sqliteDialect().compile(minus))), QStringLiteral("-(-5)"));
  QCOMPARE(qString(postgresqlDialect().withLiterals(postgresqlDialect().compile(minus))),
           QStringLiteral("-(-5)::integer"));
}

void LiteralsTest::cutsSqlAtQuotesAndComments() {
  Texts code;
  for (const SqlStretch& stretch : splitQuoted("a 'b''c' d \"e\"\"\" f -- g\nh /* i */ j $x$ k $x$ l 'm"))
    if (stretch.isCode) code.emplace_back(stretch.text);
  QCOMPARE(code, (Texts{"a ", " d ", " f ", "\nh ", " j ", " l "}));
}

JOINERY_TEST(LiteralsTest)
#include "tst_literals.moc"
