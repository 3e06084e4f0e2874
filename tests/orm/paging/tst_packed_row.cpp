// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "orm/paging/packed_row.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestPackedRow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void givesBackWhatWasPacked();
  void givesBackThatAValueWasCut();
  void takesFewBytesForSmallNumbers();
};

void TestPackedRow::givesBackWhatWasPacked() {
  std::vector<Value> values{Value(), Value::boolean(true), Value::boolean(false), Value::text(""), Value::text(std::string("a\0b", 3)), Value::blob(std::string(70'000, '\xff')), Value::blob("")};
  for (int bit = 0; bit < 63; ++bit)
    for (const std::int64_t near : {-1, 0, 1}) {
      const std::int64_t number = (std::int64_t{1} << bit) + near;
      values.insert(values.end(), {Value::integer(number), Value::integer(-number), Value::unsignedInteger(static_cast<std::uint64_t>(number)), Value::real(static_cast<double>(number) / 3)});
    }
  using Limits = std::numeric_limits<std::int64_t>;
  using Reals = std::numeric_limits<double>;
  values.insert(values.end(), {Value::integer(Limits::min()), Value::integer(Limits::max()), Value::unsignedInteger(std::numeric_limits<std::uint64_t>::max())});
  for (const double real : {0.0, -0.0, Reals::infinity(), -Reals::infinity(), Reals::quiet_NaN(), Reals::denorm_min()}) values.push_back(Value::real(real));
  std::string packed;
  for (const Value& value : values) packValue(packed, value);
  QVERIFY(unpackValues(packed) == values);
}

void TestPackedRow::givesBackThatAValueWasCut() {
  std::string packed;
  packValue(packed, ValueView::text("begin"), 5'000'000'000);
  packValue(packed, ValueView::blob("b"), 2);
  packValue(packed, ValueView::integer(7));
  std::string_view rest = packed;
  const auto text = unpackValue(rest);
  QVERIFY(text.value == ValueView::text("begin"));
  QCOMPARE(text.fullSize, std::uint64_t{5'000'000'000});
  const auto blob = unpackValue(rest);
  QVERIFY(blob.value == ValueView::blob("b"));
  QCOMPARE(blob.fullSize, std::uint64_t{2});
  QVERIFY(unpackValue(rest).value == ValueView::integer(7));
  QVERIFY(rest.empty());
}

void TestPackedRow::takesFewBytesForSmallNumbers() {
  const auto sizeOf = [](std::int64_t number) {
    std::string packed;
    packValue(packed, ValueView::integer(number));
    return packed.size();
  };
  QCOMPARE(sizeOf(0), std::size_t{2});
  QCOMPARE(sizeOf(-1), std::size_t{2});
  QCOMPARE(sizeOf(100'000'000), std::size_t{5});
}

JOINERY_TEST(TestPackedRow)
#include "tst_packed_row.moc"
