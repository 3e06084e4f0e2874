// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/engine/statement_log.h"
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
};

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

JOINERY_TEST(TestStatementLog)
#include "tst_statement_log.moc"
