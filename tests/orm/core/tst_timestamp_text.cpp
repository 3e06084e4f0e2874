// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/timestamp_text.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestTimestampText : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void writesIsoAndComesBack_data() {
    QTest::addColumn<std::string>("stored");
    QTest::addColumn<OffsetStyle>("style");
    QTest::addColumn<std::string>("iso");
    const auto row = [](const char* stored, OffsetStyle style, const char* iso) {
      QTest::addRow("%s (%s)", stored, style == OffsetStyle::Short ? "short" : "full") << std::string(stored) << style << std::string(iso);
    };
    for (const auto style : {OffsetStyle::Short, OffsetStyle::Full}) {
      row("2009-01-01 00:00:00", style, "2009-01-01T00:00:00");
      row("2024-05-06 07:08:09.123456", style, "2024-05-06T07:08:09.123456");
      row("2024-05-06 07:08:09.5", style, "2024-05-06T07:08:09.5");
      row("2024-12-31 24:00:00", style, "2024-12-31T24:00:00");
      row("2024-05-06 07:08:09+05:30", style, "2024-05-06T07:08:09+05:30");
      row("2024-05-06 07:08:09.25-03:30", style, "2024-05-06T07:08:09.25-03:30");
    }
    row("2024-05-06 07:08:09+00", OffsetStyle::Short, "2024-05-06T07:08:09+00:00");
    row("2024-05-06 07:08:09.5-08", OffsetStyle::Short, "2024-05-06T07:08:09.5-08:00");
    row("2024-05-06 07:08:09+00:00", OffsetStyle::Full, "2024-05-06T07:08:09+00:00");
  }
  void writesIsoAndComesBack() {
    QFETCH(std::string, stored);
    QFETCH(OffsetStyle, style);
    QFETCH(std::string, iso);
    QCOMPARE(timestampToIso(stored, style), iso);
    QCOMPARE(isoToTimestamp(iso, style), stored);
  }

  void leavesEverythingElseAsItIsStored_data() {
    QTest::addColumn<std::string>("stored");
    for (const char* stored :
         {"", "infinity", "-infinity", "0044-03-15 00:00:00 BC", "12024-01-01 00:00:00", "0000-01-01 00:00:00", "2024-13-01 00:00:00",
          "2024-01-32 00:00:00", "2024-01-01 25:00:00", "2024-01-01 00:60:00", "2024-01-01 00:00:00.", "2024-01-01 00:00", "2024-01-01",
          "2024-01-01 00:00:00Z", "2024-01-01 00:00:00 UTC", "1890-01-01 00:00:00+00:19:32", " 2024-01-01 00:00:00", "2024-01-01  00:00:00",
          "1704067200", "now", "2024-01-01 00:00:00+0", "2024-01-01 00:00:00+", "2024/01/01 00:00:00"})
      QTest::newRow(stored) << std::string(stored);
  }
  void leavesEverythingElseAsItIsStored() {
    QFETCH(std::string, stored);
    for (const auto style : {OffsetStyle::Short, OffsetStyle::Full}) {
      QCOMPARE(timestampToIso(stored, style), stored);
      QCOMPARE(isoToTimestamp(stored, style), stored);
    }
  }

  void doesNotChangeAnOffsetThatWouldNotComeBack() {
    QCOMPARE(timestampToIso("2024-05-06 07:08:09+00", OffsetStyle::Full), std::string("2024-05-06 07:08:09+00"));
    QCOMPARE(timestampToIso("2024-05-06 07:08:09+00:00", OffsetStyle::Short), std::string("2024-05-06 07:08:09+00:00"));
  }
};

JOINERY_TEST(TestTimestampText)
#include "tst_timestamp_text.moc"
