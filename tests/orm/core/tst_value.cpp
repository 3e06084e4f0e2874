// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <charconv>
#include <limits>
#include <random>
#include <set>

#include "orm/core/display_text.h"
#include "orm/core/value.h"
#include "special_numbers.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {


double read(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

class TestValue : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsEachClassWhole() {
    QVERIFY(Value().isNull());
    QCOMPARE(Value::boolean(true).toBoolean(), true);
    QCOMPARE(Value::integer(INT64_MIN).toInteger(), INT64_MIN);
    QCOMPARE(Value::unsignedInteger(UINT64_MAX).toUnsigned(), UINT64_MAX);
    QCOMPARE(Value::real(-0.0).toReal(), -0.0);
    QCOMPARE(Value::text("Käse").bytes(), std::string_view("Käse"));
    QCOMPARE(Value::blob(std::string("\0\xff", 2)).bytes(), std::string_view("\0\xff", 2));
  }

  void copiesThroughAViewKeepClassAndBytes() {
    for (const Value& value : {Value(), Value::boolean(false), Value::integer(-1), Value::unsignedInteger(UINT64_MAX), Value::real(0.1),
                               Value::text(""), Value::blob(std::string(1, '\0'))}) {
      const Value copy(value.view());
      QCOMPARE(copy.storageClass(), value.storageClass());
      QVERIFY(copy == value);
    }
  }

  void identityIsClassAndBytes() {
    QVERIFY(Value::null() == Value::null());
    QVERIFY(Value::real(kNan) == Value::real(-kNan));
    QVERIFY(!(Value::real(0.0) == Value::real(-0.0)));
    QVERIFY(!(Value::integer(1) == Value::real(1)));
    QVERIFY(!(Value::integer(1) == Value::boolean(true)));
    QVERIFY(!(Value::text("a") == Value::blob("a")));
    QVERIFY(!(Value::text("a") == Value::text("A")));
    QVERIFY(Value::text(std::string("a\0b", 3)) == Value::text(std::string("a\0b", 3)));
    QVERIFY(!(Value::text(std::string("a\0b", 3)) == Value::text("a")));
  }

  void orderIsTotal() {
    const std::vector<Value> ordered{Value(), Value::boolean(false), Value::boolean(true), Value::integer(-5), Value::integer(7),
                                     Value::unsignedInteger(1), Value::unsignedInteger(UINT64_MAX), Value::real(-kInfinity), Value::real(-0.0),
                                     Value::real(0.0), Value::real(kInfinity), Value::real(kNan), Value::text(""), Value::text("a"),
                                     Value::text("b"), Value::blob(""), Value::blob("a"), Value::blob("\xff")};
    for (std::size_t i = 0; i < ordered.size(); ++i)
      for (std::size_t j = 0; j < ordered.size(); ++j) QCOMPARE(ordered[i] < ordered[j], i < j);
    const std::set<Value, std::less<>> all(ordered.rbegin(), ordered.rend());
    QCOMPARE(all.size(), ordered.size());
  }

  void formatsRealsAsEnginesDo_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<std::string>("text");
    const auto row = [](double value, const char* text) { QTest::newRow(text) << value << std::string(text); };
    row(0.0, "0");
    row(-0.0, "-0");
    row(5.0, "5");
    row(0.1, "0.1");
    row(0.99, "0.99");
    row(-12.5, "-12.5");
    row(0.1 + 0.2, "0.30000000000000004");
    row(100000.0, "100000");
    row(1e14, "100000000000000");
    row(1e15, "1e+15");
    row(1e20, "1e+20");
    row(1234567890123456.7, "1.2345678901234568e+15");
    row(0.0001, "0.0001");
    row(0.00001, "1e-05");
    row(1e100, "1e+100");
    row(1.7976931348623157e308, "1.7976931348623157e+308");
    row(5e-324, "5e-324");
    row(kNan, "NaN");
    row(kInfinity, "Infinity");
    row(-kInfinity, "-Infinity");
  }
  void formatsRealsAsEnginesDo() {
    QFETCH(double, value);
    QFETCH(std::string, text);
    QCOMPARE(formatReal(value), text);
  }

  void everyRealReadsBackTheSame() {
    std::mt19937_64 random(1);
    for (int i = 0; i < 100'000; ++i) {
      const auto value = std::bit_cast<double>(random());
      if (!std::isfinite(value)) continue;
      if (read(formatReal(value)) != value) QFAIL(formatReal(value).c_str());
    }
  }

  void displaysTheExactText() {
    const ValueType plain = ValueType::of(TypeKind::Real);
    ValueType perCell = plain;
    perCell.perCell = true;
    QCOMPARE(displayText(Value(), plain), std::string());
    QCOMPARE(displayText(Value::boolean(true), plain), std::string("true"));
    QCOMPARE(displayText(Value::integer(5), perCell), std::string("5"));
    QCOMPARE(displayText(Value::unsignedInteger(UINT64_MAX), plain), std::string("18446744073709551615"));
    QCOMPARE(displayText(Value::real(5), plain), std::string("5"));
    QCOMPARE(displayText(Value::real(5), perCell), std::string("5.0"));
    QCOMPARE(displayText(Value::real(-0.0), perCell), std::string("-0.0"));
    QCOMPARE(displayText(Value::real(0.5), perCell), std::string("0.5"));
    QCOMPARE(displayText(Value::real(1e20), perCell), std::string("1e+20"));
    QCOMPARE(displayText(Value::real(kInfinity), perCell), std::string("Infinity"));
    QCOMPARE(displayText(Value::text(" 1.50 "), perCell), std::string(" 1.50 "));
    QCOMPARE(displayText(Value::blob(std::string("\x00\xaf", 2)), perCell), std::string("x'00af'"));
    QCOMPARE(displayText(Value::blob(""), perCell), std::string("x''"));
  }
};

JOINERY_TEST(TestValue)
#include "tst_value.moc"
