// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/model/mapping_warnings.h"
#include "table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Kind = Relationship::Kind;
using Columns = std::vector<std::string>;

namespace {

std::shared_ptr<const schema::MetaData> tables() {
  return metadataOf({TableBuilder("author").key({"id"}).column("name"), TableBuilder("book").key({"id"}).nullable("author_id").refer({"author_id"}, "author").nullable("editor_id").refer({"editor_id"}, "author"),
                     TableBuilder("node").key({"id"}).nullable("parent_id").refer({"parent_id"}, "node"), TableBuilder("tag").key({"id"}).column("word"),
                     TableBuilder("node_tag").key({"node_id", "tag_id"}).refer({"node_id"}, "node").refer({"tag_id"}, "tag"),
                     TableBuilder("edge").key({"from_id", "to_id"}).refer({"from_id"}, "node").refer({"to_id"}, "node"), TableBuilder("keyless").column("a").column("b")});
}

std::shared_ptr<const Registry> map(std::vector<ModelMapping> mappings) { return mapModels(tables(), mappings); }

ModelMapping model(const char* name, const char* table, std::vector<RelationshipMapping> relationships = {}) {
  ModelMapping mapping;
  mapping.name = name;
  mapping.table = QualifiedName(table);
  mapping.relationships = std::move(relationships);
  return mapping;
}

RelationshipMapping related(const char* name, const char* to) {
  RelationshipMapping mapping;
  mapping.name = name;
  mapping.to = to;
  return mapping;
}

template <typename Function>
DbError refusal(Function function) {
  try {
    function();
  } catch (const DbError& error) {
    return error;
  }
  return DbError(ErrorKind::Operational, "nothing was thrown");
}

}  // namespace

class TestMapping : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsTheForeignKeyByItself();
  void tellsThePresentSideOfATableThatRefersToItself();
  void takesTheKeyThatIsNamed();
  void findsBothKeysOfALinkTable();
  void tellsTheSidesOfALinkFromATableToItself();
  void keepsWhatWasDeclared();
  void takesAKeyThatTheTableDoesNotHave();
  void relatesByColumnsThatNoForeignKeyJoins();
  void namesWhatIsWrong_data();
  void namesWhatIsWrong();
  void warnsOfTwoSidesThatDoNotKnowEachOther();
  void doesNotWarnOfOtherRelations();
};

void TestMapping::findsTheForeignKeyByItself() {
  auto words = related("tags", "Tag");
  words.secondary = QualifiedName("node_tag");
  const auto registry = map({model("Node", "node", {words}), model("Tag", "tag")});
  const Relationship& tags = *registry->at("Node").relationship("tags");
  QCOMPARE(tags.kind, Kind::ManyToMany);
  QCOMPARE(tags.linkLocalColumns, Columns{"node_id"});
  QCOMPARE(tags.linkRemoteColumns, Columns{"tag_id"});
  QCOMPARE(tags.remoteColumns, Columns{"id"});
}

void TestMapping::tellsThePresentSideOfATableThatRefersToItself() {  // T8
  auto parent = related("parent", "Node");
  parent.remoteSide = {"id"};
  parent.backPopulates = "children";
  auto children = related("children", "Node");
  children.backPopulates = "parent";
  const auto registry = map({model("Node", "node", {children, parent})});
  QCOMPARE(registry->at("Node").relationship("children")->kind, Kind::OneToMany);
  QCOMPARE(registry->at("Node").relationship("children")->remoteColumns, Columns{"parent_id"});
  QCOMPARE(registry->at("Node").relationship("parent")->kind, Kind::ManyToOne);
  QCOMPARE(registry->at("Node").relationship("parent")->localColumns, Columns{"parent_id"});
}

void TestMapping::takesTheKeyThatIsNamed() {
  auto editor = related("editor", "Author");
  editor.foreignKeys = {"editor_id"};
  auto edited = related("edited", "Book");
  edited.foreignKeys = {"book.editor_id"};
  edited.isScalar = true;
  const auto registry = map({model("Book", "book", {editor}), model("Author", "author", {edited})});
  QCOMPARE(registry->at("Book").relationship("editor")->localColumns, Columns{"editor_id"});
  QCOMPARE(registry->at("Author").relationship("edited")->kind, Kind::OneToOne);
}

void TestMapping::findsBothKeysOfALinkTable() {
  auto nodes = related("nodes", "Node");
  nodes.secondary = QualifiedName("node_tag");
  const auto registry = map({model("Tag", "tag", {nodes}), model("Node", "node")});
  QCOMPARE(registry->at("Tag").relationship("nodes")->linkLocalColumns, Columns{"tag_id"});
}

void TestMapping::tellsTheSidesOfALinkFromATableToItself() {
  auto to = related("to", "Node");
  to.secondary = QualifiedName("edge");
  auto from = to;
  from.name = "from";
  from.remoteSide = {"from_id"};
  const auto registry = map({model("Node", "node", {to, from})});
  QCOMPARE(registry->at("Node").relationship("to")->linkLocalColumns, Columns{"from_id"});
  QCOMPARE(registry->at("Node").relationship("from")->linkLocalColumns, Columns{"to_id"});
  QCOMPARE(registry->at("Node").relationship("from")->linkRemoteColumns, Columns{"from_id"});
}

void TestMapping::keepsWhatWasDeclared() {
  auto children = related("children", "Node");
  children.cascade = Cascade::allAndDeleteOrphan();
  children.loading = Loading::Selectin;
  children.collection = {CollectionKind::Kind::Keyed, "parent_id"};
  children.orderBy = {"-id"};
  children.passiveDeletes = children.postUpdate = true;
  const auto registry = map({model("Node", "node", {children})});
  const Relationship& made = *registry->at("Node").relationship("children");
  QVERIFY(made.cascade == Cascade::allAndDeleteOrphan() && made.loading == Loading::Selectin && made.passiveDeletes && made.postUpdate);
  QCOMPARE(made.collection.keyAttribute, std::string("parent_id"));
  QCOMPARE(made.orderBy, Columns{"-id"});
}

void TestMapping::takesAKeyThatTheTableDoesNotHave() {  // T3
  auto keyless = model("Keyless", "keyless");
  keyless.primaryKey = {"b"};
  const auto registry = map({keyless});
  QCOMPARE(registry->at("Keyless").keyAttributes(), Columns{"b"});
  QVERIFY(registry->at("Keyless").attribute("b")->isKey);
}

/// T10: which side refers to the other follows from what is unique, and from where the criterion's column is.
void TestMapping::relatesByColumnsThatNoForeignKeyJoins() {
  auto loose = related("loose", "Keyless"), node = related("node", "Node");
  loose.joins = {{"id", "a"}};
  loose.criterion = {{"b", Value::text("node")}};
  loose.backPopulates = "node";
  node.joins = {{"a", "id"}};
  node.backPopulates = "loose";
  auto keyless = model("Keyless", "keyless", {node});
  keyless.primaryKey = {"a", "b"};
  const auto registry = map({model("Node", "node", {loose}), keyless});
  const Relationship& down = *registry->at("Node").relationship("loose");
  QVERIFY(down.isVirtual && down.kind == Kind::OneToMany);
  QCOMPARE(down.localColumns, Columns{"id"});
  QCOMPARE(down.remoteColumns, Columns{"a"});
  QCOMPARE(down.knownBy(), Columns{"id"});
  QCOMPARE(down.criterion.front().first, std::string("b"));
  const Relationship& up = *registry->at("Keyless").relationship("node");
  QVERIFY(up.isVirtual && up.kind == Kind::ManyToOne && up.criterion.empty());
}

void TestMapping::namesWhatIsWrong_data() {
  QTest::addColumn<std::vector<ModelMapping>>("mappings");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, std::vector<ModelMapping> mappings, const char* message) { QTest::newRow(name) << std::move(mappings) << QString::fromLatin1(message); };
  row("no such table", {model("A", "nothing")}, "model A: there is no table nothing");
  row("no key", {model("A", "keyless")}, "has no key");
  row("no such model", {model("Node", "node", {related("x", "Nod")})}, "Node.x: there is no model called \"Nod\"");
  row("no foreign key", {model("Node", "node", {related("x", "Tag")}), model("Tag", "tag")}, "Node.x: no foreign key joins");
  row("several foreign keys", {model("Book", "book", {related("x", "Author")}), model("Author", "author")}, "Book.x: several foreign keys join");
  row("a name that is taken", {model("Node", "node", {related("id", "Node")})}, "two things called \"id\"");
  auto keyed = related("children", "Node");
  keyed.collection = {CollectionKind::Kind::Keyed, "nam"};
  row("no such key attribute", {model("Node", "node", {keyed})}, "no attribute \"nam\"");
  auto back = related("children", "Node");
  back.backPopulates = "parents";
  row("no such back reference", {model("Node", "node", {back})}, "Node has no relationship \"parents\"");
  auto parent = related("parent", "Node");
  parent.remoteSide = {"id"};
  parent.backPopulates = "parent";
  row("the many side twice", {model("Node", "node", {parent})}, "both the many side");
  auto orphans = related("parent", "Node");
  orphans.remoteSide = {"id"};
  orphans.cascade = Cascade::allAndDeleteOrphan();
  row("orphans of several parents", {model("Node", "node", {orphans})}, "delete-orphan");
  auto link = related("tags", "Tag");
  link.secondary = QualifiedName("edge");
  const auto joined = [](std::vector<std::pair<std::string, std::string>> joins, std::vector<std::pair<std::string, Value>> criterion = {}) {
    RelationshipMapping made = related("x", "Tag");
    made.joins = std::move(joins);
    made.criterion = std::move(criterion);
    return std::vector{model("Node", "node", {made}), model("Tag", "tag")};
  };
  row("no such column to join by", joined({{"idd", "id"}}), "Node.x: main.node has no column \"idd\"");
  row("no such column on the other side", joined({{"id", "node"}}), "Node.x: main.tag has no column \"node\"");
  row("no such column of the criterion", joined({{"parent_id", "id"}}, {{"kind", Value::text("a")}}), "has no column \"kind\" for the criterion");
  row("unique on neither side", joined({{"parent_id", "word"}}), "Node.x: the columns to join by are unique on neither side");
  row("a criterion alone", joined({}, {{"id", Value::integer(1)}}), "Node.x: a criterion needs columns to join by");
  row("a link table that leads elsewhere", {model("Node", "node", {link}), model("Tag", "tag")}, "does not refer once");
}

void TestMapping::namesWhatIsWrong() {
  QFETCH(std::vector<ModelMapping>, mappings);
  QFETCH(QString, message);
  const DbError error = refusal([&] { map(mappings); });
  QCOMPARE(error.kind(), ErrorKind::Mapping);
  QVERIFY2(error.message().find(message.toStdString()) != std::string::npos, error.what());
}

void TestMapping::warnsOfTwoSidesThatDoNotKnowEachOther() {  // O4
  auto books = related("books", "Book"), author = related("author", "Author");
  books.foreignKeys = author.foreignKeys = {"author_id"};
  auto tags = related("tags", "Tag"), nodes = related("nodes", "Node");
  tags.secondary = nodes.secondary = QualifiedName("node_tag");
  const auto warnings = mappingWarnings(*map({model("Author", "author", {books}), model("Book", "book", {author}), model("Node", "node", {tags}), model("Tag", "tag", {nodes})}));
  QCOMPARE(warnings.size(), std::size_t{2});
  QVERIFY(warnings[0].starts_with("Author.books and Book.author are one relation"));
  QVERIFY(warnings[1].starts_with("Node.tags and Tag.nodes"));
}

void TestMapping::doesNotWarnOfOtherRelations() {
  auto books = related("books", "Book"), author = related("author", "Author"), editor = related("editor", "Author");
  books.foreignKeys = author.foreignKeys = {"author_id"};
  books.backPopulates = "author";
  author.backPopulates = "books";
  editor.foreignKeys = {"editor_id"};
  auto children = related("children", "Node");
  children.foreignKeys = {"parent_id"};
  children.remoteSide = {"parent_id"};
  QVERIFY(mappingWarnings(*map({model("Author", "author", {books}), model("Book", "book", {author, editor}), model("Node", "node", {children})})).empty());
}

JOINERY_TEST(TestMapping)
#include "tst_mapping.moc"
