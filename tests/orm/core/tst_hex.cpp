// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/hex.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestHex : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void writesTwoDigitsForEachByte() { QCOMPARE(hexEncode(std::string("\x00\x0f\xff", 3)), std::string("000fff")); }

  void standsBehindWhatIsThere() {
    std::string out = "x'";
    appendHex(out, "AZ");
    appendHex(out, "");
    QCOMPARE(out, std::string("x'415a"));
  }
};

JOINERY_TEST(TestHex)
#include "tst_hex.moc"
