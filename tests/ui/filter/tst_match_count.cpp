// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/filtered_database.h"
#include "ui/filter/match_count.h"

using namespace joinery;
using namespace joinery::test;

/// How many rows pass a filter, counted as one edits it.
class TstMatchCount : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsWhatPasses_data() { addBackends(); }
  void countsWhatPasses();
  void countsOnlyTheLastOfManyEdits();
  void isStoppedAndStartedByItsButton_data() { addBackends(); }
  void isStoppedAndStartedByItsButton();
  void countsNothingWhileItIsHidden();
  void saysWhyItCouldNot();

 private:
  static QToolButton* button(const ui::MatchCount& count) { return count.findChild<QToolButton*>(); }
};

void TstMatchCount::countsWhatPasses() {
  QFETCH(int, backend);
  FilteredDatabase open(static_cast<Backend>(backend));
  ui::MatchCount count(open.database());
  count.show();
  QSignalSpy counted(&count, &ui::MatchCount::counted);
  count.setFilter("work", parseJson(R"({"year": 1990})"));
  QVERIFY(count.isCounting());
  QVERIFY(counted.wait(kPatience));
  QCOMPARE(count.count(), std::optional<std::int64_t>(3));
  QCOMPARE(count.text(), s("3 rows pass"));
  QVERIFY(!button(count)->isVisible());
  count.setFilter("work", parseJson(R"({"id": 4})"));
  QVERIFY(counted.wait(kPatience));
  QCOMPARE(count.text(), s("1 row passes"));
  count.clear();
  QCOMPARE(count.text(), QString());
}

void TstMatchCount::countsOnlyTheLastOfManyEdits() {
  FilteredDatabase open(Backend::Sqlite);
  ui::MatchCount count(open.database());
  count.show();
  QSignalSpy counted(&count, &ui::MatchCount::counted);
  count.setFilter("endless", Json::object());
  QTRY_VERIFY_WITH_TIMEOUT(!open.database()->engine()->jobs()->jobs().empty(), kPatience);
  for (int id = 1; id <= 5; ++id) count.setFilter("work", Json{{"id", {{"$lte", id}}}});
  QVERIFY(counted.wait(kPatience));
  QCOMPARE(count.text(), s("5 rows pass"));
  QCOMPARE(counted.count(), 1);
}

void TstMatchCount::isStoppedAndStartedByItsButton() {
  QFETCH(int, backend);
  FilteredDatabase open(static_cast<Backend>(backend));
  ui::MatchCount count(open.database());
  count.show();
  QSignalSpy counted(&count, &ui::MatchCount::counted);
  count.setFilter("endless", Json::object());
  QTRY_VERIFY_WITH_TIMEOUT(!open.database()->engine()->jobs()->jobs().empty(), kPatience);
  QCOMPARE(button(count)->accessibleName(), s("Stop counting"));
  button(count)->setFocus();
  QTest::keyClick(button(count), Qt::Key_Space);
  QVERIFY(!count.isCounting());
  QCOMPARE(count.text(), s("Not counted"));
  QCOMPARE(button(count)->accessibleName(), s("Count"));
  QTRY_VERIFY_WITH_TIMEOUT(open.database()->engine()->jobs()->jobs().empty(), kPatience);
  QTest::keyClick(button(count), Qt::Key_Space);
  QVERIFY(count.isCounting());
  QCOMPARE(counted.count(), 0);
  count.setFilter("work", Json::object());
  QVERIFY(counted.wait(kPatience));
  QCOMPARE(count.text(), s("9 rows pass"));
}

void TstMatchCount::countsNothingWhileItIsHidden() {
  FilteredDatabase open(Backend::Sqlite);
  ui::MatchCount count(open.database());
  count.setFilter("work", Json::object());
  QVERIFY(!count.isCounting());
  QSignalSpy counted(&count, &ui::MatchCount::counted);
  count.show();
  QVERIFY(counted.wait(kPatience));
  QCOMPARE(count.text(), s("9 rows pass"));
}

void TstMatchCount::saysWhyItCouldNot() {
  FilteredDatabase open(Backend::Sqlite);
  ui::MatchCount count(open.database());
  count.show();
  open.run("DROP TABLE work");
  count.setFilter("work", Json::object());
  QTRY_VERIFY_WITH_TIMEOUT(!count.isCounting(), kPatience);
  QVERIFY2(count.text().startsWith(s("Not counted: ")) && count.text().contains(s("work")), qPrintable(count.text()));
}

JOINERY_TEST(TstMatchCount)
#include "tst_match_count.moc"
