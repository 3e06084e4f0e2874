// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/widgets/sql_scanner.h"
#include "ui/console/statement_kind.h"
#include "ui/console/statement_report.h"

using namespace joinery;

class TstStatementKind : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void knowsWhatOnlyReads_data();
  void knowsWhatOnlyReads();
  void knowsWhatStaysWithTheConnection();
  void keepsStatesOverLines_data();
  void keepsStatesOverLines();
  void findsStatementsInTheirScript();
  void countsCharactersNotCodeUnits();
  void shortensStatements();
};

void TstStatementKind::knowsWhatOnlyReads_data() {
  QTest::addColumn<QString>("sql");
  QTest::addColumn<bool>("changes");
  const auto row = [](const char* sql, bool changes) { QTest::newRow(sql) << QString::fromUtf8(sql) << changes; };
  row("SELECT 1", false);
  row("-- delete\nselect 'update', \"insert\" from t", false);
  row("WITH a AS (SELECT 1) SELECT * FROM a", false);
  row("VALUES (1)", false);
  row("EXPLAIN QUERY PLAN DELETE FROM t", false);
  row("PRAGMA table_info(t)", false);
  row("SELECT replace(a, 'b', 'c') FROM t", false);
  row("SELECT $$delete$$", false);
  row("SELECT 1; SELECT 2;", false);
  row("SELECT 1; DROP TABLE t", true);
  row("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", true);
  row("SELECT * INTO x FROM t", true);
  row("EXPLAIN ANALYZE DELETE FROM t", true);
  row("PRAGMA user_version = 3", true);
  row("INSERT INTO t VALUES (1)", true);
  row("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END", true);
  row("CALL something()", true);
}

void TstStatementKind::knowsWhatOnlyReads() {
  QFETCH(QString, sql);
  QFETCH(bool, changes);
  QCOMPARE(ui::mayChange(sql), changes);
}

void TstStatementKind::knowsWhatStaysWithTheConnection() {
  QVERIFY(ui::changesConnection(QStringLiteral("begin")));
  QVERIFY(ui::changesConnection(QStringLiteral("CREATE TEMP TABLE t(a)")));
  QVERIFY(ui::changesConnection(QStringLiteral("SELECT 1; ATTACH 'x' AS y")));
  QVERIFY(!ui::changesConnection(QStringLiteral("SELECT 'begin' -- attach")));
}

void TstStatementKind::keepsStatesOverLines_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::addColumn<qsizetype>("end");
  const auto row = [](const char* first, const char* second, qsizetype end) { QTest::newRow(first) << QString::fromUtf8(first) << QString::fromUtf8(second) << end; };
  row("SELECT 'one", "two', 3", 4);
  row("SELECT 'it''s", "two', 3", 4);
  row("/* a", "b */ c", 4);
  row("SELECT $a$ x $b$", "$b$ $a$ 3", 7);
  row("SELECT \"a", "b\" c", 2);
  row("SELECT 1 -- '", "two words", 3);
}

void TstStatementKind::keepsStatesOverLines() {
  QFETCH(QString, first);
  QFETCH(QString, second);
  QFETCH(qsizetype, end);
  const auto tokens = ui::scanSql(second, ui::scanSql(first).state).tokens;
  QVERIFY(!tokens.empty());
  QCOMPARE(tokens.front().start, qsizetype{0});
  QCOMPARE(tokens.front().length, end);
}

void TstStatementKind::findsStatementsInTheirScript() {
  const QString script = QStringLiteral("-- SELECT 1\n SELECT 1;\n\n/* SELECT 1 */ SELECT 1; x");
  const auto starts = ui::statementStarts(script, {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 1"), QStringLiteral("x")});
  QCOMPARE(starts, (std::vector<qsizetype>{13, 39, 49}));
}

void TstStatementKind::countsCharactersNotCodeUnits() {
  const QString text = QStringLiteral("a😀b");
  QCOMPARE(ui::indexOfCharacter(text, 1), qsizetype{0});
  QCOMPARE(ui::indexOfCharacter(text, 3), qsizetype{3});
  QCOMPARE(ui::indexOfCharacter(text, 99), text.size());
}

void TstStatementKind::shortensStatements() {
  QCOMPARE(ui::shortStatement(QStringLiteral("-- a\nSELECT *\n  FROM t"), 30), QStringLiteral("SELECT * FROM t"));
  QCOMPARE(ui::shortStatement(QStringLiteral("SELECT * FROM artist"), 10), QStringLiteral("SELECT *…"));
}

JOINERY_TEST(TstStatementKind)
#include "tst_statement_kind.moc"
