// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/records/record_heap.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

schema::Table eventTable(const char* name, std::initializer_list<const char*> columns) {
  schema::Table made;
  made.name = QualifiedName(name);
  for (const char* each : columns) made.columns.emplace_back().name = each;
  made.primaryKey = schema::UniqueKey{{}, {"id"}};
  return made;
}

/// Shelves that hold books; a book stands on one shelf.
std::shared_ptr<const Registry> shelvesAndBooks() {
  auto metadata = std::make_shared<schema::MetaData>();
  schema::Table book = eventTable("book", {"id", "title", "shelf_id"});
  schema::ForeignKey key;
  key.columns = {"shelf_id"};
  key.referredTable = QualifiedName("shelf");
  key.referredColumns = {"id"};
  book.foreignKeys = {key};
  metadata->add(book);
  metadata->add(eventTable("shelf", {"id", "name"}));
  const RelationshipMapping books{.name = "books", .to = "Book", .backPopulates = "shelf"};
  const RelationshipMapping shelf{.name = "shelf", .to = "Shelf", .backPopulates = "books"};
  return mapModels(metadata, {{.name = "Shelf", .table = QualifiedName("shelf"), .relationships = {books}},
                              {.name = "Book", .table = QualifiedName("book"), .relationships = {shelf}}});
}

[[noreturn]] void refuse() { throw DbError(ErrorKind::WrongValue, "not on this shelf"); }

}  // namespace

/// ORACLES R21 and T21, and what listeners may do.
class AttributeEventsTest : public QObject {
  Q_OBJECT

 private:
  using Told = std::vector<std::string>;

 private Q_SLOTS:
  void init();
  void aListenerMayChangeWhatIsSet();
  void aListenerThatThrowsLeavesTheAttributeAsItWas();
  void aListenerOfOneSideRefusesForBoth_data();
  void aListenerOfOneSideRefusesForBoth();
  void assignmentIsAnnouncedThenTellsTheDifferenceAlone();
  void theListOfAnAssignmentMayBeChanged();
  void movingToAnotherParentTellsTheOneThatLosesIt();
  void takingAwayTellsBothSides();
  void listenersHearOnlyOfWhatTheyAskedFor();
  void anInitialValueIsAskedForOnce();

 private:
  RecordPtr make(const char* model, const char* attribute, const char* text);
  void writeDown();
  Told takeTold() { return std::exchange(m_told, {}); }

  std::shared_ptr<const Registry> m_registry = shelvesAndBooks();
  std::shared_ptr<RecordHeap> m_heap;
  Told m_told;
};

void AttributeEventsTest::init() {
  m_heap = RecordHeap::create();
  m_told.clear();
}

RecordPtr AttributeEventsTest::make(const char* model, const char* attribute, const char* text) {
  RecordPtr record = m_heap->make(m_registry->at(model));
  record->set(attribute, Value::text(text));
  return record;
}

void AttributeEventsTest::writeDown() {
  const auto named = [](Record* record) {
    return record ? std::string(record->value(1).bytes()) : std::string("none");
  };
  const auto told = [this](const std::string& text) { m_told.push_back(text); };
  AttributeListener listener;
  listener.relate = [=](Record& record, const Relationship&, Record* now, Record* before) { told(named(&record) + " on " + named(now) + " not " + named(before)); };
  listener.append = [=](Record& record, const Relationship&, Record& added) { told(named(&record) + " + " + named(&added)); };
  listener.remove = [=](Record& record, const Relationship&, Record& removed) { told(named(&record) + " - " + named(&removed)); };
  listener.replace = [=](Record& record, const Relationship&, std::vector<Record*>& records) { told(named(&record) + " = " + std::to_string(records.size())); };
  m_heap->events().listen({}, {}, listener);
}

void AttributeEventsTest::aListenerMayChangeWhatIsSet() {
  m_heap->events().listen("Book", "title", {.set = [](Record&, const Attribute&, const Value& value, const auto&) { return Value::text("The " + std::string(value.bytes())); }});
  QCOMPARE(make("Book", "title", "Trial")->value("title"), Value::text("The Trial"));
}

void AttributeEventsTest::aListenerThatThrowsLeavesTheAttributeAsItWas() {
  const RecordPtr book = make("Book", "title", "Trial");
  m_heap->settle(*book);
  m_heap->events().listen("Book", "title", {.set = [](Record&, const Attribute&, const Value&, const auto&) -> Value { refuse(); }});
  QVERIFY_THROWS_EXCEPTION(DbError, book->set("title", Value::text("Castle")));
  QCOMPARE(book->value("title"), Value::text("Trial"));
  QVERIFY(!book->isModified());
}

void AttributeEventsTest::aListenerOfOneSideRefusesForBoth_data() {
  QTest::addColumn<bool>("isOfTheShelf");
  QTest::newRow("the collection's") << true;
  QTest::newRow("the book's") << false;
}

void AttributeEventsTest::aListenerOfOneSideRefusesForBoth() {
  QFETCH(bool, isOfTheShelf);
  const RecordPtr shelf = make("Shelf", "name", "A"), other = make("Shelf", "name", "B"), book = make("Book", "title", "Trial");
  other->append("books", *book);
  if (isOfTheShelf) m_heap->events().listen("Shelf", "books", {.append = [](Record&, const Relationship&, Record&) { refuse(); }});
  else m_heap->events().listen("Book", "shelf", {.relate = [](Record&, const Relationship&, Record*, Record*) { refuse(); }});
  QVERIFY_THROWS_EXCEPTION(DbError, shelf->append("books", *book));
  QVERIFY_THROWS_EXCEPTION(DbError, book->setRelated("shelf", shelf.get()));
  QVERIFY(shelf->collection("books").empty());
  QCOMPARE(book->related("shelf"), other.get());
  QCOMPARE(other->collection("books").size(), std::size_t{1});
}

void AttributeEventsTest::assignmentIsAnnouncedThenTellsTheDifferenceAlone() {
  const RecordPtr shelf = make("Shelf", "name", "A");
  const RecordPtr first = make("Book", "title", "1"), second = make("Book", "title", "2"), third = make("Book", "title", "3");
  shelf->assign("books", {first.get(), second.get()});
  writeDown();
  shelf->assign("books", {second.get(), third.get()});
  QCOMPARE(takeTold(), (Told{"A = 2", "A + 3", "3 on A not none", "A - 1", "1 on none not A"}));
}

void AttributeEventsTest::theListOfAnAssignmentMayBeChanged() {
  const RecordPtr shelf = make("Shelf", "name", "A"), first = make("Book", "title", "1"), second = make("Book", "title", "2");
  m_heap->events().listen("Shelf", "books", {.replace = [&](Record&, const Relationship&, std::vector<Record*>& records) { std::erase(records, first.get()); }});
  shelf->assign("books", {first.get(), second.get()});
  QCOMPARE(shelf->collection("books"), std::vector<Record*>{second.get()});
  QCOMPARE(first->related("shelf"), nullptr);
}

void AttributeEventsTest::movingToAnotherParentTellsTheOneThatLosesIt() {
  const RecordPtr shelf = make("Shelf", "name", "A"), other = make("Shelf", "name", "B"), book = make("Book", "title", "Trial");
  shelf->append("books", *book);
  writeDown();
  book->setRelated("shelf", other.get());
  QCOMPARE(takeTold(), (Told{"Trial on B not A", "B + Trial", "A - Trial"}));
}

void AttributeEventsTest::takingAwayTellsBothSides() {
  const RecordPtr shelf = make("Shelf", "name", "A"), book = make("Book", "title", "Trial");
  shelf->append("books", *book);
  writeDown();
  shelf->remove("books", *book);
  QCOMPARE(takeTold(), (Told{"A - Trial", "Trial on none not A"}));
  shelf->append("books", *book);
  takeTold();
  book->setRelated("shelf", nullptr);
  QCOMPARE(takeTold(), (Told{"Trial on none not A", "A - Trial"}));
}

void AttributeEventsTest::listenersHearOnlyOfWhatTheyAskedFor() {
  int titles = 0, all = 0;
  const auto counting = [](int& count) {
    return AttributeListener{.set = [&count](Record&, const Attribute&, const Value& value, const auto&) { ++count; return value; }};
  };
  m_heap->events().listen("Book", "title", counting(titles));
  m_heap->events().listen("Book", {}, counting(all));
  make("Shelf", "name", "A");
  make("Book", "title", "Trial")->set("id", Value::integer(1));
  QCOMPARE(titles, 1);
  QCOMPARE(all, 2);
}

// J1: asking does not count as a change.
void AttributeEventsTest::anInitialValueIsAskedForOnce() {
  int calls = 0;
  m_heap->events().listen("Book", "title", {.initial = [&](Record&, const Attribute&) { return Value::text(std::to_string(++calls)); }});
  const RecordPtr book = m_heap->make(m_registry->at("Book"));
  QCOMPARE(book->value("title"), Value::text("1"));
  QCOMPARE(book->value("title"), Value::text("1"));
  QVERIFY(!book->isModified());
  QCOMPARE(book->value("id"), Value());
}

JOINERY_TEST(AttributeEventsTest)
#include "tst_attribute_events.moc"
