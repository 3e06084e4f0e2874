// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QCalendarWidget>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/music_database.h"
#include "ui/filter/filter_builder.h"
#include "ui/filter/filter_row.h"
#include "ui/filter/match_count.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

class TstFilterBuilder : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { m_open = std::make_unique<test::MusicDatabase>(); }
  void cleanupTestCase() { m_open.reset(); }
  void init();
  void cleanup();
  void buildsAFilterOnARelationByHand();
  void followsTheTypeOfTheColumn();
  void editedJsonBecomesRows();
  void wrongJsonKeepsTheRows();
  void namesThePlaceOfAMistake();
  void keepsWhatRowsCannotSayAsJson();
  void switchesARowOff();
  void removesARow();
  void waitsForAValue();
  void appliesWithControlReturn();
  void clearsAndApplies();
  void leavesEqualFiltersAlone();
  void isReachedByTheKeyboard();
  void prunesWhatIsShownOfRelatedRows();
  void editedPruneJsonBecomesRows();
  void choosesADayAndATimeBeforeNow();
  void suggestsWhatTheColumnHolds();
  void completesTheLastItemOfAList();
  void countsWhatPasses();
  void showsTheStatementThatWillRun();

 private:
  /// The last one on show that is called so.
  template <typename T>
  T* named(const char* accessibleName) const {
    T* found = nullptr;
    for (T* each : m_builder->findChildren<T*>())
      if (each->accessibleName() == s(accessibleName) && each->isVisible()) found = each;
    return found;
  }
  void click(const char* button) const {
    auto* found = named<QToolButton>(button);
    QVERIFY2(found, button);
    QTest::mouseClick(found, Qt::LeftButton);
  }
  /// Chooses by typing into a combo box, as people do.
  void choose(const char* combo, const char* text) const {
    auto* found = named<QComboBox>(combo);
    QVERIFY2(found, combo);
    QVERIFY2(found->findText(s(text)) >= 0, text);
    found->setFocus();
    // A choice may build the rows anew.
    while (named<QComboBox>(combo)->currentIndex() > 0 && named<QComboBox>(combo)->currentText() != s(text))
      QTest::keyClick(named<QComboBox>(combo), Qt::Key_Up);
    while (named<QComboBox>(combo)->currentText() != s(text)) QTest::keyClick(named<QComboBox>(combo), Qt::Key_Down);
  }
  void type(const char* edit, const char* text) const {
    auto* found = named<QLineEdit>(edit);
    QVERIFY2(found, edit);
    found->selectAll();
    QTest::keyClicks(found, s(text));
  }
  QPlainTextEdit* json() const { return named<QPlainTextEdit>("Filter JSON"); }
  QString sql() const { return named<QPlainTextEdit>("Filter SQL")->toPlainText(); }
  QString filter() const { return QString::fromStdString(m_builder->filter().dump()); }
  QString message() const { return m_builder->findChild<ui::MessageBar*>()->text(); }

  std::unique_ptr<test::MusicDatabase> m_open;
  std::unique_ptr<ui::FilterBuilder> m_builder;
};

void TstFilterBuilder::init() {
  m_builder = std::make_unique<ui::FilterBuilder>(m_open->database(), "Artist");
  m_builder->resize(730, 230);
  m_builder->show();
  QVERIFY(QTest::qWaitForWindowActive(m_builder.get()));
}

void TstFilterBuilder::cleanup() { m_builder.reset(); }

void TstFilterBuilder::buildsAFilterOnARelationByHand() {
  click("Add relation");
  choose("Relationship", "Album");
  choose("Quantifier", "some");
  click("Add condition on Album");
  choose("Column", "Title");
  choose("Operator", "contains");
  type("Value", "x");
  QCOMPARE(filter(), s(R"({"Album":{"$some":{"Title":{"$contains":"x"}}}})"));
  QVERIFY(m_builder->isValid());
  QVERIFY(sql().contains(s("EXISTS")));
  QCOMPARE(parseJson(json()->toPlainText().toStdString()), m_builder->filter());
  const auto labels = m_builder->findChildren<QLabel*>();
  QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text() == s("Rows of Artist for which some Album has Title contains “x”"); }));
  choose("Quantifier", "number of");
  QCOMPARE(filter(), s(R"({"Album":{"$count":{"$gte":1},"$of":{"Title":{"$contains":"x"}}}})"));
}

void TstFilterBuilder::followsTheTypeOfTheColumn() {
  click("Add condition");
  choose("Column", "Founded");
  QCOMPARE(named<QComboBox>("Operator")->findText(s("contains")), -1);
  choose("Operator", "is between");
  type("Lowest value", "1970");
  type("Highest value", "1980");
  QCOMPARE(filter(), s(R"({"Founded":{"$between":[1970,1980]}})"));
  choose("Operator", "is one of");
  type("Values", "1973, 2001");
  QCOMPARE(filter(), s(R"({"Founded":{"$in":[1973,2001]}})"));
  choose("Operator", "is not NULL");
  QCOMPARE(filter(), s(R"({"Founded":{"$null":false}})"));
  choose("Column", "IsBand");
  choose("Operator", "=");
  choose("Value", "true");
  QCOMPARE(filter(), s(R"({"IsBand":true})"));
  choose("Column", "Facts");
  type("JSON path", "home.city");
  choose("Operator", "=");
  type("Value", "Sydney");
  QCOMPARE(filter(), s(R"({"Facts.$.home.city":"Sydney"})"));
}

void TstFilterBuilder::editedJsonBecomesRows() {
  json()->setFocus();
  json()->selectAll();
  QTest::keyClicks(json(), s(R"({"$or": [{"Name": "AC/DC"}, {"Album": {"$none": {"Title": "x"}}}]})"));
  QVERIFY(m_builder->isValid());
  QCOMPARE(named<QComboBox>("Match")->currentText(), s("any"));
  QCOMPARE(named<QComboBox>("Quantifier")->currentText(), s("no"));
  QCOMPARE(named<QLineEdit>("Value")->text(), s("x"));
  // Typing goes on where it was.
  QVERIFY(json()->hasFocus());
}

void TstFilterBuilder::wrongJsonKeepsTheRows() {
  m_builder->setFilter(parseJson(R"({"Name":"AC/DC"})"));
  json()->setPlainText(s(R"({"Name": "Acc)"));
  QVERIFY(!m_builder->isValid());
  QVERIFY(message().contains(s("line 1")));
  QCOMPARE(named<QLineEdit>("Value")->text(), s("AC/DC"));
  QCOMPARE(filter(), s(R"({"Name":"AC/DC"})"));
  QVERIFY(!m_builder->findChild<QPushButton*>()->isEnabled());
}

void TstFilterBuilder::namesThePlaceOfAMistake() {
  json()->setPlainText(s(R"({"Album": {"$some": {"Titel": "x"}}})"));
  QVERIFY(!m_builder->isValid());
  QVERIFY2(message().contains(s("/Album/$some/Titel")), qPrintable(message()));
  QVERIFY2(message().contains(s("Title")), qPrintable(message()));
}

void TstFilterBuilder::keepsWhatRowsCannotSayAsJson() {
  QSignalSpy applied(m_builder.get(), &ui::FilterBuilder::applied);
  m_builder->setFilter(parseJson(R"({"$or":[{},{"Name":"x"}]})"));
  QVERIFY(m_builder->isValid());
  QVERIFY(!named<QToolButton>("Add condition")->isEnabled());
  QCOMPARE(filter(), s(R"({"$or":[{},{"Name":"x"}]})"));
  QTest::keyClick(json(), Qt::Key_Return, Qt::ControlModifier);
  QCOMPARE(applied.count(), 1);
}

void TstFilterBuilder::switchesARowOff() {
  m_builder->setFilter(parseJson(R"({"Name":"AC/DC","Founded":1973})"));
  auto* check = named<QCheckBox>("Row is on");
  QVERIFY(check);
  check->setFocus();
  QTest::keyClick(check, Qt::Key_Space);
  QCOMPARE(filter(), s(R"({"Name":"AC/DC","$off":{"Founded":1973}})"));
  QVERIFY(!sql().contains(s("1973")));
  QTest::keyClick(check, Qt::Key_Space);
  QCOMPARE(filter(), s(R"({"Name":"AC/DC","Founded":1973})"));
}

void TstFilterBuilder::removesARow() {
  m_builder->setFilter(parseJson(R"({"Name":"AC/DC","Founded":1973})"));
  click("Remove");
  QCOMPARE(filter(), s(R"({"Name":"AC/DC"})"));
  click("Remove");
  QCOMPARE(filter(), s("{}"));
}

void TstFilterBuilder::waitsForAValue() {
  click("Add condition");
  choose("Column", "Founded");
  choose("Operator", ">");
  QVERIFY(!m_builder->isValid());
  QVERIFY(message().isEmpty());
  type("Value", "1x");
  QVERIFY(!m_builder->isValid());
  QVERIFY2(message().contains(s("/Founded")), qPrintable(message()));
  type("Value", "1999");
  QVERIFY(m_builder->isValid());
  QVERIFY(message().isEmpty());
  QCOMPARE(filter(), s(R"({"Founded":{"$gt":1999}})"));
}

void TstFilterBuilder::appliesWithControlReturn() {
  QSignalSpy applied(m_builder.get(), &ui::FilterBuilder::applied);
  click("Add condition");
  choose("Column", "Name");
  type("Value", "AC");
  QTest::keyClick(named<QLineEdit>("Value"), Qt::Key_Return, Qt::ControlModifier);
  QCOMPARE(applied.count(), 1);
  QCOMPARE(applied[0][0].value<Json>().dump(), std::string(R"({"Name":{"$contains":"AC"}})"));
}

void TstFilterBuilder::clearsAndApplies() {
  m_builder->setFilter(parseJson(R"({"Name":"AC/DC"})"));
  QSignalSpy applied(m_builder.get(), &ui::FilterBuilder::applied);
  for (auto* button : m_builder->findChildren<QPushButton*>())
    if (button->text() == s("C&lear")) QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(applied.count(), 1);
  QCOMPARE(filter(), s("{}"));
  QVERIFY(!named<QLineEdit>("Value"));
}

void TstFilterBuilder::leavesEqualFiltersAlone() {
  click("Add condition");
  choose("Column", "Name");
  type("Value", "AC");
  auto* value = named<QLineEdit>("Value");
  value->setFocus();
  m_builder->setFilter(m_builder->filter());
  QCOMPARE(named<QLineEdit>("Value"), value);
  QVERIFY(value->hasFocus());
}

void TstFilterBuilder::isReachedByTheKeyboard() {
  m_builder->setFilter(parseJson(R"({"Name":"AC/DC"})"));
  m_builder->setFocus();
  QCOMPARE(QApplication::focusWidget(), named<QComboBox>("Match"));
  auto* add = named<QToolButton>("Add condition");
  for (int i = 0; i < 5 && !add->hasFocus(); ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  QVERIFY(add->hasFocus());
  QTest::keyClick(add, Qt::Key_Space);
  QCOMPARE(QApplication::focusWidget(), named<QComboBox>("Column"));
}

void TstFilterBuilder::prunesWhatIsShownOfRelatedRows() {
  QSignalSpy applied(m_builder.get(), &ui::FilterBuilder::applied);
  click("Add relation");
  choose("Relationship", "Album");
  click("Add condition on Album");
  choose("Column", "Title");
  type("Value", "x");
  choose("Effect", "both");
  QCOMPARE(filter(), s(R"({"Album":{"$some":{"Title":{"$contains":"x"}}}})"));
  QCOMPARE(QString::fromStdString(m_builder->prune().dump()), s(R"({"Album":{"Title":{"$contains":"x"}}})"));
  QVERIFY(named<QPlainTextEdit>("Prune JSON"));
  choose("Effect", "prune");
  QCOMPARE(filter(), s("{}"));
  QCOMPARE(QString::fromStdString(m_builder->prune().dump()), s(R"({"Album":{"Title":{"$contains":"x"}}})"));
  QTest::keyClick(json(), Qt::Key_Return, Qt::ControlModifier);
  QCOMPARE(applied.count(), 1);
  QCOMPARE(applied[0][1].value<Json>().dump(), std::string(R"({"Album":{"Title":{"$contains":"x"}}})"));
  // Related rows of which none may be there can't be shown.
  choose("Quantifier", "no");
  QVERIFY(!named<QComboBox>("Effect"));
  QVERIFY(m_builder->prune().empty());
}

void TstFilterBuilder::editedPruneJsonBecomesRows() {
  m_builder->setFilter(Json::object(), parseJson(R"({"Album":{"Title":"x"}})"));
  QCOMPARE(named<QComboBox>("Effect")->currentText(), s("prune"));
  auto* prune = named<QPlainTextEdit>("Prune JSON");
  prune->setPlainText(s(R"({"Album":{"Titel":"x"}})"));
  QVERIFY(!m_builder->isValid());
  QVERIFY2(message().contains(s("/Titel")), qPrintable(message()));
  QCOMPARE(named<QLineEdit>("Value")->text(), s("x"));
  prune->setPlainText(s(R"({"Album":{"Title":"y"}})"));
  QVERIFY(m_builder->isValid());
  QCOMPARE(named<QLineEdit>("Value")->text(), s("y"));
}

void TstFilterBuilder::choosesADayAndATimeBeforeNow() {
  click("Add condition");
  choose("Column", "Since");
  choose("Operator", "≥");
  type("Value", "2024-01-31");
  auto* button = named<QToolButton>("Calendar");
  QVERIFY(button);
  QTest::keyClick(button, Qt::Key_Space);
  auto* days = button->findChild<QCalendarWidget*>();
  QVERIFY(days && days->isVisible());
  QCOMPARE(days->selectedDate(), QDate(2024, 1, 31));
  days->setSelectedDate(QDate(2024, 2, 29));
  Q_EMIT days->activated(days->selectedDate());
  QCOMPARE(filter(), s(R"({"Since":{"$gte":"2024-02-29"}})"));
  QVERIFY(!days->isVisible());
  QTest::keyClick(button, Qt::Key_Space);
  button->findChild<QSpinBox*>()->setValue(3);
  auto* unit = button->findChild<ui::RowCombo*>();
  QCOMPARE(unit->count(), 4);
  unit->setCurrentText(s("month"));
  QTest::mouseClick(button->findChild<QPushButton*>(s("beforeNow")), Qt::LeftButton);
  QCOMPARE(named<QLineEdit>("Value")->text(), s("3 months ago"));
  QCOMPARE(filter(), s(R"({"Since":{"$gte":{"$ago":"P3M"}}})"));
}

void TstFilterBuilder::suggestsWhatTheColumnHolds() {
  click("Add condition");
  choose("Column", "Name");
  choose("Operator", "=");
  auto* value = named<QLineEdit>("Value");
  value->setFocus();
  QTest::keyClicks(value, s("ac"));
  auto* list = value->findChild<QCompleter*>()->popup();
  QTRY_VERIFY_WITH_TIMEOUT(list->isVisible(), kPatience);
  QCOMPARE(list->model()->rowCount(), 2);
  QCOMPARE(list->model()->index(0, 0).data().toString(), s("AC/DC"));
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Return);
  QCOMPARE(value->text(), s("Accept"));
  QCOMPARE(filter(), s(R"({"Name":"Accept"})"));
}

void TstFilterBuilder::completesTheLastItemOfAList() {
  click("Add condition");
  choose("Column", "Founded");
  choose("Operator", "is one of");
  auto* values = named<QLineEdit>("Values");
  values->setFocus();
  QTest::keyClicks(values, s("2001, 19"));
  auto* list = values->findChild<QCompleter*>()->popup();
  QTRY_VERIFY_WITH_TIMEOUT(list->isVisible(), kPatience);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Return);
  QCOMPARE(values->text(), s("2001, 1973"));
  QCOMPARE(filter(), s(R"({"Founded":{"$in":[2001,1973]}})"));
}

void TstFilterBuilder::countsWhatPasses() {
  auto* matches = m_builder->findChild<ui::MatchCount*>();
  m_builder->setFilter(parseJson(R"({"Founded":{"$null":false}})"));
  QTRY_COMPARE_WITH_TIMEOUT(matches->text(), s("2 rows pass"), kPatience);
  json()->setPlainText(s("{"));
  QCOMPARE(matches->text(), QString());
}

void TstFilterBuilder::showsTheStatementThatWillRun() {
  m_builder->setStatement([](const Json& filter) { return "SELECT 'x FROM y' FROM t WHERE " + filter.dump(); });
  m_builder->setFilter(parseJson(R"({"Founded":1973})"));
  QCOMPARE(sql(), s("SELECT 'x FROM y'\nFROM t\nWHERE {\"Founded\":1973}"));
  m_builder->setStatement([](const Json&) { return std::string("SELECT 2"); });
  m_builder->updateStatement();
  QCOMPARE(sql(), s("SELECT 2"));
}

JOINERY_TEST(TstFilterBuilder)
#include "tst_filter_builder.moc"
