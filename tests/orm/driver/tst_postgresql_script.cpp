// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QTest>

#include "orm/driver/postgresql/postgresql_script.h"
#include "tests/support/test_program.h"

class TestPostgresqlScript : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void splitsWhereTheServerWould_data();
  void splitsWhereTheServerWould();
};

void TestPostgresqlScript::splitsWhereTheServerWould_data() {
  QTest::addColumn<QString>("script");
  QTest::addColumn<QStringList>("statements");
  const auto row = [](const char* name, const char* script, const QStringList& statements) {
    QTest::newRow(name) << QString::fromUtf8(script) << statements;
  };
  row("nothing", "", {});
  row("blanks and comments only", " ;; -- a; b\n /* c; /* nested; */ */ ;", {});
  row("two statements", "SELECT 1;\n SELECT 2", {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 2")});
  row("dollar quotes", "DO $x$ BEGIN PERFORM 1; END $x$; SELECT ';';", {QStringLiteral("DO $x$ BEGIN PERFORM 1; END $x$"), QStringLiteral("SELECT ';'")});
  row("comments before are dropped, those within stay", "-- first; one\nSELECT /* ; */ 1; /* last */", {QStringLiteral("SELECT /* ; */ 1")});
  row("a body in standard SQL", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
      {QStringLiteral("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"), QStringLiteral("SELECT 3")});
  row("mistakes do not hide the boundaries", "SELECT FROM FROM; SELECT 2;", {QStringLiteral("SELECT FROM FROM"), QStringLiteral("SELECT 2")});
  row("nothing is left out, whatever it is", "SELEC 1; \\c x; SELECT 2;", {QStringLiteral("SELEC 1"), QStringLiteral("\\c x"), QStringLiteral("SELECT 2")});
  row("quotes of every kind beside a mistake", "SELEC E'\\';', U&\"a;\", $a$;$b$;$a$, 'it''s;' /* ; /* ; */ ; */ -- ;\n; x$1;",
      {QStringLiteral("SELEC E'\\';', U&\"a;\", $a$;$b$;$a$, 'it''s;' /* ; /* ; */ ; */ -- ;"), QStringLiteral("x$1")});
  row("a rule's commands beside a mistake", "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELEC",
      {QStringLiteral("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"), QStringLiteral("SELEC")});
  row("an open quote takes the rest", "SELECT 1; SELECT 'a; SELECT 2;", {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 'a; SELECT 2;")});
  row("letters of several bytes", "SELECT 'Größe;'; SELECT 'ß'", {QString::fromUtf8("SELECT 'Größe;'"), QString::fromUtf8("SELECT 'ß'")});
  row("a byte order mark", "\xef\xbb\xbfSELECT 1;", {QStringLiteral("SELECT 1")});
}

void TestPostgresqlScript::splitsWhereTheServerWould() {
  QFETCH(QString, script);
  QFETCH(QStringList, statements);
  QStringList found;
  for (const std::string& statement : joinery::splitPostgresqlScript(script.toStdString())) found.append(QString::fromStdString(statement));
  QCOMPARE(found, statements);
}

JOINERY_TEST(TestPostgresqlScript)
#include "tst_postgresql_script.moc"
