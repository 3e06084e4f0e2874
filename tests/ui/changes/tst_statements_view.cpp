// SPDX-License-Identifier: GPL-3.0-or-later
#include <QScrollBar>
#include <QTest>

#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/statements_view.h"

using namespace joinery;
using namespace joinery::test;
using ui::ChangePlan;
using ui::StatementsView;

class StatementsViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void showsAFewStatementsWhole();
  void readsVeryManyAsOneScrollsOn();
  void writesNoHugeValuesOut();
  void showsAnotherTextInsteadOfAPlan();

 private:
  static PlannedStatement statement(const std::string& sql, std::vector<Value> binds = {}) {
    PlannedStatement planned;
    planned.statement.sql = sql;
    planned.statement.binds = std::move(binds);
    return planned;
  }
  static std::shared_ptr<const ChangePlan> plan(std::vector<PlannedStatement> statements) {
    auto plan = std::make_shared<ChangePlan>();
    plan->frame = {{"BEGIN"}, {"COMMIT"}};
    plan->statements = std::move(statements);
    return plan;
  }
  static std::shared_ptr<const ChangePlan> planOf(int count) {
    std::vector<PlannedStatement> statements;
    for (int i = 1; i <= count; ++i) statements.push_back(statement("UPDATE t" + std::to_string(i)));
    return plan(std::move(statements));
  }
  const Dialect& m_dialect = sqliteDialect();
};

void StatementsViewTest::showsAFewStatementsWhole() {
  StatementsView view;
  QCOMPARE(view.accessibleName(), s("Preview SQL"));
  view.showPlan(planOf(2), m_dialect);
  QCOMPARE(view.toPlainText(), s("BEGIN;\nUPDATE t1;\nUPDATE t2;\nCOMMIT;"));
  view.showPlan(planOf(0), m_dialect);
  QCOMPARE(view.toPlainText(), QString());
}

void StatementsViewTest::readsVeryManyAsOneScrollsOn() {
  constexpr int kMany = 950;
  StatementsView view;
  view.resize(400, 100);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  view.showPlan(planOf(kMany), m_dialect);
  QCOMPARE(view.shown(), StatementsView::kAtOnce);
  QVERIFY2(view.accessibleDescription().contains(s("752 more statements")), qPrintable(view.accessibleDescription()));
  QVERIFY(view.toPlainText().endsWith(view.accessibleDescription()));
  // By keys: each time the end is reached there is more, until all of it is there.
  for (int i = 0; i < 6; ++i) QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
  QStringList lines{s("BEGIN;")};
  for (int i = 1; i <= kMany; ++i) lines << s("UPDATE t%1;").arg(i);
  lines << s("COMMIT;");
  QCOMPARE(view.toPlainText(), lines.join(QLatin1Char('\n')));
  QVERIFY(view.accessibleDescription().isEmpty());
}

void StatementsViewTest::writesNoHugeValuesOut() {
  StatementsView view;
  view.showPlan(plan({statement("UPDATE t SET a = ?", {Value::text(std::string(1'000'000, 'x'))})}), m_dialect);
  QVERIFY2(view.toPlainText().size() < 200 && view.toPlainText().contains(s("UPDATE t SET a = ?;")), qPrintable(view.toPlainText().left(300)));
}

void StatementsViewTest::showsAnotherTextInsteadOfAPlan() {
  StatementsView view;
  view.showPlan(planOf(500), m_dialect);
  view.showText(s("-- no preview"));
  view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
  QCOMPARE(view.toPlainText(), s("-- no preview"));
  QVERIFY(view.shown() == 0 && view.accessibleDescription().isEmpty());
}

JOINERY_TEST(StatementsViewTest)
#include "tst_statements_view.moc"
