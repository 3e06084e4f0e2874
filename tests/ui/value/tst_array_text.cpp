// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "tests/support/test_program.h"
#include "ui/value/array_text.h"

using joinery::ui::ArrayText;
using joinery::ui::arrayDelimiter;
using Element = ArrayText::Element;

/// Arrays of PostgreSQL taken apart and put together.
class TestArrayText : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void spellsWhatIsNotChangedAsItWas_data();
  void spellsWhatIsNotChangedAsItWas();
  void readsWhatElementsSay();
  void quotesWhatWouldSaySomethingElse();
  void countsBoundsAnew();
  void refusesWhatIsNoArray_data();
  void refusesWhatIsNoArray();
  void separatesBoxesBySemicolons();
  void readsDeepNestingWithoutGoingDeep();
};

void TestArrayText::spellsWhatIsNotChangedAsItWas_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"{}", "{ }", "{1,2,3}", " { a , \"b c\" } ", "{NULL,null,\"NULL\"}", "{\"a\\\"b\",\"\\\\\",\"\"}", "{{a,b},{c,d}}", "{{\"}\",\"{\"},{\"\\\"\",x}}", "[0:1]={a,b}", "[-2:-1][3:4]={{1,2},{3,4}}", " [1:1] = {x}",
                           "{a\\ ,b\\,c}", "{\"a\nb\"}", "{'q'}", "{ \"a\" ,NULL}"})
    QTest::newRow(text) << QByteArray(text);
}

void TestArrayText::spellsWhatIsNotChangedAsItWas() {
  QFETCH(QByteArray, text);
  const auto array = ArrayText::parse(text.toStdString());
  QVERIFY(array);
  QCOMPARE(QByteArray::fromStdString(array->withElements(array->elements())), text);
  // Elements that are spelled anew say the same.
  auto elements = array->elements();
  for (Element& element : elements) element.spelled.clear();
  const auto again = ArrayText::parse(array->withElements(elements));
  QVERIFY(again);
  QCOMPARE(again->elements().size(), elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) QVERIFY(again->elements()[i].kind == elements[i].kind && again->elements()[i].text == elements[i].text);
}

void TestArrayText::readsWhatElementsSay() {
  const auto array = ArrayText::parse("{a b , \"c\\\"\\\\d\",NULL,\"NULL\",{x,{y}},\\NULL}");
  QVERIFY(array);
  const auto& elements = array->elements();
  QCOMPARE(elements.size(), std::size_t{6});
  QCOMPARE(elements[0].text, std::string("a b"));
  QCOMPARE(elements[1].text, std::string("c\"\\d"));
  QVERIFY(elements[2].kind == Element::Kind::Null);
  QVERIFY(elements[3].kind == Element::Kind::Plain && elements[3].text == "NULL");
  QVERIFY(elements[4].kind == Element::Kind::Nested && elements[4].text == "{x,{y}}");
  QVERIFY(elements[5].kind == Element::Kind::Plain && elements[5].text == "NULL");
}

void TestArrayText::quotesWhatWouldSaySomethingElse() {
  const auto empty = ArrayText::parse("{}");
  std::vector<Element> elements;
  for (const char* text : {"a", "", " ", "NULL", "nUll", "a,b", "{", "}", "\"", "\\", "a b", "1.5", "a;b", "\u00a0"}) elements.push_back(Element::plain(text));
  elements.push_back(Element::null());
  QCOMPARE(QByteArray::fromStdString(empty->withElements(elements)), QByteArray("{a,\"\",\" \",\"NULL\",\"nUll\",\"a,b\",\"{\",\"}\",\"\\\"\",\"\\\\\",\"a b\",1.5,a;b,\u00a0,NULL}"));
}

void TestArrayText::countsBoundsAnew() {
  const auto array = ArrayText::parse("[5:6]={a,b}");
  auto elements = array->elements();
  elements.push_back(Element::plain("c"));
  QCOMPARE(array->withElements(elements), std::string("[5:7]={a,b,c}"));
  QCOMPARE(array->withElements({}), std::string("{}"));
  const auto matrix = ArrayText::parse("[-1:0][2:3]={{1,2},{3,4}}");
  QCOMPARE(matrix->withElements({matrix->elements()[1]}), std::string("[-1:-1][2:3]={{3,4}}"));
}

void TestArrayText::refusesWhatIsNoArray_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"", "a", "{", "}", "{a", "a}", "{a}b", "{a,}", "{,a}", "{,}", "{\"a}", "{a\"b\"}", "{\"a\"b}", "{{a}", "{{a}b}", "{a{b}}", "{a\\", "(1)={a}", "[1:1]{a}", "1 2 3", "{{a,}}"}) QTest::newRow(text) << QByteArray(text);
}

void TestArrayText::refusesWhatIsNoArray() {
  QFETCH(QByteArray, text);
  QVERIFY(!ArrayText::parse(text.toStdString()));
}

void TestArrayText::separatesBoxesBySemicolons() {
  QCOMPARE(arrayDelimiter("box[]"), ';');
  QCOMPARE(arrayDelimiter("text[]"), ',');
  const auto array = ArrayText::parse("{(1,1),(0,0);(2,2),(1,1)}", ';');
  QCOMPARE(array->elements().size(), std::size_t{2});
  QCOMPARE(array->elements()[1].text, std::string("(2,2),(1,1)"));
}

void TestArrayText::readsDeepNestingWithoutGoingDeep() {
  QVERIFY(ArrayText::parse("{{{{{{1}}}}}}"));
  QVERIFY(!ArrayText::parse(std::string(1'000'000, '{') + std::string(1'000'000, '}')));
}

JOINERY_TEST(TestArrayText)
#include "tst_array_text.moc"
