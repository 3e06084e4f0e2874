// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/reading/record_reader.h"
#include "orm/session/session.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kSpanTables =
    "CREATE TABLE span (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, parent_id INTEGER REFERENCES span(id));"
    "INSERT INTO span VALUES (1, 0, 10, NULL), (2, 2, 5, 1), (3, 6, 7, 1)";

const ValueType kNumber = ValueType::of(TypeKind::Integer);

/// What follows from the row's own columns, and so from a record too.
ComputedMapping spanLength() {
  return {.name = "length", .type = kNumber,
          .expression = [](const std::string& table) { return sql::subtract(sql::column(table, "last"), sql::column(table, "first")); },
          .onRecord = [](Record& record) { return Value::integer(record.value("last").toInteger() - record.value("first").toInteger()); }};
}

/// What only the database knows.
ComputedMapping spanParts() {
  return {.name = "parts", .type = kNumber, .expression = [](const std::string& table) {
            const sql::FromItem part = sql::table(QualifiedName("span"), "part_of_" + table);
            return sql::subquery(sql::Select({sql::count()}).from(part).where(sql::eq(part.column("parent_id"), sql::column(table, "id"))));
          }};
}

std::string idsOf(const std::vector<RecordPtr>& records) {
  std::string text;
  for (const RecordPtr& each : records) text += std::to_string(each->value("id").toInteger());
  return text;
}

}  // namespace

class ComputedAttributesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void filtersAndSortsByThem_data() { addBackends(); }
  void filtersAndSortsByThem();
  void readsThemOnRecords_data() { addBackends(); }
  void readsThemOnRecords();
  void neverWritesThem_data() { addBackends(); }
  void neverWritesThem();
  void readsThemInTrees_data() { addBackends(); }
  void readsThemInTrees();
  void refusesNamesThatAreTaken_data() { addBackends(); }
  void refusesNamesThatAreTaken();

 private:
  ModelMapping mapping() const {
    RelationshipMapping parent{.name = "parent", .to = "Span", .backPopulates = "children", .remoteSide = {"id"}};
    RelationshipMapping children{.name = "children", .to = "Span", .backPopulates = "parent", .orderBy = {"-length"}};
    return {.name = "Span", .table = QualifiedName("span"), .relationships = {parent, children}, .computed = {spanLength(), spanParts()}};
  }
  std::size_t selectsAfter(std::uint64_t number) const { return m_database->statementsAfter(number, "SELECT").size(); }

  std::unique_ptr<MusicDatabase> m_database;
  std::shared_ptr<const schema::MetaData> m_metadata;
  std::unique_ptr<Session> m_session;
};

void ComputedAttributesTest::init() {
  const bool isPostgresql = QTest::currentDataTag() != nullptr && qstrcmp(QTest::currentDataTag(), "PostgreSQL") == 0;
  m_database = std::make_unique<MusicDatabase>(isPostgresql ? MusicDatabase::Backend::Postgresql : MusicDatabase::Backend::Sqlite);
  m_database->run(kSpanTables);
  m_database->reflect();
  m_metadata = std::make_shared<schema::MetaData>(m_database->registry()->metadata());
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), mapModels(m_metadata, {mapping()}));
}

void ComputedAttributesTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

void ComputedAttributesTest::filtersAndSortsByThem() {
  // T5: one definition for WHERE and ORDER BY.
  QCOMPARE(idsOf(m_session->select({.model = "Span", .filter = {{"length", {{"$gte", 3}}}}, .sorts = {"+length"}})), std::string("21"));
  QCOMPARE(idsOf(m_session->select({.model = "Span", .filter = {{"parts", 2}}})), std::string("1"));
  QCOMPARE(idsOf(m_session->select({.model = "Span", .filter = {{"children", {{"length", 1}}}}})), std::string("1"));
  QCOMPARE(idsOf(m_session->select({.model = "Span", .filter = {{"parent", {{"parts", 2}}}}, .sorts = {"-parent.length", "-id"}})), std::string("32"));
  SelectOptions options;
  options.joined = {"children"};
  const auto spans = m_session->select({.model = "Span", .sorts = {"-length"}, .limit = 1}, options);
  QCOMPARE(idsOf(spans), std::string("1"));
  const std::vector<Record*> children = spans.front()->collection("children");
  QCOMPARE(children.size(), std::size_t{2});
  QCOMPARE(children.front()->value("id"), Value::integer(2));
}

void ComputedAttributesTest::readsThemOnRecords() {
  const RecordPtr span = m_session->get("Span", {Value::integer(1)});
  const std::uint64_t before = m_database->lastStatement();
  QCOMPARE(span->value("length"), Value::integer(10));
  QCOMPARE(span->value("parts"), Value::integer(2));
  QCOMPARE(selectsAfter(before), std::size_t{0});
  // T5: of a record without a row, and of changes that are not written.
  const RecordPtr made = m_session->make("Span");
  made->set("first", Value::integer(3));
  made->set("last", Value::integer(9));
  QCOMPARE(made->value("length"), Value::integer(6));
  QVERIFY(made->value("parts").isNull());
  span->set("last", Value::integer(20));
  QCOMPARE(span->value("length"), Value::integer(20));
}

void ComputedAttributesTest::neverWritesThem() {
  const RecordPtr made = m_session->make("Span");
  for (const auto& [name, value] : {std::pair("id", 4), std::pair("first", 3), std::pair("last", 9)}) made->set(name, Value::integer(value));
  QCOMPARE(kindThrown([&] { made->set("length", Value::integer(1)); }), std::optional(ErrorKind::WrongValue));
  made->setRelated("parent", m_session->get("Span", {Value::integer(2)}).get());
  m_session->add(*made);
  m_session->flush();
  // What a flush may have changed is read again.
  QCOMPARE(made->value("parts"), Value::integer(0));
  made->setRelated("parent", m_session->get("Span", {Value::integer(1)}).get());
  m_session->commit();
  QCOMPARE(m_session->get("Span", {Value::integer(1)})->value("parts"), Value::integer(3));
  QCOMPARE(m_database->cell("SELECT last - first FROM span WHERE id = 4"), std::string("6"));
}

void ComputedAttributesTest::readsThemInTrees() {
  RecordReader reader(m_database->connection(), m_database->dialect(), mapModels(m_metadata, {mapping()}));
  const auto spans = reader.select({.model = "Span", .filter = {{"length", 1}}, .joins = {"parent"}});
  QCOMPARE(spans.size(), std::size_t{1});
  QVERIFY(spans.front()->value("parts") == ValueView::integer(0));
  const auto& parent = spans.front()->related("parent")->front();
  QVERIFY(parent->value("length") == ValueView::integer(10) && parent->value("parts") == ValueView::integer(2));
}

void ComputedAttributesTest::refusesNamesThatAreTaken() {
  ModelMapping taken = mapping();
  taken.computed.front().name = "last";
  QCOMPARE(kindThrown([&] { mapModels(m_metadata, {taken}); }), std::optional(ErrorKind::Mapping));
  taken = mapping();
  taken.computed.front().name = "children";
  QCOMPARE(kindThrown([&] { mapModels(m_metadata, {taken}); }), std::optional(ErrorKind::Mapping));
}

JOINERY_TEST(ComputedAttributesTest)
#include "tst_computed_attributes.moc"
