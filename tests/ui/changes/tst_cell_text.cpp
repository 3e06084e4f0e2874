// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/declared_type.h"
#include "orm/core/display_text.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

schema::Column column(const ValueType& type, bool nullable = true) {
  schema::Column column;
  column.name = "Price";
  column.type = type;
  column.nullable = nullable;
  return column;
}

/// A column whose every cell is of its type, as PostgreSQL has them.
ValueType strict(TypeKind kind) { return ValueType::of(kind); }

ValueType perCell(const char* declaration) { return typeFromSqliteDeclaration(declaration); }

void compare(const Result<Value>& got, const Value& expected) {
  QVERIFY2(got, got ? "" : got.error().message().c_str());
  QCOMPARE(static_cast<int>(got->storageClass()), static_cast<int>(expected.storageClass()));
  QCOMPARE(displayText(*got, {}), displayText(expected, {}));
}

}  // namespace

class TstCellText : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void takesWhatFits_data();
  void takesWhatFits();
  void refusesWhatDoesNotFit_data();
  void refusesWhatDoesNotFit();
  void takesEmptyTextAsNullWhereItIsNoValue();
  void refusesEmptyTextWhereNeitherFits();
  void saysWhatWasRefused();
  void showsControlCharactersAsPictures();
  void cutsLongTextAtAWholeCharacter();
  void showsBytesAsTheirSize();
  void knowsWhatALineEditorGivesBack();
};

void TstCellText::takesWhatFits_data() {
  QTest::addColumn<ValueType>("type");
  QTest::addColumn<QString>("text");
  QTest::addColumn<Value>("value");
  const auto row = [](const char* name, const ValueType& type, const char* text, const Value& value) { QTest::newRow(name) << type << s(text) << value; };
  row("integer", strict(TypeKind::Integer), "9223372036854775807", Value::integer(INT64_MAX));
  row("unsigned", strict(TypeKind::Integer), "18446744073709551615", Value::unsignedInteger(UINT64_MAX));
  row("numeric", strict(TypeKind::Numeric), "12345678901234567890.123456789000", Value::text("12345678901234567890.123456789000"));
  row("real", strict(TypeKind::Real), "0.1", Value::real(0.1));
  row("true", strict(TypeKind::Boolean), "true", Value::boolean(true));
  row("False", strict(TypeKind::Boolean), "False", Value::boolean(false));
  row("1 for true", strict(TypeKind::Boolean), "1", Value::boolean(true));
  row("text", strict(TypeKind::Text), " 007 ", Value::text(" 007 "));
  row("uuid", strict(TypeKind::Uuid), "5f0c", Value::text("5f0c"));
  row("SQLite's integer", perCell("INTEGER"), "42", Value::integer(42));
  row("SQLite's integer with a sign", perCell("INTEGER"), "+42", Value::integer(42));
  row("SQLite's text of digits", perCell("TEXT"), "42", Value::text("42"));
  row("SQLite's undeclared column", perCell(""), "42", Value::text("42"));
  row("SQLite's real", perCell("REAL"), "1.5", Value::real(1.5));
  row("SQLite's real without a fraction", perCell("REAL"), "10", Value::real(10));
  row("SQLite's decimal with a last zero", perCell("DECIMAL(10,2)"), "1.50", Value::real(1.5));
  row("SQLite's whole decimal", perCell("DECIMAL(10,2)"), "10.00", Value::integer(10));
  row("SQLite's real with an exponent", perCell("REAL"), "1e3", Value::real(1000));
  row("SQLite's truth value", perCell("BOOLEAN"), "true", Value::integer(1));
  row("SQLite's truth value as it is stored", perCell("BOOLEAN"), "0", Value::integer(0));
  row("SQLite's date", perCell("DATE"), "2024-02-29", Value::text("2024-02-29"));
}

void TstCellText::takesWhatFits() {
  QFETCH(ValueType, type);
  QFETCH(QString, text);
  QFETCH(Value, value);
  compare(ui::valueFromText(text, column(type)), value);
}

void TstCellText::refusesWhatDoesNotFit_data() {
  QTest::addColumn<ValueType>("type");
  QTest::addColumn<QString>("text");
  const auto row = [](const char* name, const ValueType& type, const char* text) { QTest::newRow(name) << type << s(text); };
  row("words in integers", strict(TypeKind::Integer), "twelve");
  row("a fraction in integers", strict(TypeKind::Integer), "1.5");
  row("too large an integer", strict(TypeKind::Integer), "18446744073709551616");
  row("words in numerics", strict(TypeKind::Numeric), "1,5");
  row("words in truth values", strict(TypeKind::Boolean), "maybe");
  row("text in bytes", strict(TypeKind::Blob), "abc");
  row("words in SQLite's integers", perCell("INTEGER"), "twelve");
  row("blanks in SQLite's integers", perCell("INTEGER"), " 5 ");
  row("no number in SQLite's reals", perCell("REAL"), "nan");
  row("more digits than SQLite's reals keep", perCell("REAL"), "0.12345678901234567890");
  row("more digits than SQLite's decimals keep", perCell("DECIMAL(30,2)"), "12345678901234567890.12");
  row("more digits than SQLite's integers keep", perCell("INTEGER"), "9223372036854775808");
}

void TstCellText::refusesWhatDoesNotFit() {
  QFETCH(ValueType, type);
  QFETCH(QString, text);
  const auto value = ui::valueFromText(text, column(type));
  QVERIFY2(!value, value ? displayText(*value, {}).c_str() : "");
  QCOMPARE(value.error().kind(), ErrorKind::Data);
}

void TstCellText::takesEmptyTextAsNullWhereItIsNoValue() {
  compare(ui::valueFromText({}, column(perCell("INTEGER"))), Value::null());
  compare(ui::valueFromText({}, column(strict(TypeKind::Date))), Value::null());
  compare(ui::valueFromText({}, column(strict(TypeKind::Text))), Value::text(""));
  compare(ui::valueFromText({}, column(perCell(""), false)), Value::text(""));
}

void TstCellText::refusesEmptyTextWhereNeitherFits() {
  const auto value = ui::valueFromText({}, column(perCell("INTEGER"), false));
  QVERIFY(!value);
  QCOMPARE(value.error().message(), "Price can't be empty"s);
}

void TstCellText::saysWhatWasRefused() {
  const auto value = ui::valueFromText(s("twelve"), column(perCell("DECIMAL(10,2)")));
  QVERIFY(!value);
  QCOMPARE(value.error().message(), "twelve does not fit Price (DECIMAL(10,2))"s);
}

void TstCellText::showsControlCharactersAsPictures() {
  QCOMPARE(ui::gridText(ValueView::text("a\nb\tc\x01"), {}), s("a⏎b⇥c␁"));
  QCOMPARE(ui::gridText(ValueView::text("a\r\nb\rc"), {}), s("a␍⏎b␍c"));
}

void TstCellText::cutsLongTextAtAWholeCharacter() {
  std::string text(599, 'x');
  for (int i = 0; i < 4; ++i) text += "é";
  const QString shown = ui::gridText(ValueView::text(text), {});
  QVERIFY(shown.endsWith(s("…")));
  QVERIFY2(!shown.contains(QChar::ReplacementCharacter), "a character was cut in two");
}

void TstCellText::showsBytesAsTheirSize() {
  QVERIFY(ui::gridText(ValueView::blob(std::string(1500, '\0')), {}).startsWith(s("BLOB · 1")));
  QVERIFY(ui::gridText(ValueView::blob("\x89PNG\r\n"), {}).startsWith(s("PNG · ")));
}

void TstCellText::knowsWhatALineEditorGivesBack() {
  QVERIFY(ui::fitsLineEditor(ValueView::text("plain – text")));
  QVERIFY(ui::fitsLineEditor(ValueView::integer(1)));
  QVERIFY(!ui::fitsLineEditor(ValueView::text("two\nlines")));
  QVERIFY(!ui::fitsLineEditor(ValueView::text("\xff\xfe")));
  QVERIFY(!ui::fitsLineEditor(ValueView::text("right\u200fleft")));
  QVERIFY(!ui::fitsLineEditor(ValueView::text(std::string(20'000, 'x'))));
  QVERIFY(!ui::fitsLineEditor(ValueView::blob("ab")));
}

JOINERY_TEST(TstCellText)
#include "tst_cell_text.moc"
