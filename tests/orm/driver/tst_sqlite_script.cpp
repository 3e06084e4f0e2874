// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QTest>

#include "orm/driver/sqlite/sqlite_script.h"
#include "tests/support/test_program.h"

using joinery::splitSqliteScript;

class TestSqliteScript : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void splitsWhereTheEngineWould_data();
  void splitsWhereTheEngineWould();
  void aLongScriptIsSplitInLinearTime();
};

void TestSqliteScript::splitsWhereTheEngineWould_data() {
  QTest::addColumn<QString>("script");
  QTest::addColumn<QStringList>("statements");
  const auto row = [](const char* name, const char* script, const QStringList& statements) {
    QTest::newRow(name) << QString::fromUtf8(script) << statements;
  };
  const auto trigger = QStringLiteral("CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END");
  row("nothing", "", {});
  row("blanks and comments only", " ;; -- a; b\n /* c; */ ;", {});
  row("two statements", "SELECT 1;\n SELECT 2", {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 2")});
  row("semicolons in strings and names", "SELECT ';', \"a;\", `b;`, [c;], 'it''s;'; SELECT 2;",
      {QStringLiteral("SELECT ';', \"a;\", `b;`, [c;], 'it''s;'"), QStringLiteral("SELECT 2")});
  row("comments before are dropped, those within stay", "-- first; one\nSELECT /* ; */ 1; /* last */", {QStringLiteral("SELECT /* ; */ 1")});
  row("a trigger's body", qPrintable(trigger + QStringLiteral("; SELECT 3;")), {trigger, QStringLiteral("SELECT 3")});
  row("a table named trigger", "CREATE TABLE trigger_log(a); SELECT 1", {QStringLiteral("CREATE TABLE trigger_log(a)"), QStringLiteral("SELECT 1")});
  row("a transaction's BEGIN is no trigger's", "BEGIN; SELECT 1; END;", {QStringLiteral("BEGIN"), QStringLiteral("SELECT 1"), QStringLiteral("END")});
  row("an open quote takes the rest", "SELECT 'a; SELECT 2;", {QStringLiteral("SELECT 'a; SELECT 2;")});
  row("a byte order mark", "\xef\xbb\xbfSELECT 1;", {QStringLiteral("SELECT 1")});
}

void TestSqliteScript::splitsWhereTheEngineWould() {
  QFETCH(QString, script);
  QFETCH(QStringList, statements);
  QStringList found;
  for (const std::string& statement : splitSqliteScript(script.toStdString())) found.append(QString::fromStdString(statement));
  QCOMPARE(found, statements);
}

void TestSqliteScript::aLongScriptIsSplitInLinearTime() {
  std::string script;
  constexpr std::size_t kStatements = 50'000;
  for (std::size_t i = 0; i < kStatements; ++i) script += "INSERT INTO a VALUES (1, 'x;y');\n";
  QCOMPARE(splitSqliteScript(script).size(), kStatements);
}

JOINERY_TEST(TestSqliteScript)
#include "tst_sqlite_script.moc"
