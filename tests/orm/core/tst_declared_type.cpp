// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/declared_type.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestDeclaredType : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void meansWhatPeopleReadInIt_data() {
    QTest::addColumn<std::string>("declaration");
    QTest::addColumn<std::string>("kind");
    const auto row = [](const char* declaration, const char* kind) { QTest::newRow(declaration) << std::string(declaration) << std::string(kind); };
    row("INTEGER", "integer");
    row("unsigned big int", "integer");
    row("NVARCHAR(160)", "text");
    row("CLOB", "text");
    row("DECIMAL(10,2)", "numeric");
    row("NUMERIC", "numeric");
    row("double precision", "real");
    row("FLOAT", "real");
    row("BLOB", "blob");
    row("BOOLEAN", "boolean");
    row("DATETIME", "timestamp");
    row("date", "date");
    row("TIMESTAMP WITH TIME ZONE", "timestamptz");
    row("JSON", "json");
    row("UUID", "uuid");
    row("", "unknown");
    row("whatever", "unknown");
  }
  void meansWhatPeopleReadInIt() {
    QFETCH(std::string, declaration);
    QFETCH(std::string, kind);
    const ValueType type = typeFromSqliteDeclaration(declaration);
    QCOMPARE(std::string(typeKindName(type.kind)), kind);
    QCOMPARE(type.declared, declaration);
    QVERIFY(type.perCell);
  }

  void readsLengthAndPrecision() {
    QCOMPARE(typeFromSqliteDeclaration("NVARCHAR(160)").length.value_or(0), 160);
    const ValueType numeric = typeFromSqliteDeclaration("NUMERIC( 10 , 2 )");
    QCOMPARE(numeric.precision.value_or(0), 10);
    QCOMPARE(numeric.scale.value_or(-1), 2);
    QVERIFY(!typeFromSqliteDeclaration("TEXT").length);
  }

  void typesAreEqualByTheirLabels() {
    ValueType left = ValueType::of(TypeKind::Enum);
    left.declared = "mood";
    ValueType right = left;
    left.labels = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"sad", "ok"});
    QVERIFY(!(left == right));
    right.labels = std::make_shared<const std::vector<std::string>>(*left.labels);
    QVERIFY(left == right);
  }
};

JOINERY_TEST(TestDeclaredType)
#include "tst_declared_type.moc"
