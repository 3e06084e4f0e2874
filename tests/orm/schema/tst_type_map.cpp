// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/schema/type_map.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;

class TypeMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void givesColumnsWhatTheirTypeSays();
  void letsAColumnBeNull();
  void makesALiteralAsLongAsItsLongestLabel_data();
  void makesALiteralAsLongAsItsLongestLabel();
  void refusesALiteralWithoutLabels();
  void refusesUnknownTypes();

 private:
  TypeMap m_types;
};

void TypeMapTest::init() {
  Column text;
  text.type = ValueType::of(TypeKind::Text);
  text.type.length = 256;
  text.nullable = false;
  text.defaultExpression = "''";
  m_types = TypeMap().add("str256", text);
}

void TypeMapTest::givesColumnsWhatTheirTypeSays() {  // O1
  const Column name = m_types.column("name", "str256");
  QCOMPARE(name.name, std::string("name"));
  QCOMPARE(name.type.length, 256);
  QVERIFY(!name.nullable);
  QCOMPARE(*name.defaultExpression, std::string("''"));
}

void TypeMapTest::letsAColumnBeNull() {  // O1
  QVERIFY(m_types.optional("nick", "str256").nullable);
  QVERIFY(!m_types.column("name", "str256").nullable);
}

void TypeMapTest::makesALiteralAsLongAsItsLongestLabel_data() {  // O1
  QTest::addColumn<QStringList>("labels");
  QTest::addColumn<int>("length");
  QTest::newRow("two") << QStringList{QStringLiteral("parttime"), QStringLiteral("full")} << 8;
  QTest::newRow("the longest last") << QStringList{QStringLiteral("a"), QStringLiteral("abc")} << 3;
  QTest::newRow("characters, not bytes") << QStringList{QString::fromUtf8("größer")} << 6;
  QTest::newRow("an empty one alone") << QStringList{QString()} << 1;
}

void TypeMapTest::makesALiteralAsLongAsItsLongestLabel() {
  QFETCH(QStringList, labels);
  QFETCH(int, length);
  std::vector<std::string> texts;
  for (const QString& label : labels) texts.push_back(label.toStdString());
  m_types.addLiteral("workload", texts);
  const Column workload = m_types.column("workload", "workload");
  QCOMPARE(workload.type.length, length);
  QCOMPARE(*workload.type.labels, texts);
  QVERIFY(!workload.nullable);
}

void TypeMapTest::refusesALiteralWithoutLabels() { QVERIFY_THROWS_EXCEPTION(DbError, m_types.addLiteral("nothing", {})); }

void TypeMapTest::refusesUnknownTypes() {
  try {
    m_types.column("name", "str255");
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Mapping);
    QVERIFY(error.hint.find("str256") != std::string::npos);
  }
}

JOINERY_TEST(TypeMapTest)
#include "tst_type_map.moc"
