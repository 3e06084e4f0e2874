// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/query/duration.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestDuration : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void countsBackByTheCalendar_data();
  void countsBackByTheCalendar();
  void refusesWhatIsNoDuration_data();
  void refusesWhatIsNoDuration();
};

void TestDuration::countsBackByTheCalendar_data() {
  QTest::addColumn<QString>("duration");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* duration, const char* expected) {
    QTest::newRow(duration) << QString::fromUtf8(duration) << QString::fromUtf8(expected);
  };
  row("P7D", "2024-03-24 12:30:15");
  row("P1W", "2024-03-24 12:30:15");
  row("P1M", "2024-02-29 12:30:15");
  row("P1Y1M", "2023-02-28 12:30:15");
  row("PT36H", "2024-03-30 00:30:15");
  row("P1DT30M15S", "2024-03-30 12:00:00");
  row("P0D", "2024-03-31 12:30:15");
}

void TestDuration::countsBackByTheCalendar() {
  using namespace std::chrono;
  QFETCH(QString, duration);
  QFETCH(QString, expected);
  const sys_seconds now = sys_days(2024y / March / 31) + 12h + 30min + 15s;
  const auto parsed = Duration::parse(duration.toStdString());
  QVERIFY(parsed.has_value());
  QCOMPARE(QString::fromStdString(formatUtc(parsed->before(now))), expected);
}

void TestDuration::refusesWhatIsNoDuration_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {"", "P", "7D", "PT", "P7", "P-7D", "PD", "P1D2", "P1H", "PT1D", "P1D1D", "P1D1Y", "P99999999999D", "P1DT", "p1d"})
    QTest::newRow(text) << QString::fromUtf8(text);
}

void TestDuration::refusesWhatIsNoDuration() {
  QFETCH(QString, text);
  QVERIFY(!Duration::parse(text.toStdString()).has_value());
}

JOINERY_TEST(TestDuration)
#include "tst_duration.moc"
