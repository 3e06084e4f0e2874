// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"
#include "orm/sql/visitor.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::sql;

class ExpressionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void knowsTheTypeOfItsResult();
  void bearsALabelWithoutChangingTheOriginal();
  void skipsEmptyOperands();
  void changesACopyOfASelect();
  void addsConditionsToASelect();
  void qualifiesColumnsByTheAlias();
};

namespace {

ValueType integer() { return typeOfKind(TypeKind::Integer); }

}  // namespace

void ExpressionTest::knowsTheTypeOfItsResult() {
  const Expression id = column("t", "id", integer());
  QCOMPARE(eq(id, id).type().kind, TypeKind::Boolean);
  QCOMPARE(add(id, id).type().kind, TypeKind::Integer);
  QCOMPARE(concat(id, id).type().kind, TypeKind::Text);
  QCOMPARE(maximum(id).type().kind, TypeKind::Integer);
  QCOMPARE(count().type().kind, TypeKind::Integer);
  QCOMPARE(asText(id).type().kind, TypeKind::Text);
  QCOMPARE(subquery(Select({id})).type().kind, TypeKind::Integer);
  QCOMPARE(sum(id).type().kind, TypeKind::Unknown);
}

void ExpressionTest::bearsALabelWithoutChangingTheOriginal() {
  const Expression id = column("t", "id");
  QCOMPARE(id.as("Key").label(), std::string("Key"));
  QVERIFY(id.label().empty());
  QCOMPARE(id.as("Key").nodePointer(), id.nodePointer());
}

void ExpressionTest::skipsEmptyOperands() {
  const Expression condition = isNull(column("t", "id"));
  QCOMPARE(and_({{}, condition}).nodePointer(), condition.nodePointer());
  QVERIFY(nodeAs<LiteralNode>(and_({}))->kind == LiteralNode::Kind::True);
  QVERIFY(nodeAs<LiteralNode>(or_({}))->kind == LiteralNode::Kind::False);
  QVERIFY(!nodeAs<LiteralNode>(Expression()));
}

void ExpressionTest::changesACopyOfASelect() {
  const Select first({column("t", "id")});
  const Select second = first.addColumn(column("t", "name")).limit(5).distinct();
  QCOMPARE(first.data().columns.size(), std::size_t{1});
  QVERIFY(!first.data().limit && !first.data().distinct);
  QCOMPARE(second.data().columns.size(), std::size_t{2});
  QCOMPARE(second.data().limit.value(), std::int64_t{5});
}

void ExpressionTest::addsConditionsToASelect() {
  const Expression condition = isNull(column("t", "id"));
  const Select one = Select().where(condition).where({});
  QCOMPARE(one.data().where.nodePointer(), condition.nodePointer());
  const Expression both = one.where(condition).data().where;
  QCOMPARE(nodeAs<JunctionNode>(both)->operands.size(), std::size_t{2});
}

void ExpressionTest::qualifiesColumnsByTheAlias() {
  const FromItem plain = table(QualifiedName("main", "Album"));
  const FromItem aliased = table(QualifiedName("Album"), "a");
  QCOMPARE(plain.qualifier(), std::string("Album"));
  QCOMPARE(nodeAs<ColumnNode>(aliased.column("Title"))->qualifier, std::string("a"));
  QVERIFY(plain.join(aliased, trueLiteral()).qualifier().empty());
  QVERIFY(FromItem().qualifier().empty());
}

JOINERY_TEST(ExpressionTest)
#include "tst_expression.moc"
