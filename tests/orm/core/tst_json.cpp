// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

std::string nested(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return std::string(count, '[') + std::string(count, ']');
}

}  // namespace

class TestJson : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsWhatItWrites_data() {
    QTest::addColumn<std::string>("text");
    for (const char* text : {"null", "true", "\"\"", "[]", "{}", R"({"z":1,"a":[{},[],{"b":null}],"m":"ü\n"})", "18446744073709551615",
                             "-9223372036854775808", "0.1", "-0.0", "1e+100", R"({"":0})", R"(["\u0000"])", R"("😀")"})
      QTest::newRow(text) << std::string(text);
  }
  void readsWhatItWrites() {
    QFETCH(std::string, text);
    QCOMPARE(parseJson(text).dump(), text);
  }

  void takesNumbersThatADoubleKeeps_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<double>("value");
    QTest::newRow("zeros behind") << std::string("1.500") << 1.5;
    QTest::newRow("exponent") << std::string("15e-1") << 1.5;
    QTest::newRow("capital exponent with plus") << std::string("0.0015E+3") << 1.5;
    QTest::newRow("zero with an exponent") << std::string("0e99") << 0.0;
    QTest::newRow("large, but exact in its digits") << std::string("100000000000000000000") << 1e20;
    QTest::newRow("smallest") << std::string("5e-324") << 5e-324;
    QTest::newRow("seventeen digits") << std::string("0.30000000000000004") << 0.1 + 0.2;
  }
  void takesNumbersThatADoubleKeeps() {
    QFETCH(std::string, text);
    QFETCH(double, value);
    QCOMPARE(parseJson(text).get<double>(), value);
  }

  void refusesNumbersThatWouldBeRounded_data() {
    QTest::addColumn<std::string>("text");
    for (const char* text : {"0.12345678901234567890", "18446744073709551617", "123456789012345678901234567890", "1e400", "-1e999999999999",
                             "1e-400", "3.14159265358979323846"})
      QTest::newRow(text) << std::string(text);
  }
  void refusesNumbersThatWouldBeRounded() {
    QFETCH(std::string, text);
    try {
      parseJson("{\"a\":" + text + "}");
      QFAIL("taken");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Argument);
      QVERIFY(QByteArray::fromStdString(error.hint).contains("in quotes"));
    }
  }

  void roundsNumbersWhereThatIsAskedFor() {
    QCOMPARE(parseJson("3.14159265358979323846", 10, LongNumbers::Round).get<double>(), 3.14159265358979323846);
  }

  void namesTheLineAndColumnOfTheMistake_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* name, const char* text, const char* place) { QTest::newRow(name) << std::string(text) << QByteArray(place); };
    row("empty", "", "line 1, column 1:");
    row("unknown word", "{\"a\": nope}", "line 1, column 8:");
    row("second line", "{\n  \"a\": ]\n}", "line 2, column 8:");
    row("columns are characters", "[\"üü\", x]", "line 1, column 8:");
    row("text after the end", "{} x", "line 1, column 4:");
    row("unclosed", "[1,", "line 1, column 4:");
    row("duplicate key", "{\"a\":1,\n\"a\":2}", "line 2, column 3:");
    row("duplicate key further in", "[{\"b\":{\"a\":1,\"c\":{\"a\":1},\"a\":2}}]", "line 1, column 28:");
    row("single quotes", "{'a':1}", "line 1, column 2:");
    row("comment", "[1 /* x */]", "line 1, column 4:");
    row("trailing comma", "[1,]", "line 1, column 4:");
    row("broken UTF-8", "[\"\xff\"]", "line 1, column 3:");
    row("control character", "[\"\t\"]", "line 1, column 3:");
  }
  void namesTheLineAndColumnOfTheMistake() {
    QFETCH(std::string, text);
    QFETCH(QByteArray, place);
    try {
      parseJson(text);
      QFAIL("taken");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Argument);
      const auto message = QByteArray::fromStdString(error.message());
      QVERIFY2(message.contains(place), message.constData());
      QVERIFY2(!message.contains("parse_error"), message.constData());
    }
  }

  void theSameKeyInDifferentObjectsIsFine() { QCOMPARE(parseJson(R"([{"a":1},{"a":{"a":2}}])")[1]["a"]["a"], 2); }

  void capsTheDepth() {
    QCOMPARE(parseJson(nested(200)).dump(), nested(200));
    QVERIFY_THROWS_EXCEPTION(DbError, parseJson(nested(201)));
    QVERIFY_THROWS_EXCEPTION(DbError, parseJson(std::string(10'000'000, '[')));
    QCOMPARE(parseJson("[1]", 1).dump(), std::string("[1]"));
    QVERIFY_THROWS_EXCEPTION(DbError, parseJson("[{}]", 1));
  }

  void capsTheSize() { QVERIFY_THROWS_EXCEPTION(DbError, parseJson(std::string(65 * 1024 * 1024, ' '))); }

  void readsObjectsOfManyKeysInTimeProportionalToThem() {
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i) text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(parseJson(text + "}").size(), std::size_t(200'000));
    QVERIFY2(timer.elapsed() < 20'000, "a search for each key would take minutes");
  }
};

JOINERY_TEST(TestJson)
#include "tst_json.moc"
