// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "special_numbers.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr std::int64_t kTwoTo53 = 9007199254740992;

enum class Cells { Typed, Own };

ValueType typeOf(TypeKind kind, Cells cells) {
  ValueType type;
  type.kind = kind;
  type.perCell = cells == Cells::Own;
  return type;
}

QByteArray rowName(TypeKind kind, Cells cells, const std::string& json) {
  return QByteArray(typeKindName(kind)) + (cells == Cells::Own ? " per cell " : " ") + QByteArray::fromStdString(json);
}

}  // namespace

class TestJsonValue : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void goesOutAndComesBackTheSame_data() {
    QTest::addColumn<Value>("value");
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<Cells>("cells");
    QTest::addColumn<std::string>("json");
    const auto row = [](const Value& value, TypeKind kind, Cells cells, const std::string& json) {
      QTest::newRow(rowName(kind, cells, json).constData()) << value << kind << cells << json;
    };
    using enum TypeKind;
    for (const Cells cells : {Cells::Typed, Cells::Own}) {
      row(Value(), Integer, cells, "null");
      row(Value::integer(-7), Integer, cells, "-7");
      row(Value::integer(kTwoTo53), Integer, cells, "9007199254740992");
      row(Value::integer(kTwoTo53 + 1), Integer, cells, "\"9007199254740993\"");
      row(Value::integer(-kTwoTo53 - 1), Integer, cells, "\"-9007199254740993\"");
      row(Value::integer(INT64_MIN), Integer, cells, "\"-9223372036854775808\"");
      row(Value::real(0.1), Real, cells, "0.1");
      row(Value::real(5), Real, cells, "5.0");
      row(Value::real(1e20), Real, cells, "1e+20");
      row(Value::real(-0.0), Real, cells, "-0.0");
      row(Value::real(kInfinity), Real, cells, "\"Infinity\"");
      row(Value::real(-kInfinity), Real, cells, "\"-Infinity\"");
      row(Value::real(kNan), Real, cells, "\"NaN\"");
      row(Value::text("AC⚡DC"), Text, cells, "\"AC⚡DC\"");
      row(Value::text(""), Text, cells, "\"\"");
      row(Value::text("12"), Text, cells, "\"12\"");
      row(Value::text(std::string("a\0b", 3)), Text, cells, "\"a\\u0000b\"");
      row(Value::blob(std::string("\0\xff", 2)), Blob, cells, "{\"$blob\":\"AP8=\"}");
      row(Value::blob(""), Blob, cells, "{\"$blob\":\"\"}");
      row(Value::text("{\"a\": 1.0}"), Json, cells, "\"{\\\"a\\\": 1.0}\"");
      row(Value::text("2024-05-06 07:08:09.5"), Timestamp, cells, "\"2024-05-06T07:08:09.5\"");
      row(Value::text("infinity"), Timestamp, cells, "\"infinity\"");
      row(Value::text("2024-05-06 07:08:09"), Text, cells, "\"2024-05-06 07:08:09\"");
      row(Value::text("2024-05-06"), Date, cells, "\"2024-05-06\"");
      row(Value::text("{1,2}"), Array, cells, "\"{1,2}\"");
      row(Value::integer(3), Unknown, cells, "3");
      row(Value::real(3), Unknown, cells, "3.0");
      row(Value::text("3"), Unknown, cells, "\"3\"");
      row(Value::blob("3"), Unknown, cells, "{\"$blob\":\"Mw==\"}");
    }
    row(Value::unsignedInteger(UINT64_MAX), Integer, Cells::Typed, "\"18446744073709551615\"");
    row(Value::boolean(true), Boolean, Cells::Typed, "true");
    row(Value::text("0.990"), Numeric, Cells::Typed, "\"0.990\"");
    row(Value::text("123456789012345678901234567890.5"), Numeric, Cells::Typed, "\"123456789012345678901234567890.5\"");
    row(Value::text("NaN"), Numeric, Cells::Typed, "\"NaN\"");
    row(Value::text("2024-05-06 07:08:09+00"), TimestampTz, Cells::Typed, "\"2024-05-06T07:08:09+00:00\"");
    row(Value::text("2024-05-06 07:08:09+05:30"), TimestampTz, Cells::Typed, "\"2024-05-06T07:08:09+05:30\"");
    row(Value::text("\xff"), Text, Cells::Typed, "{\"$blob\":\"/w==\"}");
  }
  void goesOutAndComesBackTheSame() {
    QFETCH(Value, value);
    QFETCH(TypeKind, kind);
    QFETCH(Cells, cells);
    QFETCH(std::string, json);
    const ValueType type = typeOf(kind, cells);
    const joinery::Json written = jsonFromValue(value, type);
    QCOMPARE(written.dump(), json);
    const Value back = valueFromJson(parseJson(written.dump()), type);
    QCOMPARE(back.storageClass(), value.storageClass());
    QVERIFY(back == value);
  }

  void cellsWithTypesOfTheirOwnComeBackWhateverTheyHold_data() {
    QTest::addColumn<Value>("value");
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<std::string>("json");
    const auto row = [](const Value& value, TypeKind kind, const std::string& json) {
      QTest::newRow(rowName(kind, Cells::Own, json).constData()) << value << kind << json;
    };
    using enum TypeKind;
    row(Value::integer(1), Boolean, "true");
    row(Value::integer(0), Boolean, "false");
    row(Value::integer(2), Boolean, "2");
    row(Value::text("true"), Boolean, "\"true\"");
    row(Value::text("abc"), Integer, "\"abc\"");
    row(Value::text("007"), Integer, "\"007\"");
    row(Value::text("+1"), Integer, "\"+1\"");
    row(Value::text(" 1"), Integer, "\" 1\"");
    row(Value::real(1.5), Integer, "1.5");
    row(Value::real(1e20), Integer, "1e+20");
    row(Value::blob("x"), Integer, "{\"$blob\":\"eA==\"}");
    row(Value::real(0.99), Numeric, "0.99");
    row(Value::integer(1), Numeric, "1");
    row(Value::real(1e20), Numeric, "1e+20");
    row(Value::text("n/a"), Numeric, "\"n/a\"");
    row(Value::text("0.990"), Numeric, "\"0.990\"");
    row(Value::text("abc"), Real, "\"abc\"");
    row(Value::integer(5), Text, "5");
    row(Value::real(0.5), Text, "0.5");
    row(Value::text("abc"), Blob, "\"abc\"");
    row(Value::integer(1704067200), Timestamp, "1704067200");
    row(Value::integer(1704067200123456789), Timestamp, "\"1704067200123456789\"");
    row(Value::real(2460310.5), Timestamp, "2460310.5");
    row(Value::text("2024-05-06 07:08:09+00:00"), Timestamp, "\"2024-05-06T07:08:09+00:00\"");
    row(Value::text("2024-99-99 07:08:09"), Timestamp, "\"2024-99-99 07:08:09\"");
    row(Value::text("May 6th"), Date, "\"May 6th\"");
    row(Value::blob("{\"$blob\":\"x\"}"), Json, "{\"$blob\":\"eyIkYmxvYiI6IngifQ==\"}");
  }
  void cellsWithTypesOfTheirOwnComeBackWhateverTheyHold() {
    QFETCH(Value, value);
    QFETCH(TypeKind, kind);
    QFETCH(std::string, json);
    const ValueType type = typeOf(kind, Cells::Own);
    const joinery::Json written = jsonFromValue(value, type);
    QCOMPARE(written.dump(), json);
    const Value back = valueFromJson(parseJson(written.dump()), type);
    QCOMPARE(back.storageClass(), value.storageClass());
    QVERIFY(back == value);
  }

  void takesWhatPeopleWrite_data() {
    QTest::addColumn<std::string>("json");
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<Cells>("cells");
    QTest::addColumn<Value>("value");
    const auto row = [](const std::string& json, TypeKind kind, Cells cells, const Value& value) {
      QTest::newRow(rowName(kind, cells, json).constData()) << json << kind << cells << value;
    };
    using enum TypeKind;
    row("5.0", Integer, Cells::Typed, Value::integer(5));
    row("1e3", Integer, Cells::Own, Value::integer(1000));
    row("\"5\"", Integer, Cells::Typed, Value::integer(5));
    row("18446744073709551615", Integer, Cells::Typed, Value::unsignedInteger(UINT64_MAX));
    row("5", Real, Cells::Typed, Value::real(5));
    row("5", Real, Cells::Own, Value::real(5));
    row("-9007199254740992", Real, Cells::Typed, Value::real(-9007199254740992.0));
    row("\"0.5\"", Real, Cells::Typed, Value::real(0.5));
    row("10.99", Numeric, Cells::Typed, Value::text("10.99"));
    row("10", Numeric, Cells::Typed, Value::text("10"));
    row("18446744073709551615", Numeric, Cells::Typed, Value::text("18446744073709551615"));
    row("\"-.5e-3\"", Numeric, Cells::Typed, Value::text("-.5e-3"));
    row("10.99", Numeric, Cells::Own, Value::real(10.99));
    row("10", Numeric, Cells::Own, Value::integer(10));
    row("1", Boolean, Cells::Typed, Value::boolean(true));
    row("true", Boolean, Cells::Own, Value::integer(1));
    row("{\"b\":[1,2.5]}", Json, Cells::Typed, Value::text("{\"b\":[1,2.5]}"));
    row("{\"$blob\":\"x\"}", Json, Cells::Typed, Value::text("{\"$blob\":\"x\"}"));
    row("[true]", Json, Cells::Own, Value::text("[true]"));
    row("true", Json, Cells::Typed, Value::text("true"));
    row("\"2024-05-06T07:08:09Z\"", TimestampTz, Cells::Typed, Value::text("2024-05-06T07:08:09Z"));
    row("\"ed0c7e16-7c2b-4a1b-9a0f-000000000001\"", Uuid, Cells::Typed, Value::text("ed0c7e16-7c2b-4a1b-9a0f-000000000001"));
    row("null", Blob, Cells::Typed, Value());
  }
  void takesWhatPeopleWrite() {
    QFETCH(std::string, json);
    QFETCH(TypeKind, kind);
    QFETCH(Cells, cells);
    QFETCH(Value, value);
    const Value taken = valueFromJson(parseJson(json), typeOf(kind, cells));
    QCOMPARE(taken.storageClass(), value.storageClass());
    QVERIFY(taken == value);
  }

  void refusesWhatDoesNotFit_data() {
    QTest::addColumn<std::string>("json");
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<Cells>("cells");
    QTest::addColumn<std::string>("message");
    const auto row = [](const std::string& json, TypeKind kind, Cells cells, const std::string& message) {
      QTest::newRow(rowName(kind, cells, json).constData()) << json << kind << cells << message;
    };
    using enum TypeKind;
    row("\"abc\"", Integer, Cells::Typed, "a text does not fit integer");
    row("\"\"", Integer, Cells::Typed, "a text does not fit integer");
    row("\"18446744073709551616\"", Integer, Cells::Typed, "a text does not fit integer");
    row("1.5", Integer, Cells::Typed, "a number with a fraction or exponent does not fit integer");
    row("true", Integer, Cells::Typed, "a truth value does not fit integer");
    row("true", Integer, Cells::Own, "a truth value does not fit integer");
    row("[1]", Integer, Cells::Own, "a list does not fit integer");
    row("{\"a\":1}", Text, Cells::Own, "an object does not fit text");
    row("\"inf\"", Real, Cells::Typed, "a text does not fit real");
    row("9007199254740993", Real, Cells::Typed, "the whole number 9007199254740993 does not fit real without loss");
    row("18446744073709551615", Real, Cells::Own, "the whole number 18446744073709551615 does not fit real without loss");
    for (const char* text : {"\"\"", "\"1,5\"", "\"1e\"", "\".\"", "\"--1\"", "\"1 \"", "\"0x1\""})
      row(text, Numeric, Cells::Typed, "a text does not fit numeric");
    row("\"true\"", Boolean, Cells::Typed, "a text does not fit boolean");
    row("2", Boolean, Cells::Typed, "a whole number does not fit boolean");
    row("5", Text, Cells::Typed, "a whole number does not fit text");
    row("\"abc\"", Blob, Cells::Typed, "a text does not fit blob");
    row("{\"$blob\":\"eA==\"}", Integer, Cells::Typed, "an object does not fit integer");
    row("{\"$blob\":\"?\"}", Blob, Cells::Typed, "The bytes are not base64");
    row("[1,2]", Array, Cells::Typed, "a list does not fit array");
    row("20240506", Date, Cells::Typed, "a whole number does not fit date");
  }
  void refusesWhatDoesNotFit() {
    QFETCH(std::string, json);
    QFETCH(TypeKind, kind);
    QFETCH(Cells, cells);
    QFETCH(std::string, message);
    try {
      valueFromJson(parseJson(json), typeOf(kind, cells));
      QFAIL("taken");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Data);
      QCOMPARE(error.message(), message);
      QVERIFY(!error.hint.empty());
    }
  }
};

JOINERY_TEST(TestJsonValue)
#include "tst_json_value.moc"
