// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/paging/row_order.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

using Direction = sql::OrderBy::Direction;

schema::Table sqliteTable(const std::vector<std::string>& columns) {
  schema::Table table;
  table.name = QualifiedName("t");
  table.hasRowId = true;
  for (const auto& name : columns) {
    schema::Column column;
    column.name = name;
    table.columns.push_back(std::move(column));
  }
  return table;
}

std::shared_ptr<const Registry> registryWith(const schema::Table& table) {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(table);
  return automap(metadata, true);
}

RowOrder orderOf(const Registry& registry, const char* modelName, const std::vector<std::string>& sorts, const Dialect& dialect = sqliteDialect()) {
  const Model& model = registry.at(modelName);
  std::vector<SortKey> keys;
  for (const auto& sort : sorts) keys.push_back(parseSortKey(sort, registry, model));
  return {keys, registry, model, sql::table(model.table->name), dialect};
}

QString statementOf(const RowOrder& order, const std::vector<sql::OrderBy>& orderBy) {
  return QString::fromStdString(sqliteDialect().compile(sql::Select(order.keyColumns()).from(order.from()).orderBy(orderBy)).sql);
}

}  // namespace

class TestRowOrder : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void endsWithTheKeyInTheLastDirection();
  void saysWhereNullsStand_data();
  void saysWhereNullsStand();
  void joinsWhatTheSortNeeds();
  void turnsEveryTermRound();
  void entersAnIndexAtTheFirstTerm();
  void leadsToARangeOfAnIndexEach_data();
  void leadsToARangeOfAnIndexEach();
  void namesTheRowId_data();
  void namesTheRowId();
  void isNotTotalWithoutAKey();
};

void TestRowOrder::endsWithTheKeyInTheLastDirection() {
  const auto registry = registryOf(chinookTables());
  const auto plain = orderOf(*registry, "Track", {});
  QCOMPARE(plain.terms().size(), std::size_t{1});
  QVERIFY(plain.isTotal());
  QCOMPARE(plain.terms()[0].key.direction, Direction::Ascending);
  const auto sorted = orderOf(*registry, "Track", {"+Name", "-AlbumId"});
  QCOMPARE(sorted.terms().size(), std::size_t{3});
  QCOMPARE(sorted.terms()[2].key.direction, Direction::Descending);
  QCOMPARE(orderOf(*registry, "PlaylistTrack", {}).terms().size(), std::size_t{2});
}

void TestRowOrder::saysWhereNullsStand_data() {
  QTest::addColumn<QString>("sort");
  QTest::addColumn<bool>("firstOnSqlite");
  QTest::addColumn<bool>("firstOnPostgresql");
  QTest::newRow("ascending") << "+AlbumId" << true << false;
  QTest::newRow("descending") << "-AlbumId" << false << true;
  QTest::newRow("ascending, last") << "+AlbumId:last" << false << false;
  QTest::newRow("descending, first") << "-AlbumId:first" << true << true;
}

void TestRowOrder::saysWhereNullsStand() {
  QFETCH(QString, sort);
  const auto registry = registryOf(chinookTables());
  const auto term = [&](const Dialect& dialect) { return orderOf(*registry, "Track", {sort.toStdString()}, dialect).terms()[0]; };
  QTEST(term(sqliteDialect()).nullsFirst, "firstOnSqlite");
  QTEST(term(postgresqlDialect()).nullsFirst, "firstOnPostgresql");
  QVERIFY(term(sqliteDialect()).nullable);
}

void TestRowOrder::joinsWhatTheSortNeeds() {
  const auto registry = registryOf(chinookTables());
  const auto order = orderOf(*registry, "Track", {"+Album.Title"});
  QVERIFY(statementOf(order, order.orderBy()).contains(QStringLiteral("LEFT JOIN")));
  // A track without an album has no title, whatever the column says.
  QVERIFY(order.terms()[0].nullable);
}

void TestRowOrder::turnsEveryTermRound() {
  const auto registry = registryOf(chinookTables());
  const auto order = orderOf(*registry, "Track", {"+AlbumId:last", "-Name"});
  const auto backwards = order.backwards().orderBy();
  QCOMPARE(backwards[0].direction, Direction::Descending);
  QCOMPARE(backwards[0].nulls, sql::OrderBy::Nulls::First);
  QCOMPARE(backwards[1].direction, Direction::Ascending);
  QCOMPARE(backwards[2].direction, Direction::Ascending);
}

void TestRowOrder::entersAnIndexAtTheFirstTerm() {
  const auto registry = registryOf(chinookTables());
  const auto condition = [&](const RowOrder& order, const std::vector<Value>& key) {
    const auto sql = QString::fromStdString(sqliteDialect().compile(sql::Select(order.keyColumns()).from(order.from()).where(order.startingAt(key))).sql);
    return sql.mid(sql.indexOf(QStringLiteral("WHERE")));
  };
  const auto composite = condition(orderOf(*registry, "PlaylistTrack", {}), {Value::integer(1), Value::integer(2)});
  QVERIFY2(composite.contains(QStringLiteral(") >= (")), qPrintable(composite));
  QVERIFY2(!composite.contains(QStringLiteral(" OR ")), qPrintable(composite));
  const auto mixed = condition(orderOf(*registry, "Track", {"-Name"}), {Value::text("x"), Value::integer(2)});
  QVERIFY2(mixed.contains(QStringLiteral("<=")), qPrintable(mixed));
}

void TestRowOrder::leadsToARangeOfAnIndexEach_data() {
  QTest::addColumn<QString>("sort");
  QTest::addColumn<bool>("isNull");
  QTest::addColumn<QStringList>("ranges");
  const auto row = [](const char* sort, bool isNull, const QStringList& ranges) { QTest::addRow("%s, %s", sort, isNull ? "NULL" : "a value") << QString::fromLatin1(sort) << isNull << ranges; };
  row("+AlbumId", false, {QStringLiteral("AlbumId = ?1 AND TrackId >= ?2"), QStringLiteral("AlbumId > ?1")});
  row("+AlbumId", true, {QStringLiteral("AlbumId IS NULL AND TrackId >= ?1"), QStringLiteral("AlbumId IS NOT NULL")});
  row("+AlbumId:last", false, {QStringLiteral("AlbumId = ?1 AND TrackId >= ?2"), QStringLiteral("AlbumId > ?1"), QStringLiteral("AlbumId IS NULL")});
  row("+AlbumId:last", true, {QStringLiteral("AlbumId IS NULL AND TrackId >= ?1")});
  row("-AlbumId", false, {QStringLiteral("AlbumId = ?1 AND TrackId <= ?2"), QStringLiteral("AlbumId < ?1"), QStringLiteral("AlbumId IS NULL")});
}

void TestRowOrder::leadsToARangeOfAnIndexEach() {
  QFETCH(QString, sort);
  QFETCH(bool, isNull);
  const auto registry = registryOf(chinookTables());
  const auto order = orderOf(*registry, "Track", {sort.toStdString()});
  QStringList ranges;
  for (const auto& range : order.rangesFrom({isNull ? Value() : Value::integer(1), Value::integer(2)}, RowOrder::From::Key))
    ranges << QString::fromStdString(sqliteDialect().compile(range).sql).remove(QStringLiteral("Track."));
  QTEST(ranges, "ranges");
  const auto after = order.rangesFrom({Value::integer(1), Value::integer(2)}, RowOrder::From::AfterKey);
  const auto last = QString::fromStdString(sqliteDialect().compile(after[0]).sql);
  QVERIFY2(last.endsWith(QStringLiteral("> ?2")) || last.endsWith(QStringLiteral("< ?2")), qPrintable(last));
}

void TestRowOrder::namesTheRowId_data() {
  QTest::addColumn<QByteArrayList>("columns");
  QTest::addColumn<QString>("name");
  QTest::newRow("free") << QByteArrayList{"a"} << "rowid";
  QTest::newRow("taken") << QByteArrayList{"RowID"} << "_rowid_";
  QTest::newRow("taken twice") << QByteArrayList{"rowid", "_rowid_"} << "oid";
  QTest::newRow("all taken") << QByteArrayList{"oid", "rowid", "_ROWID_"} << "";
}

void TestRowOrder::namesTheRowId() {
  QFETCH(QByteArrayList, columns);
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.toStdString());
  auto table = sqliteTable(names);
  QTEST(QString::fromStdString(rowIdName(table)), "name");
  table.hasRowId = false;
  QCOMPARE(rowIdName(table), std::string());
}

void TestRowOrder::isNotTotalWithoutAKey() {
  auto table = sqliteTable({"a"});
  QVERIFY(orderOf(*registryWith(table), "t", {}).isTotal());
  table.hasRowId = false;
  const auto order = orderOf(*registryWith(table), "t", {"+a"});
  QVERIFY(!order.isTotal());
  QCOMPARE(order.terms().size(), std::size_t{1});
}

JOINERY_TEST(TestRowOrder)
#include "tst_row_order.moc"
