// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/engine/schema_creation.h"
#include "orm/session/versioned_history.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// T7: what rows were, written by the flush that changes them. Books of a shelf, which deletes those that it lets go of.
class VersionedHistoryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup() { m_session.reset(); }
  void writesWhatRowsWere_data() { addBackends(); }
  void writesWhatRowsWere();
  void writesWhatIsDeletedByCascadeAndAsOrphan_data() { addBackends(); }
  void writesWhatIsDeletedByCascadeAndAsOrphan();
  void followsForeignKeysThatRelationshipsSet_data() { addBackends(); }
  void followsForeignKeysThatRelationshipsSet();
  void readsWhatWasNotLoaded_data() { addBackends(); }
  void readsWhatWasNotLoaded();
  void writesNothingForRowsThatStay_data() { addBackends(); }
  void writesNothingForRowsThatStay();
  void goesWithItsTransaction_data() { addBackends(); }
  void goesWithItsTransaction();
  void refusesWhatHasNoHistory_data() { addBackends(); }
  void refusesWhatHasNoHistory();

 private:
  RecordPtr shelve(int id, const char* title);
  /// id, title, version and operation of each row of the history, oldest first.
  std::string history();
  std::string cell(const std::string& sql) { return m_database->cell(sql); }

  std::optional<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  RecordPtr m_shelf;
};

namespace {

schema::Column historyColumn(const char* name, TypeKind kind) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  return made;
}

schema::MetaData booksWithHistory() {
  schema::MetaData metadata;
  schema::Table shelf, book;
  shelf.name = QualifiedName("shelf");
  shelf.columns = {historyColumn("room", TypeKind::Text)};
  declareColumns(shelf, {Mixin::integerKey()});
  book.name = QualifiedName("book");
  book.columns = {historyColumn("title", TypeKind::Text), historyColumn("shelf_id", TypeKind::Integer)};
  declareColumns(book, {Mixin::integerKey(), Mixin::rowVersion()});
  book.foreignKeys.resize(1);
  book.foreignKeys[0].columns = {"shelf_id"};
  book.foreignKeys[0].referredTable = shelf.name;
  book.foreignKeys[0].referredColumns = {"id"};
  metadata.add(shelf);
  metadata.add(book);
  metadata.add(historyTable(book));
  return metadata;
}

}  // namespace

void VersionedHistoryTest::init() {
  QFETCH(int, backend);
  m_shelf = {};
  m_session.reset();
  m_database.reset();
  m_database.emplace(static_cast<Backend>(backend));
  const auto metadata = std::make_shared<schema::MetaData>(booksWithHistory());
  createAll(m_database->connection(), m_database->dialect(), *metadata);
  RelationshipMapping books{.name = "books", .to = "Book", .backPopulates = "shelf"}, shelf{.name = "shelf", .to = "Shelf", .backPopulates = "books"};
  books.cascade = Cascade::allAndDeleteOrphan();
  const auto registry = mapModels(metadata, {{.name = "Shelf", .table = QualifiedName("shelf"), .relationships = {books}, .mixins = {Mixin::integerKey()}},
                                             {.name = "Book", .table = QualifiedName("book"), .relationships = {shelf}, .mixins = {Mixin::integerKey(), Mixin::rowVersion()}},
                                             historyMapping("Book", QualifiedName("book"))});
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), registry);
  keepHistory(*m_session, "Book");
  m_shelf = m_session->make("Shelf");
  m_session->add(*m_shelf);
}

RecordPtr VersionedHistoryTest::shelve(int id, const char* title) {
  RecordPtr book = m_session->make("Book");
  book->set("id", Value::integer(id));
  book->set("title", Value::text(title));
  m_shelf->append("books", *book);
  return book;
}

std::string VersionedHistoryTest::history() {
  std::string text;
  for (const RecordPtr& each : m_session->select({.model = "BookHistory", .sorts = {"+history_id"}}))
    text += (text.empty() ? "" : "; ") + std::to_string(each->value("id").toInteger()) + " " + std::string(each->value("title").bytes()) + " " + std::to_string(each->value("version").toInteger()) + " " +
            std::string(each->value("history_operation").bytes());
  return text;
}

void VersionedHistoryTest::writesWhatRowsWere() {  // T7
  const RecordPtr book = shelve(1, "one"), other = shelve(2, "two");
  m_session->commit();
  QCOMPARE(history(), ""s);
  book->set("title", Value::text("uno"));
  other->set("title", Value::text("due"));
  const auto before = m_database->lastStatement();
  m_session->flush();
  QCOMPARE(m_database->statementsAfter(before, "INSERT").size(), std::size_t{1});
  book->set("title", Value::text("un"));
  m_session->commit();
  m_session->remove(*book);
  m_session->commit();
  QCOMPARE(history(), "1 one 1 update; 2 two 1 update; 1 uno 2 update; 1 un 3 delete"s);
  QCOMPARE(cell("SELECT count(*) FROM book_history WHERE history_at IS NOT NULL AND shelf_id = 1"), "4"s);
  // A key that comes again begins a history of its own.
  m_shelf->append("books", *shelve(1, "new"));
  m_session->commit();
  QCOMPARE(cell("SELECT version FROM book WHERE id = 1"), "1"s);
}

void VersionedHistoryTest::writesWhatIsDeletedByCascadeAndAsOrphan() {  // T7
  const RecordPtr book = shelve(1, "one");
  shelve(2, "two");
  m_session->commit();
  m_shelf->remove("books", *book);
  m_session->commit();
  QCOMPARE(history(), "1 one 1 delete"s);
  m_session->remove(*m_shelf);
  m_session->commit();
  QCOMPARE(history(), "1 one 1 delete; 2 two 1 delete"s);
}

void VersionedHistoryTest::followsForeignKeysThatRelationshipsSet() {  // T7
  const RecordPtr book = shelve(1, "one"), other = m_session->make("Shelf");
  m_session->add(*other);
  m_session->commit();
  other->append("books", *book);
  m_session->commit();
  QCOMPARE(cell("SELECT shelf_id FROM book"), "2"s);
  QCOMPARE(cell("SELECT shelf_id FROM book_history"), "1"s);
}

void VersionedHistoryTest::readsWhatWasNotLoaded() {  // T7
  shelve(1, "one");
  m_session->commit();
  m_session->expunge(*m_shelf);
  m_session->heap().collect();
  const auto some = m_session->select({.model = "Book"}, {.attributes = {"id"}});
  some.front()->set("title", Value::text("uno"));
  m_session->commit();
  QCOMPARE(history(), "1 one 1 update"s);
  QCOMPARE(cell("SELECT shelf_id FROM book_history"), "1"s);
}

void VersionedHistoryTest::writesNothingForRowsThatStay() {  // T7
  const RecordPtr book = shelve(1, "one");
  m_session->commit();
  QCOMPARE(book->value("version").toInteger(), std::int64_t{1});
  book->set("title", Value::text("uno"));
  book->set("title", Value::text("one"));
  m_shelf->set("room", Value::text("hall"));
  m_session->commit();
  QCOMPARE(history(), ""s);
}

void VersionedHistoryTest::goesWithItsTransaction() {  // T7
  const RecordPtr book = shelve(1, "one");
  m_session->commit();
  book->set("title", Value::text("uno"));
  m_session->flush();
  m_session->rollback();
  QCOMPARE(history(), ""s);
  // T6: a change of an older version is refused, and leaves no history.
  QCOMPARE(book->value("version").toInteger(), std::int64_t{1});
  m_database->run("UPDATE book SET version = 5");
  book->set("title", Value::text("uno"));
  QCOMPARE(kindThrown([&] { m_session->flush(); }), ErrorKind::StaleData);
  m_session->rollback();
  book->set("title", Value::text("uno"));
  m_session->commit();
  QCOMPARE(history(), "1 one 1 update"s);
}

void VersionedHistoryTest::refusesWhatHasNoHistory() {  // T7
  QCOMPARE(kindThrown([&] { keepHistory(*m_session, "Shelf"); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { keepHistory(*m_session, "BookHistory"); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { keepHistory(*m_session, "Bok"); }), ErrorKind::InvalidRequest);
  const auto metadata = std::make_shared<schema::MetaData>(booksWithHistory());
  const auto registry = mapModels(metadata, {{.name = "Book", .table = QualifiedName("book"), .mixins = {Mixin::rowVersion()}}});
  Session other(m_database->connection(), m_database->dialect(), registry);
  QCOMPARE(kindThrown([&] { keepHistory(other, "Book"); }), ErrorKind::Mapping);
}

JOINERY_TEST(VersionedHistoryTest)
#include "tst_versioned_history.moc"
