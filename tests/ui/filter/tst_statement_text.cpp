// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/filter/statement_text.h"

using namespace joinery;
using namespace joinery::test;

class TstStatementText : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void breaksAtItsOwnClausesOnly();
};

void TstStatementText::breaksAtItsOwnClausesOnly() {
  QCOMPARE(ui::brokenAtClauses(s(R"(SELECT a, 'x FROM y', (SELECT 1 FROM t) AS " WHERE " FROM "b" LEFT JOIN c ON (a = 1) WHERE EXISTS (SELECT 1 FROM d WHERE e = 'it''s WHERE ') ORDER BY a LIMIT 256)")),
           s("SELECT a, 'x FROM y', (SELECT 1 FROM t) AS \" WHERE \"\nFROM \"b\"\nLEFT JOIN c ON (a = 1)\nWHERE EXISTS (SELECT 1 FROM d WHERE e = 'it''s WHERE ')\nORDER BY a\nLIMIT 256"));
}

JOINERY_TEST(TstStatementText)
#include "tst_statement_text.moc"
