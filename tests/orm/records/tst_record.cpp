// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/records/record_heap.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Records = std::vector<Record*>;

namespace {

schema::Table tableNamed(const char* name, std::vector<const char*> columns) {
  schema::Table made;
  made.name = QualifiedName(name);
  for (const char* each : columns) {
    schema::Column column;
    column.name = each;
    made.columns.push_back(column);
  }
  made.primaryKey = schema::UniqueKey{{}, {columns.front()}};
  return made;
}

schema::ForeignKey key(const char* column, const char* referred) {
  schema::ForeignKey made;
  made.columns = {column};
  made.referredTable = QualifiedName(referred);
  made.referredColumns = {"id"};
  return made;
}

RelationshipMapping related(const char* name, const char* to, const char* back) {
  RelationshipMapping mapping;
  mapping.name = name;
  mapping.to = to;
  mapping.backPopulates = back;
  return mapping;
}

/// Nodes in a tree whose children are kept by name, and tags that many nodes share.
std::shared_ptr<const Registry> makeRegistry() {
  auto metadata = std::make_shared<schema::MetaData>();
  auto node = tableNamed("node", {"id", "parent_id", "name"});
  node.foreignKeys = {key("parent_id", "node")};
  auto link = tableNamed("node_tag", {"node_id", "tag_id"});
  link.foreignKeys = {key("node_id", "node"), key("tag_id", "tag")};
  for (const auto& each : {node, link, tableNamed("tag", {"id", "word"})}) metadata->add(each);
  auto parent = related("parent", "Node", "children");
  parent.remoteSide = {"id"};
  auto children = related("children", "Node", "parent");
  children.collection = {CollectionKind::Kind::Keyed, "name"};
  auto tags = related("tags", "Tag", "nodes");
  tags.secondary = QualifiedName("node_tag");
  auto nodes = related("nodes", "Node", "tags");
  nodes.secondary = QualifiedName("node_tag");
  nodes.collection.kind = CollectionKind::Kind::Set;
  ModelMapping nodeModel{"Node", QualifiedName("node"), {}, {children, parent, tags}};
  ModelMapping tagModel{"Tag", QualifiedName("tag"), {}, {nodes}};
  return mapModels(metadata, {nodeModel, tagModel});
}

}  // namespace

namespace joinery::test {

/// Says what was asked of it, and answers with what a test gave.
class RecordListener : public RecordObserver {
 public:
  void loadAttributes(Record&) override { ++reads; }
  void loadRelationship(Record& record, const Relationship& relationship) override {
    ++reads;
    record.heap().setLoaded(record, relationship, answer);
  }
  std::optional<Record*> peekRelated(Record&, const Relationship&) override { return peeked; }
  void attributeSet(Record&, const Attribute& attribute) override { events.push_back("set " + attribute.name); }
  void related(Record&, const Relationship& relationship, Record&, Side side) override { events.push_back(named("+", relationship, side)); }
  void unrelated(Record&, const Relationship& relationship, Record&, Side side) override { events.push_back(named("-", relationship, side)); }
  void cleared(Record&, const Relationship& relationship) override { events.push_back("0" + relationship.name); }
  void forgotten(Record&) override { ++freed; }

  int reads = 0;
  int freed = 0;
  Records answer;
  std::optional<Record*> peeked;
  std::vector<std::string> events;

 private:
  static std::string named(const char* sign, const Relationship& relationship, Side side) {
    return sign + relationship.name + (side == Side::Back ? " back" : "");
  }
};

}  // namespace joinery::test

class RecordTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void keepsWhatWasSetAndWhatWasThere();
  void keepsBothSidesInStep();
  void movesAChildToItsNewParent();
  void keysChildrenByTheirNamesInOrder();
  void replacesWhatStandsUnderAKey();
  void keysAreAsTheyWereWhenPutThere();
  void keepsManyToManyInStep();
  void announcesTheUsersChangeBeforeTheOther();
  void assignsOnlyTheDifference();
  void notesChangesOfACollectionThatIsNotLoaded();
  void writesOverAReferenceThatIsNotKnown();
  void readsACollectionBeforeItChanges();
  void readsValuesFromItsBatch();
  void isUnmodifiedWhenAChangeIsTakenBack();
  void refusesWhatDoesNotFit();
  void refusesToReadWithoutASession();
  void freesCirclesThatNobodyHolds();
  void keepsWhatAHeldRecordLeadsTo();
  void outlivesItsSession();

 private:
  RecordPtr node(const char* name) {
    RecordPtr made = m_heap->make(m_registry->at("Node"));
    m_heap->setState(*made, RecordState::Pending, &m_observer);
    made->set("name", Value::text(name));
    return made;
  }
  RecordPtr persistent(std::int64_t id, const char* name) {
    RowBatchBuilder builder({{"id", {}}, {"parent_id", {}}, {"name", {}}});
    builder.append(0, Value::integer(id).view());
    builder.append(1, Value().view());
    builder.append(2, Value::text(name).view());
    builder.endRow();
    RecordPtr made = m_heap->load(m_registry->at("Node"), builder.build(), 0, std::make_shared<Record::Columns>(Record::Columns{0, 1, 2}));
    m_heap->setState(*made, RecordState::Persistent, &m_observer);
    return made;
  }

  std::shared_ptr<const Registry> m_registry = makeRegistry();
  test::RecordListener m_observer;
  std::shared_ptr<RecordHeap> m_heap;
};

void RecordTest::init() {
  m_observer = test::RecordListener();
  m_heap = RecordHeap::create();
}

void RecordTest::keepsWhatWasSetAndWhatWasThere() {
  const RecordPtr root = node("root");
  root->set("name", Value::text("trunk"));
  QCOMPARE(std::string(root->value("name").bytes()), std::string("trunk"));
  QVERIFY(root->value("parent_id").isNull());
  QVERIFY(!root->wasAnySet());
  root->unset("name");
  QVERIFY(!root->hasValue(2));
  m_heap->setState(*root, RecordState::Persistent, &m_observer);
  root->set("name", Value::text("stem"));
  QVERIFY(root->wasSet(2));
  QVERIFY(!root->before(2));
  QVERIFY(!root->wasSet(0));
}

void RecordTest::keepsBothSidesInStep() {
  const RecordPtr root = node("root"), child = node("child");
  root->append("children", *child);
  QCOMPARE(child->related("parent"), root.get());
  child->setRelated("parent", nullptr);
  QVERIFY(root->collection("children").empty());
  child->setRelated("parent", root.get());
  QCOMPARE(root->collection("children"), Records{child.get()});
  QCOMPARE(m_observer.reads, 0);
}

void RecordTest::movesAChildToItsNewParent() {
  const RecordPtr left = node("left"), right = node("right"), child = node("child");
  left->append("children", *child);
  right->append("children", *child);
  QVERIFY(left->collection("children").empty());
  QCOMPARE(child->related("parent"), right.get());
  QCOMPARE(right->collection("children").size(), std::size_t{1});
}

void RecordTest::keysChildrenByTheirNamesInOrder() {
  const RecordPtr root = node("root"), first = node("node1"), third = node("node3"), second = node("node2");
  for (const auto& each : {first, third}) root->append("children", *each);
  second->setRelated("parent", root.get());
  QCOMPARE(root->collection("children"), (Records{first.get(), third.get(), second.get()}));
  QCOMPARE(root->find("children", Value::text("node3")), third.get());
  QCOMPARE(root->find("children", Value::text("other")), nullptr);
}

void RecordTest::replacesWhatStandsUnderAKey() {
  const RecordPtr root = node("root"), old = node("same"), young = node("same");
  root->append("children", *old);
  root->append("children", *young);
  QCOMPARE(root->collection("children"), Records{young.get()});
  QCOMPARE(old->related("parent"), nullptr);
}

void RecordTest::keysAreAsTheyWereWhenPutThere() {
  const RecordPtr root = node("root"), child = node("before");
  root->append("children", *child);
  child->set("name", Value::text("after"));
  QCOMPARE(root->find("children", Value::text("before")), child.get());
  const RecordPtr other = node("x");
  root->put("children", Value::text("chosen"), *other);
  QCOMPARE(root->find("children", Value::text("chosen")), other.get());
}

void RecordTest::keepsManyToManyInStep() {
  const RecordPtr root = node("root"), tag = m_heap->make(m_registry->at("Tag"));
  root->append("tags", *tag);
  QCOMPARE(tag->collection("nodes"), Records{root.get()});
  tag->append("nodes", *root);
  QCOMPARE(root->collection("tags").size(), std::size_t{1});
  tag->remove("nodes", *root);
  QVERIFY(root->collection("tags").empty());
}

void RecordTest::announcesTheUsersChangeBeforeTheOther() {
  const RecordPtr left = node("left"), right = node("right"), child = node("child");
  left->append("children", *child);
  m_observer.events.clear();
  child->setRelated("parent", right.get());
  QCOMPARE(m_observer.events, (std::vector<std::string>{"-parent", "-children back", "+parent", "+children back"}));
  child->set("name", Value::text("other"));
  QCOMPARE(m_observer.events.back(), std::string("set name"));
}

void RecordTest::assignsOnlyTheDifference() {
  const RecordPtr tag = m_heap->make(m_registry->at("Tag")), a = node("a"), b = node("b"), c = node("c");
  m_heap->setState(*tag, RecordState::Pending, &m_observer);
  tag->assign("nodes", {a.get(), b.get()});
  m_observer.events.clear();
  tag->assign("nodes", {c.get(), b.get()});
  QCOMPARE(m_observer.events, (std::vector<std::string>{"+nodes", "+tags back", "-nodes", "-tags back"}));
  QCOMPARE(tag->collection("nodes"), (Records{c.get(), b.get()}));
}

void RecordTest::notesChangesOfACollectionThatIsNotLoaded() {
  const RecordPtr root = persistent(1, "root"), there = persistent(2, "there"), added = node("added");
  m_observer.peeked = root.get();
  added->setRelated("parent", root.get());
  there->setRelated("parent", nullptr);
  QCOMPARE(m_observer.reads, 0);
  QVERIFY(root->isModified());
  m_observer.answer = {there.get()};
  QCOMPARE(root->collection("children"), Records{added.get()});
  QCOMPARE(m_observer.reads, 1);
  QCOMPARE(root->find("children", Value::text("added")), added.get());
  QVERIFY(root->isModified());
}

void RecordTest::writesOverAReferenceThatIsNotKnown() {
  const RecordPtr root = persistent(1, "root");
  root->setRelated("parent", nullptr);
  QCOMPARE(m_observer.reads, 0);
  QCOMPARE(m_observer.events, std::vector<std::string>{"0parent"});
  QVERIFY(root->isModified());
  QCOMPARE(root->related("parent"), nullptr);
}

void RecordTest::readsACollectionBeforeItChanges() {
  const RecordPtr root = persistent(1, "root"), there = persistent(2, "there"), added = node("added");
  m_observer.answer = {there.get()};
  root->append("children", *added);
  QCOMPARE(m_observer.reads, 1);
  QCOMPARE(root->collection("children"), (Records{there.get(), added.get()}));
  try {
    root->remove("children", *root);
    QFAIL("it was removed");
  } catch (const DbError& error) {
    QVERIFY(error.kind() == ErrorKind::KeyNotFound);
  }
}

void RecordTest::readsValuesFromItsBatch() {
  const RecordPtr root = persistent(7, "root");
  QCOMPARE(root->value("id").toInteger(), std::int64_t{7});
  QCOMPARE(root->key(), std::vector<Value>{Value::integer(7)});
  QVERIFY(root->state() == RecordState::Persistent && !root->isModified());
  m_heap->expire(*root);
  QVERIFY(!root->hasValue(0));
  root->value("id");
  QCOMPARE(m_observer.reads, 1);
}

void RecordTest::isUnmodifiedWhenAChangeIsTakenBack() {
  const RecordPtr root = persistent(1, "root");
  root->set("name", Value::text("other"));
  QVERIFY(root->isModified());
  root->set("name", Value::text("root"));
  QVERIFY(!root->isModified());
  root->set("name", Value::text("third"));
  m_heap->settle(*root);
  QVERIFY(!root->isModified());
  QCOMPARE(std::string(root->value("name").bytes()), std::string("third"));
}

void RecordTest::refusesWhatDoesNotFit() {
  const RecordPtr root = node("root"), tag = m_heap->make(m_registry->at("Tag"));
  const auto elsewhere = RecordHeap::create();
  const RecordPtr stranger = elsewhere->make(m_registry->at("Node"));
  QVERIFY_THROWS_EXCEPTION(DbError, root->set("nam", Value()));
  QVERIFY_THROWS_EXCEPTION(DbError, root->append("children", *tag));
  QVERIFY_THROWS_EXCEPTION(DbError, root->append("children", *stranger));
  QVERIFY_THROWS_EXCEPTION(DbError, root->append("parent", *root));
  QVERIFY_THROWS_EXCEPTION(DbError, root->setRelated("children", tag.get()));
  QVERIFY_THROWS_EXCEPTION(DbError, root->remove("tags", *tag));
  QVERIFY_THROWS_EXCEPTION(DbError, root->put("tags", Value(), *tag));
  QVERIFY(root->collection("children").empty());
}

void RecordTest::refusesToReadWithoutASession() {
  const RecordPtr root = persistent(1, "root");
  m_heap->setState(*root, RecordState::Detached, nullptr);
  QCOMPARE(root->value("id").toInteger(), std::int64_t{1});
  try {
    root->collection("children");
    QFAIL("it was read");
  } catch (const DbError& error) {
    QVERIFY(error.message().find("Node.children") != std::string::npos);
  }
  QCOMPARE(m_observer.reads, 0);
}

void RecordTest::freesCirclesThatNobodyHolds() {
  {
    const RecordPtr root = node("root"), child = node("child");
    root->append("children", *child);
    QCOMPARE(m_heap->collect(), std::size_t{0});
  }
  QCOMPARE(m_heap->collect(), std::size_t{2});
  QCOMPARE(m_heap->size(), std::size_t{0});
  QCOMPARE(m_observer.freed, 2);
}

void RecordTest::keepsWhatAHeldRecordLeadsTo() {
  RecordPtr grandchild = node("grandchild");
  {
    const RecordPtr root = node("root"), child = node("child");
    root->append("children", *child);
    child->append("children", *grandchild);
  }
  QCOMPARE(m_heap->collect(), std::size_t{0});
  QCOMPARE(std::string(grandchild->related("parent")->related("parent")->value("name").bytes()), std::string("root"));
  Record* pinned = grandchild->related("parent")->related("parent");
  m_heap->pin(*pinned);
  grandchild = RecordPtr();
  QCOMPARE(m_heap->collect(), std::size_t{0});
  m_heap->unpin(*pinned);
  QCOMPARE(m_heap->collect(), std::size_t{3});
}

void RecordTest::outlivesItsSession() {
  const RecordPtr root = node("root");
  m_heap->setState(*root, RecordState::Detached, nullptr);
  m_heap.reset();
  QCOMPARE(std::string(root->value("name").bytes()), std::string("root"));
}

JOINERY_TEST(RecordTest)
#include "tst_record.moc"
