// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine_test.h"
#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::sql;
using namespace joinery::test;

/// Statements of the expression language that mean the same on every engine. They bring their rows themselves.
class TestSqlCompliance : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void valuesAreATable_data() { addEngines(); }
  void valuesAreATable();
  void valuesAreJoined_data() { addEngines(); }
  void valuesAreJoined();
  void valuesStandInACteAndInAnInsert_data() { addEngines(); }
  void valuesStandInACteAndInAnInsert();
  void theFirstOfEachGroupIsFound_data() { addEngines(); }
  void theFirstOfEachGroupIsFound();
  void aStatementThatIsRunOftenIsCompiledOnce_data() { addEngines(); }
  void aStatementThatIsRunOftenIsCompiledOnce();

 private:
  static void addEngines();
  /// Values by a comma, rows by a semicolon.
  std::string rows(const Select& statement);
  bool isPostgresql() const { return m_engine->dialect().name() == "postgresql"; }
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

namespace {

Expression whole(std::int64_t value) { return bind(Value::integer(value)); }
Expression word(const char* value) { return bind(Value::text(value)); }

/// Who ran how fast in which year.
FromItem runs() {
  const Expression none = bind(Value::null());
  return valuesAs({{word("ann"), whole(2021), whole(63)}, {word("bob"), whole(2022), none}, {word("ann"), whole(2022), whole(61)}, {word("bob"), whole(2021), whole(70)}},
                  {"who", "year", "order"}, "r");
}

}  // namespace

void TestSqlCompliance::addEngines() {
  QTest::addColumn<QString>("url");
  QTest::newRow("SQLite") << QStringLiteral("sqlite://");
  if (qEnvironmentVariableIsSet("JOINERY_TEST_POSTGRES")) QTest::newRow("PostgreSQL") << qEnvironmentVariable("JOINERY_TEST_POSTGRES");
}

void TestSqlCompliance::init() {
  QFETCH(QString, url);
  m_lease = {};
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::parse(url.toStdString()), options);
  m_lease = m_engine->connect(Engine::Access::Write);
}

std::string TestSqlCompliance::rows(const Select& statement) {
  const auto batch = fetchAll(*m_lease, m_engine->dialect().compile(statement));
  std::string text;
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    text += row > 0 ? ";" : "";
    for (std::size_t column = 0; column < batch->columnCount(); ++column)
      text += (column > 0 ? "," : "") + (batch->at(row, column).isNull() ? "NULL" : displayText(batch->at(row, column), {}));
  }
  return text;
}

void TestSqlCompliance::valuesAreATable() {
  const FromItem r = runs();
  const Select all = Select({r.column("who"), r.column("year"), r.column("order")}).from(r).orderBy({{r.column("who")}, {r.column("year")}});
  QCOMPARE(rows(all), std::string("ann,2021,63;ann,2022,61;bob,2021,70;bob,2022,NULL"));
  QCOMPARE(rows(Select({sum(r.column("order")), count()}).from(r).where(gt(r.column("order"), whole(61)))), std::string("133,2"));
}

void TestSqlCompliance::valuesAreJoined() {
  const FromItem r = runs();
  const FromItem names = valuesAs({{word("ann"), word("Ann Archer")}, {word("cat"), bind(Value::null())}}, {"id", "name"}, "n");
  const Select named = Select({names.column("id"), names.column("name"), count(r.column("who"))}).from(names.leftJoin(r, eq(r.column("who"), names.column("id")))).groupBy({names.column("id"), names.column("name")}).orderBy({{names.column("id")}});
  QCOMPARE(rows(named), std::string("ann,Ann Archer,2;cat,NULL,0"));
}

void TestSqlCompliance::valuesStandInACteAndInAnInsert() {
  const FromItem r = runs();
  const Cte years{"years", {}, std::make_shared<const Select>(Select({r.column("year")}).from(r).distinct()), false};
  QCOMPARE(rows(Select({column("years", "year")}).from(cteReference("years")).with(years).orderBy({{column("years", "year")}})), std::string("2021;2022"));
  fetchAll(*m_lease->execute("CREATE TEMPORARY TABLE run (who varchar(10), year integer)"));
  Insert insert{.table = QualifiedName("run"), .columns = {"who", "year"}};
  insert.select = std::make_shared<const Select>(Select({r.column("who"), r.column("year")}).from(r).where(isNotNull(r.column("order"))));
  QCOMPARE(executeUpdate(*m_lease, m_engine->dialect().compile(insert)), std::int64_t{3});
}

void TestSqlCompliance::theFirstOfEachGroupIsFound() {
  const FromItem r = runs();
  const Expression place = over(rowNumber(), {r.column("who")}, {{r.column("year"), OrderBy::Direction::Descending}});
  const Select numbered = Select({r.column("who"), r.column("year"), place.as("place")}).from(r);
  const Select latest = Select({column("x", "who"), column("x", "year")}).from(subqueryAs(numbered, "x")).where(eq(column("x", "place"), integerLiteral(1))).orderBy({{column("x", "who")}});
  QCOMPARE(rows(latest), std::string("ann,2022;bob,2022"));
  const Select first = Select({r.column("who"), r.column("year")}).from(r).distinctOn({r.column("who")}).orderBy({{r.column("who")}, {r.column("year")}});
  if (isPostgresql()) {
    QCOMPARE(rows(first), std::string("ann,2021;bob,2021"));
  } else {
    const auto refused = errorOf([&] { rows(first); });
    QVERIFY(refused && refused->kind() == ErrorKind::NotSupported && !refused->hint.empty());
  }
}

void TestSqlCompliance::aStatementThatIsRunOftenIsCompiledOnce() {  // T27
  const FromItem r = runs();
  const Select before = Select({count()}).from(r).where(and_({eq(r.column("who"), parameter("who")), lt(r.column("year"), parameter("year", ValueType::of(TypeKind::Integer)))}));
  const auto countOf = [&](const char* who, std::int64_t year) {
    return fetchAll(*m_lease, m_engine->compiled(before, {{"who", Value::text(who)}, {"year", Value::integer(year)}}))->at(0, 0).toInteger();
  };
  QCOMPARE(countOf("ann", 2022), 1);
  QCOMPARE(countOf("ann", 2023), 2);
  QCOMPARE(countOf("cat", 2023), 0);
  QCOMPARE(m_engine->statements().statistics().misses, std::uint64_t{1});
  QCOMPARE(m_engine->statements().statistics().hits, std::uint64_t{2});
  const auto refused = errorOf([&] { m_engine->compiled(before, {{"who", Value::text("ann")}}); });
  QVERIFY(refused && refused->message().find("year") != std::string::npos);
  // A session's dialect may have other names for schemas: its statements are never the engine's.
  const auto translated = m_engine->dialect().withOptions({.schemaTranslateMap = {{"", "other"}}});
  const Select items = Select({star()}).from(table(QualifiedName("item")));
  StatementCache there(*translated);
  QVERIFY(there.compiled(items)->sql != m_engine->compiled(items).sql);
}

JOINERY_TEST(TestSqlCompliance)
#include "tst_sql_compliance.moc"
