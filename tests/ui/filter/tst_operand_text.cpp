// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/filter/operand_text.h"

using namespace joinery;

class TstOperandText : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsWhatWasTyped_data();
  void readsWhatWasTyped();
  void readsLists_data();
  void readsLists();
};

void TstOperandText::readsWhatWasTyped_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("json");
  const auto row = [](TypeKind kind, const char* text, const char* json) {
    QTest::addRow("%s %s", typeKindName(kind), text) << static_cast<int>(kind) << QString::fromUtf8(text) << QString::fromUtf8(json);
  };
  row(TypeKind::Text, "12", R"("12")");
  row(TypeKind::Text, "\"12\"", R"("\"12\"")");
  row(TypeKind::Text, " a, b ", R"(" a, b ")");
  row(TypeKind::Integer, "12", "12");
  row(TypeKind::Integer, "18446744073709551615", "18446744073709551615");
  row(TypeKind::Integer, "abc", R"("abc")");
  row(TypeKind::Real, "0.5", "0.5");
  row(TypeKind::Numeric, "0.12345678901234567890", R"("0.12345678901234567890")");
  row(TypeKind::Unknown, "12", "12");
  row(TypeKind::Unknown, "\"12\"", R"("12")");
  row(TypeKind::Unknown, "twelve", R"("twelve")");
  row(TypeKind::Date, "7 days ago", R"({"$ago":"P7D"})");
  row(TypeKind::Date, "1 month ago", R"({"$ago":"P1M"})");
  row(TypeKind::Timestamp, "90 minutes ago", R"({"$ago":"PT90M"})");
  row(TypeKind::Timestamp, "ago P1DT12H", R"({"$ago":"P1DT12H"})");
  row(TypeKind::Date, "2024-01-31", R"("2024-01-31")");
  row(TypeKind::Blob, "x'00ff'", R"({"$blob":"AP8="})");
}

void TstOperandText::readsWhatWasTyped() {
  QFETCH(int, kind);
  QFETCH(QString, text);
  QFETCH(QString, json);
  const ValueType type = ValueType::of(static_cast<TypeKind>(kind));
  const Json operand = ui::operandFromText(text, type);
  QCOMPARE(QString::fromStdString(operand.dump()), json);
  QCOMPARE(ui::operandText(operand, type), text);
}

void TstOperandText::readsLists_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("json");
  const auto row = [](TypeKind kind, const char* text, const char* json) {
    QTest::addRow("%s %s", typeKindName(kind), text) << static_cast<int>(kind) << QString::fromUtf8(text) << QString::fromUtf8(json);
  };
  row(TypeKind::Text, "", "[]");
  row(TypeKind::Text, "a, b, NULL", R"(["a","b",null])");
  row(TypeKind::Text, "\"a, b\", \"NULL\"", R"(["a, b","NULL"])");
  row(TypeKind::Integer, "1, 2, 3", "[1,2,3]");
  row(TypeKind::Unknown, "1, \"1\", x", R"([1,"1","x"])");
}

void TstOperandText::readsLists() {
  QFETCH(int, kind);
  QFETCH(QString, text);
  QFETCH(QString, json);
  const ValueType type = ValueType::of(static_cast<TypeKind>(kind));
  const Json list = ui::operandListFromText(text, type);
  QCOMPARE(QString::fromStdString(list.dump()), json);
  QCOMPARE(ui::operandListText(list, type), text);
}

JOINERY_TEST(TstOperandText)
#include "tst_operand_text.moc"
