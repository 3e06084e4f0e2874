// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/difference/designed_type.h"
#include "orm/difference/translated_sql.h"
#include "orm/engine/dialects.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

/// Texts of one engine as the other reads them.
class TranslatedSqlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void expressionsAreSpelledForTheOtherEngine_data();
  void expressionsAreSpelledForTheOtherEngine();
  void defaultsAreThoseThatTheTypeTakes_data();
  void defaultsAreThoseThatTheTypeTakes();
};

void TranslatedSqlTest::expressionsAreSpelledForTheOtherEngine_data() {
  QTest::addColumn<QByteArray>("engine");
  QTest::addColumn<QByteArray>("sql");
  QTest::addColumn<QByteArray>("expected");
  const auto row = [](const char* engine, const char* sql, const char* expected) { QTest::addRow("for %s: %s", engine, sql) << QByteArray(engine) << QByteArray(sql) << QByteArray(expected); };
  row("sqlite", "(price >= (0)::numeric)", "(price >= (0))");
  row("sqlite", "((role)::text = ANY ((ARRAY['a'::character varying, 'b]'::character varying])::text[]))", "((role) IN ('a', 'b]'))");
  row("sqlite", "x = ANY (ARRAY[1, 2])", "x IN (1, 2)");
  row("sqlite", "made > '2020-01-01 00:00:00'::timestamp(3) without time zone", "made > '2020-01-01 00:00:00'");
  row("sqlite", "length(\"a b\") < 3", "length(\"a b\") < 3");
  row("sqlite", "name ~ '^a'", "");
  row("sqlite", "x = ANY (others)", "");
  row("sqlite", "btrim(name) <> ''", "");
  row("postgresql", "[a b] == 1 AND `c` <> 'x'", "\"a b\" = 1 AND c <> 'x'");
  row("postgresql", "lower(Name) IN ('a', 'b')", "lower(Name) IN ('a', 'b')");
  row("postgresql", "typeof(x) = 'text'", "");
  row("postgresql", "x GLOB 'a*'", "");
}

void TranslatedSqlTest::expressionsAreSpelledForTheOtherEngine() {
  QFETCH(const QByteArray, engine);
  QFETCH(const QByteArray, sql);
  QFETCH(const QByteArray, expected);
  const Dialect &target = dialectFor(engine.toStdString()), &source = dialectFor(engine == "sqlite" ? "postgresql" : "sqlite");
  QCOMPARE(QByteArray::fromStdString(translatedExpression(sql.toStdString(), source, target).value_or("")), expected);
  QCOMPARE(translatedExpression(sql.toStdString(), source, source), std::optional(sql.toStdString()));
}

void TranslatedSqlTest::defaultsAreThoseThatTheTypeTakes_data() {
  QTest::addColumn<QByteArray>("engine");
  QTest::addColumn<QByteArray>("type");
  QTest::addColumn<QByteArray>("sql");
  QTest::addColumn<QByteArray>("expected");
  const auto row = [](const char* engine, const char* type, const char* sql, const char* expected) {
    QTest::addRow("for %s %s: %s", engine, type, sql) << QByteArray(engine) << QByteArray(type) << QByteArray(sql) << QByteArray(expected);
  };
  row("sqlite", "TEXT", "'it''s'::character varying", "'it''s'");
  row("sqlite", "DATETIME", "now()", "CURRENT_TIMESTAMP");
  row("sqlite", "INTEGER", "'-1'::integer", "'-1'");
  row("sqlite", "NUMERIC", "(0)::numeric", "0");
  row("sqlite", "BOOLEAN", "true", "true");
  row("sqlite", "BLOB", "'\\x00ff'::bytea", "x'00ff'");
  row("sqlite", "BLOB", "'a'::bytea", "");
  row("sqlite", "TEXT", "gen_random_uuid()", "");
  row("sqlite", "INTEGER", "nextval('s'::regclass)", "");
  row("postgresql", "boolean", "0", "false");
  row("postgresql", "boolean", "(1)", "true");
  row("postgresql", "boolean", "2", "");
  row("postgresql", "bigint", "''", "");
  row("postgresql", "bigint", "'12'", "'12'");
  row("postgresql", "bigint", "-5", "-5");
  row("postgresql", "timestamp", "datetime('now')", "CURRENT_TIMESTAMP");
  row("postgresql", "date", "CURRENT_DATE", "CURRENT_DATE");
  row("postgresql", "date", "5", "");
  row("postgresql", "text", "'x:y'", "'x:y'");
  row("postgresql", "text", "hex(randomblob(4))", "");
  row("postgresql", "bytea", "NULL", "NULL");
  row("postgresql", "bytea", "x'00ff'", "'\\x00ff'");
}

void TranslatedSqlTest::defaultsAreThoseThatTheTypeTakes() {
  QFETCH(const QByteArray, engine);
  QFETCH(const QByteArray, type);
  QFETCH(const QByteArray, sql);
  QFETCH(const QByteArray, expected);
  const Dialect &target = dialectFor(engine.toStdString()), &source = dialectFor(engine == "sqlite" ? "postgresql" : "sqlite");
  const ValueType column = designedType(type.toStdString(), {}, target);
  QCOMPARE(QByteArray::fromStdString(translatedDefault(sql.toStdString(), column, source, target).value_or("")), expected);
}

JOINERY_TEST(TranslatedSqlTest)
#include "tst_translated_sql.moc"
