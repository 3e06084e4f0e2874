// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <atomic>

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/dialect/statement_cache.h"
#include "orm/sql/operators.h"
#include "tests/support/at_once.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::sql;

class StatementCacheTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void compilesOnce();
  void tellsStatementsByIdentity();
  void forgetsWhatWasNotUsedForLongest();
  void servesThreadsThatPushEachOthersStatementsOut();
  void keepsNothingThatCannotBeCompiled();
  void fillsParametersByName();
  void refusesParametersThatAreMissingOrUnknown();
};

namespace {

Select byId() {
  const FromItem items = table(QualifiedName("item"));
  return Select({items.column("id")}).from(items).where(and_({eq(items.column("id"), parameter("id")), eq(items.column("flag"), parameter("flag")), gt(items.column("id"), bind(Value::integer(0)))}));
}

}  // namespace

void StatementCacheTest::compilesOnce() {
  StatementCache cache(sqliteDialect());
  const Select statement = byId();
  const auto first = cache.compiled(statement);
  QCOMPARE(first->sql, sqliteDialect().compile(statement).sql);
  QCOMPARE(cache.compiled(statement), first);
  const Select copy = statement;
  QCOMPARE(cache.compiled(copy), first);
  QCOMPARE(cache.statistics().misses, std::uint64_t{1});
  QCOMPARE(cache.statistics().hits, std::uint64_t{2});
}

void StatementCacheTest::tellsStatementsByIdentity() {
  StatementCache cache(sqliteDialect());
  const Select statement = byId();
  cache.compiled(statement);
  QCOMPARE(cache.compiled(statement.limit(1))->sql, cache.compiled(statement)->sql + " LIMIT 1");
  // What is made, compiled and let go of never leaves its place to another.
  for (int i = 0; i < 100; ++i) QVERIFY(cache.compiled(statement.offset(i + 1))->sql.ends_with(" OFFSET " + std::to_string(i + 1)));
  QCOMPARE(cache.statistics().misses, std::uint64_t{102});
}

void StatementCacheTest::forgetsWhatWasNotUsedForLongest() {
  StatementCache cache(sqliteDialect(), 2);
  const Select one = byId(), two = one.limit(2), three = one.limit(3);
  cache.compiled(one);
  cache.compiled(two);
  cache.compiled(one);
  cache.compiled(three);
  QCOMPARE(cache.statistics().size, std::size_t{2});
  cache.compiled(one);
  QCOMPARE(cache.statistics().hits, std::uint64_t{2});
  cache.compiled(two);
  QCOMPARE(cache.statistics().misses, std::uint64_t{4});
  cache.clear();
  QCOMPARE(cache.statistics().size, std::size_t{0});
}

void StatementCacheTest::servesThreadsThatPushEachOthersStatementsOut() {
  StatementCache cache(sqliteDialect(), 2);
  const Select statement = byId();
  const std::string sql = sqliteDialect().compile(statement).sql;
  std::atomic<int> wrong = 0;
  joinery::test::atOnce(4, [&](int thread) {
    const Select own = statement.limit(thread + 1);
    for (int i = 0; i < 50; ++i) {
      wrong += cache.compiled(statement)->sql == sql ? 0 : 1;
      wrong += cache.compiled(own)->sql == sql + " LIMIT " + std::to_string(thread + 1) ? 0 : 1;
    }
  });
  QCOMPARE(wrong.load(), 0);
  QCOMPARE(cache.statistics().hits + cache.statistics().misses, std::uint64_t{400});
  QCOMPARE(cache.statistics().size, std::size_t{2});
}

void StatementCacheTest::keepsNothingThatCannotBeCompiled() {
  StatementCache cache(sqliteDialect());
  const Select broken = Select().with({"nothing", {}, nullptr, false});
  for (int i = 0; i < 2; ++i) QVERIFY_THROWS_EXCEPTION(DbError, cache.compiled(broken));
  QCOMPARE(cache.statistics().size, std::size_t{0});
}

void StatementCacheTest::fillsParametersByName() {
  StatementCache lite(sqliteDialect()), server(postgresqlDialect());
  const Select statement = byId();
  const std::map<std::string, Value> values{{"id", Value::integer(7)}, {"flag", Value::boolean(true)}};
  QCOMPARE(sqliteDialect().bound(*lite.compiled(statement), values).binds, (std::vector<Value>{Value::integer(7), Value::integer(1), Value::integer(0)}));
  QCOMPARE(postgresqlDialect().bound(*server.compiled(statement), values).binds, (std::vector<Value>{Value::integer(7), Value::boolean(true), Value::integer(0)}));
  QVERIFY(lite.compiled(statement)->binds[0].isNull());
}

void StatementCacheTest::refusesParametersThatAreMissingOrUnknown() {
  const CompiledStatement statement = sqliteDialect().compile(byId());
  const auto messageOf = [&](const std::map<std::string, Value>& values) {
    try {
      sqliteDialect().bound(statement, values);
      return std::string("nothing was thrown");
    } catch (const DbError& error) {
      return errorKindName(error.kind()) + std::string(": ") + error.message();
    }
  };
  QCOMPARE(messageOf({{"id", Value::integer(1)}}), std::string("ArgumentError: the statement's parameter flag has no value"));
  QCOMPARE(messageOf({{"id", Value::integer(1)}, {"flag", Value::null()}, {"di", Value::null()}}), std::string("ArgumentError: the statement has no parameter di"));
}

JOINERY_TEST(StatementCacheTest)
#include "tst_statement_cache.moc"
