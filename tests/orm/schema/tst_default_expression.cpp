// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/schema/column.h"
#include "orm/schema/default_expression.h"
#include "tests/support/test_program.h"

using namespace joinery::schema;

class DefaultExpressionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tellsConstantsFromValuesThatAreMade_data();
  void tellsConstantsFromValuesThatAreMade();
  void generatesWhereAnInsertGivesNone();
};

void DefaultExpressionTest::tellsConstantsFromValuesThatAreMade_data() {
  QTest::addColumn<bool>("constant");
  const char* const constants[] = {"0",
                                   "'x'",
                                   "NULL",
                                   "-1.5",
                                   "1e-3",
                                   "TRUE",
                                   "(1)",
                                   "x'00'",
                                   "0x10",
                                   "'x'::text",
                                   "'it''s (now)'",
                                   "\"text\"",
                                   "'x'::character varying(10)",
                                   "'2020-01-01'::timestamp(3) without time zone",
                                   "(1 + 1)",
                                   "'a' || 'b'",
                                   "'{}'::jsonb",
                                   "ARRAY['x'::text]",
                                   "'{}'::text[]",
                                   "'a'::public.\"My Mood\"",
                                   "(0)::numeric(10,2)",
                                   "CAST('1' AS varchar(10))",
                                   "CAST(1 AS integer)",
                                   "word",
                                   "'1 day'::interval",
                                   "B'101'::\"bit\"",
                                   ""};
  for (const char* text : constants) QTest::newRow(text) << true;
  const char* const made[] = {"CURRENT_TIMESTAMP",
                              "current_date",
                              "(CURRENT_TIMESTAMP)",
                              "now()",
                              "random()",
                              "nextval('t_id_seq'::regclass)",
                              "gen_random_uuid()",
                              "(datetime('now'))",
                              "(strftime('%s', 'now') + 1)",
                              "LOCALTIMESTAMP(3)",
                              "CURRENT_USER",
                              "session_user",
                              "upper('x'::text)",
                              "'x'::text || now ()",
                              "(SELECT 1)",
                              "extensions.uuid_generate_v4()"};
  for (const char* text : made) QTest::newRow(text) << false;
}

void DefaultExpressionTest::tellsConstantsFromValuesThatAreMade() {
  QFETCH(bool, constant);
  QCOMPARE(isConstantExpression(QTest::currentDataTag()), constant);
}

void DefaultExpressionTest::generatesWhereAnInsertGivesNone() {
  Column column;
  QVERIFY(!column.hasGeneratedValue());
  column.defaultExpression = "0";
  QVERIFY(!column.hasGeneratedValue());
  column.defaultExpression = "now()";
  QVERIFY(column.hasGeneratedValue());
  column.defaultExpression.reset();
  for (const Generation generation : {Generation::RowId, Generation::IdentityAlways, Generation::IdentityByDefault,
                                      Generation::StoredExpression, Generation::VirtualExpression}) {
    column.generation = generation;
    QVERIFY(column.hasGeneratedValue());
  }
}

JOINERY_TEST(DefaultExpressionTest)
#include "tst_default_expression.moc"
