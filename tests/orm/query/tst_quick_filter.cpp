// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/query/filter_document.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

Attribute attributeOf(TypeKind kind, bool perCell = true) {
  Attribute attribute;
  attribute.name = attribute.column.name = "c";
  attribute.column.type.kind = kind;
  attribute.column.type.perCell = perCell;
  return attribute;
}

}  // namespace

class TestQuickFilter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsWhatWasTyped_data();
  void readsWhatWasTyped();
  void takesBlankTextForNoFilter();
  void refusesWhatDoesNotFit_data();
  void refusesWhatDoesNotFit();
};

void TestQuickFilter::readsWhatWasTyped_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("condition");
  const auto row = [](TypeKind kind, const char* typed, const char* condition) {
    QTest::addRow("%s %s", typeKindName(kind), typed) << static_cast<int>(kind) << QString::fromUtf8(typed) << QString::fromUtf8(condition);
  };
  using enum TypeKind;
  row(Text, "rock", R"({"$ilike":"%rock%"})");
  row(Text, "50%_\\", R"({"$ilike":"%50\\%\\_\\\\%"})");
  row(Text, "=rock", R"({"$eq":"rock"})");
  row(Text, "<>rock", R"({"$ne":"rock"})");
  row(Text, "=NULL", R"({"$null":true})");
  row(Text, "<>null", R"({"$null":false})");
  row(Text, "=''", R"({"$eq":""})");
  row(Text, "^ro", R"({"$ilike":"ro%"})");
  row(Text, "ck$", R"({"$ilike":"%ck"})");
  row(Text, "^rock$", R"({"$ilike":"rock"})");
  row(Text, "/^r.ck/", R"({"$regex":"(?i)^r.ck"})");
  row(Text, "a~b", R"({"$ilike":"%a~b%"})");
  row(Text, "=5", R"({"$eq":"5"})");
  row(Text, "^", R"({"$ilike":"%^%"})");
  row(Text, "AC/DC", R"({"$ilike":"%AC/DC%"})");
  row(Integer, "5", R"({"$ilike":"%5%"})");
  row(Integer, "=5", R"({"$eq":5})");
  row(Integer, "> 5", R"({"$gt":5})");
  row(Integer, ">=5", R"({"$gte":5})");
  row(Integer, "<5", R"({"$lt":5})");
  row(Integer, "<=-5", R"({"$lte":-5})");
  row(Integer, "1~10", R"({"$between":[1,10]})");
  row(Integer, "=9007199254740993", R"({"$eq":9007199254740993})");
  row(Numeric, "=0.99", R"({"$eq":"0.99"})");
  row(Real, "0.5~1e3", R"({"$between":[0.5,1000.0]})");
  row(Boolean, "=true", R"({"$eq":true})");
  row(Timestamp, ">2010-01-01", R"({"$gt":"2010-01-01"})");
  row(Date, "2010-01-01~2010-02-01", R"({"$between":["2010-01-01","2010-02-01"]})");
  row(Unknown, "=5", R"({"$in":[5,"5"]})");
  row(Unknown, "<>5", R"({"$nin":[5,"5"]})");
}

void TestQuickFilter::readsWhatWasTyped() {
  QFETCH(int, kind);
  QFETCH(QString, typed);
  QFETCH(QString, condition);
  const Json filter = quickFilter(typed.toStdString(), attributeOf(static_cast<TypeKind>(kind)));
  QCOMPARE(QString::fromStdString(filter.dump()), QStringLiteral("{\"c\":%1}").arg(condition));
}

void TestQuickFilter::takesBlankTextForNoFilter() {
  QVERIFY(quickFilter("", attributeOf(TypeKind::Text)).is_null());
  QVERIFY(quickFilter(" \t", attributeOf(TypeKind::Text)).is_null());
}

void TestQuickFilter::refusesWhatDoesNotFit_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("typed");
  const auto row = [](TypeKind kind, const char* typed) {
    QTest::addRow("%s %s", typeKindName(kind), typed) << static_cast<int>(kind) << QString::fromUtf8(typed);
  };
  using enum TypeKind;
  row(Integer, "=abc");
  row(Integer, ">");
  row(Integer, "1~x");
  row(Real, "<x");
  row(Numeric, "=1,5");
  row(Boolean, "=maybe");
  row(Timestamp, ">soon");
  row(Text, "=");
  row(Text, "/(/");
}

void TestQuickFilter::refusesWhatDoesNotFit() {
  QFETCH(int, kind);
  QFETCH(QString, typed);
  for (const bool perCell : {true, false})
    QVERIFY_THROWS_EXCEPTION(DbError, quickFilter(typed.toStdString(), attributeOf(static_cast<TypeKind>(kind), perCell)));
}

JOINERY_TEST(TestQuickFilter)
#include "tst_quick_filter.moc"
