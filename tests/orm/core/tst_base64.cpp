// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/base64.h"
#include "orm/core/db_error.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestBase64 : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void encodesAndDecodesBytes_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << std::string() << std::string();
    QTest::newRow("one byte") << std::string("f") << std::string("Zg==");
    QTest::newRow("two bytes") << std::string("fo") << std::string("Zm8=");
    QTest::newRow("three bytes") << std::string("foo") << std::string("Zm9v");
    QTest::newRow("zeros") << std::string(3, '\0') << std::string("AAAA");
    QTest::newRow("high bytes") << std::string("\xfb\xff\xfe") << std::string("+//+");
  }
  void encodesAndDecodesBytes() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, text);
    QCOMPARE(base64Encode(bytes), text);
    QCOMPARE(base64Decode(text), bytes);
  }

  void refusesEveryOtherSpelling_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("no padding") << std::string("Zg");
    QTest::newRow("too much padding") << std::string("Zm9v=");
    QTest::newRow("line break") << std::string("Zm\n9v");
    QTest::newRow("of the URL alphabet") << std::string("-__-");
    QTest::newRow("left-over bits") << std::string("Zh==");
    QTest::newRow("another character") << std::string("Zm9!");
    QTest::newRow("one character") << std::string("Z");
  }
  void refusesEveryOtherSpelling() {
    QFETCH(std::string, text);
    try {
      base64Decode(text);
      QFAIL("taken");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Data);
      QVERIFY(!error.hint.empty());
    }
  }
};

JOINERY_TEST(TestBase64)
#include "tst_base64.moc"
