// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <atomic>

#include "orm/engine/statement_log.h"
#include "tests/support/at_once.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

LoggedStatement statement(const std::string& sql) {
  LoggedStatement entry;
  entry.sql = sql;
  return entry;
}

}  // namespace

class TestStatementLog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void numbersStatementsFromOne();
  void givesThoseAfterANumber();
  void forgetsTheOldestBeyondItsCapacity();
  void tellsTheObserverOfAdditionsAndAmendments();
  void ignoresAmendingWhatItForgot();
  void keepsWhatTheLastOnesWereGivenOverManyRounds();
  void numbersWhatSeveralThreadsAddAtOnce();
};

void TestStatementLog::keepsWhatTheLastOnesWereGivenOverManyRounds() {
  StatementLog log(5);
  LoggedStatement entry = statement("SELECT ?");
  for (int i = 1; i <= 23; ++i) {
    // Some have several sets, some one; the memory of the latter goes round.
    entry.binds.assign(i % 4 == 0 ? 3 : 1, {Value::integer(i), Value::text(std::to_string(i))});
    entry.bindSets = entry.binds.size();
    QCOMPARE(log.add(std::move(entry)), static_cast<std::uint64_t>(i));
  }
  const std::vector<LoggedStatement> kept = log.statements();
  QCOMPARE(kept.size(), 5U);
  for (const LoggedStatement& each : kept) {
    const auto number = static_cast<std::int64_t>(each.number);
    QCOMPARE(each.binds.size(), number % 4 == 0 ? 3U : 1U);
    for (const std::vector<Value>& set : each.binds) QCOMPARE(set, (std::vector<Value>{Value::integer(number), Value::text(std::to_string(number))}));
  }
  QCOMPARE(log.statements(21).front().number, 22U);
}

void TestStatementLog::numbersStatementsFromOne() {
  StatementLog log;
  QCOMPARE(log.add(statement("a")), 1U);
  QCOMPARE(log.add(statement("b")), 2U);
  QCOMPARE(log.statements().back().number, 2U);
}

void TestStatementLog::givesThoseAfterANumber() {
  StatementLog log;
  for (const char* sql : {"a", "b", "c"}) log.add(statement(sql));
  const auto rest = log.statements(1);
  QCOMPARE(rest.size(), 2U);
  QCOMPARE(rest.front().sql, std::string("b"));
  QVERIFY(log.statements(3).empty());
  QCOMPARE(log.lastNumber(), 3U);
  QCOMPARE(StatementLog().lastNumber(), 0U);
}

void TestStatementLog::forgetsTheOldestBeyondItsCapacity() {
  StatementLog log(2);
  for (const char* sql : {"a", "b", "c"}) log.add(statement(sql));
  QCOMPARE(log.statements().size(), 2U);
  QCOMPARE(log.statements().front().number, 2U);
}

void TestStatementLog::tellsTheObserverOfAdditionsAndAmendments() {
  StatementLog log;
  std::vector<LoggedStatement> seen;
  log.setObserver([&](const LoggedStatement& entry) { seen.push_back(entry); });
  const auto number = log.add(statement("a"));
  log.amend(number, 3, {});
  QCOMPARE(seen.size(), 2U);
  QCOMPARE(seen.back().number, number);
  QCOMPARE(seen.back().affectedRows, std::optional<std::int64_t>(3));
  QCOMPARE(log.statements().size(), 1U);
}

void TestStatementLog::ignoresAmendingWhatItForgot() {
  StatementLog log(1);
  log.add(statement("a"));
  log.add(statement("b"));
  log.amend(1, 3, "late");
  QCOMPARE(log.statements().front().error, std::string());
}

void TestStatementLog::numbersWhatSeveralThreadsAddAtOnce() {
  StatementLog log(50);
  std::atomic<int> told = 0, disordered = 0;
  log.setObserver([&](const LoggedStatement&) { ++told; });
  joinery::test::atOnce(4, [&](int thread) {
    LoggedStatement entry = statement("thread " + std::to_string(thread));
    entry.binds = {{Value::text(entry.sql)}};
    for (int i = 0; i < 100; ++i) {
      log.amend(log.add(entry), i, i % 2 == 0 ? "late" : "");
      const auto seen = log.statements();
      disordered += std::ranges::is_sorted(seen, {}, &LoggedStatement::number) ? 0 : 1;
    }
  });
  QCOMPARE(disordered.load(), 0);
  QCOMPARE(log.statements().back().number, 400U);
  QVERIFY(told >= 400);
  for (const LoggedStatement& each : log.statements()) QCOMPARE(each.binds, (std::vector<std::vector<Value>>{{Value::text(each.sql)}}));
}

JOINERY_TEST(TestStatementLog)
#include "tst_statement_log.moc"
