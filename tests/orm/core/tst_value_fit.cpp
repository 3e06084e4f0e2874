// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/value_fit.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestValueFit : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tellsWhatATypeTakes_data();
  void tellsWhatATypeTakes();
  void takesAFractionWhereEachCellHasAType();
  void takesOnlyLabelsOfAnEnum();
  void showsValuesInMessages();
};

void TestValueFit::tellsWhatATypeTakes_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("fitting");
  QTest::addColumn<QString>("unfitting");
  const auto row = [](TypeKind kind, const char* fitting, const char* unfitting) {
    QTest::newRow(typeKindName(kind)) << static_cast<int>(kind) << QString::fromLatin1(fitting) << QString::fromLatin1(unfitting);
  };
  row(TypeKind::Integer, "0|-12|+7| 8 |9223372036854775807|1e3", "abc||1.5|1 2|NaN|12a|2024-01-01");
  row(TypeKind::Real, "1|-1.5|1e-400|NaN|Infinity|-inf", "abc||1,5|1.5.2|--1");
  row(TypeKind::Numeric, "0.1|-123456789012345678901234567890.5|1e500|NaN", "abc||1,000|$1");
  row(TypeKind::Boolean, "true|F|yes|no|on|off|1|0|t", "maybe||2|truely");
  row(TypeKind::Uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|{A0EEBC999C0B4EF8BB6D6BB9BD380A11}", "a0eebc99||users_a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  row(TypeKind::Date, "2024-05-06|May 6 2024|infinity|today", "soon|");
  row(TypeKind::Text, "|abc|1", "");
  row(TypeKind::Unknown, "|abc|1", "");
}

void TestValueFit::tellsWhatATypeTakes() {
  QFETCH(int, kind);
  QFETCH(QString, fitting);
  QFETCH(QString, unfitting);
  const ValueType type = ValueType::of(static_cast<TypeKind>(kind));
  for (const QString& text : fitting.split(QLatin1Char('|'))) QVERIFY2(fits(Value::text(text.toStdString()), type), qPrintable(text));
  for (const QString& text : unfitting.isEmpty() ? QStringList() : unfitting.split(QLatin1Char('|'))) QVERIFY2(!fits(Value::text(text.toStdString()), type), qPrintable(text));
  QVERIFY(fits(Value::null(), type));
  const bool takesBytes = type.kind == TypeKind::Text || type.kind == TypeKind::Unknown || type.kind == TypeKind::Uuid;
  QCOMPARE(fits(Value::blob("\1"), type), takesBytes);
}

void TestValueFit::takesAFractionWhereEachCellHasAType() {
  ValueType integer = ValueType::of(TypeKind::Integer);
  QVERIFY(fits(Value::real(2), integer) && !fits(Value::real(2.5), integer));
  integer.perCell = true;
  QVERIFY(fits(Value::real(2.5), integer) && !fits(Value::text("two"), integer));
}

void TestValueFit::takesOnlyLabelsOfAnEnum() {
  ValueType mood = ValueType::of(TypeKind::Enum);
  QVERIFY(fits(Value::text("sad"), mood));
  mood.labels = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"glad"});
  QVERIFY(fits(Value::text("glad"), mood) && !fits(Value::text("sad"), mood) && !fits(Value::integer(1), mood));
}

void TestValueFit::showsValuesInMessages() {
  QCOMPARE(shownValue(Value::null()), std::string("NULL"));
  QCOMPARE(shownValue(Value::integer(-3)), std::string("-3"));
  QCOMPARE(shownValue(Value::text("NULL")), std::string("\"NULL\""));
  // Between characters, never within one.
  QCOMPARE(shownValue(Value::text(std::string(59, 'x') + "äöü")), "\"" + std::string(59, 'x') + "…\"");
}

JOINERY_TEST(TestValueFit)
#include "tst_value_fit.moc"
