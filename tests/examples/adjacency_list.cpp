// SPDX-License-Identifier: GPL-3.0-or-later
// A tree in one table: each node refers to its parent, and has its children by name.
#include "example.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

ModelMapping treeNode() {
  RelationshipMapping children = related("children", "TreeNode", "parent");
  children.cascade = Cascade::allAndDeleteOrphan();
  children.collection = {CollectionKind::Kind::Keyed, "name"};
  RelationshipMapping parent = related("parent", "TreeNode", "children");
  parent.remoteSide = {"id"};
  return {.name = "TreeNode", .table = QualifiedName("tree"), .relationships = {children, parent}};
}

schema::MetaData treeTables(const Example& example) {
  schema::Table tree = table("tree", {example.key("id"), integer("parent_id"), required(text("name"))}, {"id"});
  tree.foreignKeys = {refers("parent_id", "tree")};
  schema::MetaData metadata;
  metadata.add(tree);
  return metadata;
}

std::string numberOf(const Value& value) { return value.isNull() ? "None" : std::to_string(value.toInteger()); }

/// A node and what is below it, three spaces a level.
std::string dump(Record& node, int level = 0) {
  const std::string name(node.value("name").bytes());
  std::string text = std::string(static_cast<std::size_t>(level) * 3, ' ') + name + " " + numberOf(node.value("id")) + " " + numberOf(node.value("parent_id")) + "\n";
  const std::vector<Record*> children = node.collection("children");
  for (Record* child : children) text += dump(*child, level + 1);
  return text;
}

RecordPtr makeNode(Session& session, const char* name, Record* parent = nullptr) {
  RecordPtr node = session.make("TreeNode");
  node->set("name", Value::text(name));
  if (parent) node->setRelated("parent", parent);
  return node;
}

RecordPtr buildTree(Session& session) {
  RecordPtr root = makeNode(session, "rootnode");
  makeNode(session, "node1", root.get());
  makeNode(session, "node3", root.get());
  const RecordPtr node2 = makeNode(session, "node2");
  root->put("children", Value::text("node2"), *node2);
  for (const char* name : {"subnode1", "subnode2"}) node2->put("children", Value::text(name), *makeNode(session, name));
  return root;
}

void changeTree(Example& example, Session& session, Record& root) {
  const RecordPtr node4 = makeNode(session, "node4", &root);
  const RecordPtr subnode3 = makeNode(session, "subnode3", node4.get());
  const RecordPtr subnode4 = makeNode(session, "subnode4", node4.get());
  const RecordPtr subsubnode1 = makeNode(session, "subsubnode1", subnode3.get());
  // Naming a parent that has a row does not add the child.
  for (const RecordPtr& each : {node4, subnode3, subnode4, subsubnode1}) session.add(*each);
  root.remove("children", *root.find("children", Value::text("node1")));
  session.commit();
  const Counts counts = example.counts();
  example.expect("A5", "rows inserted", counts.rowsInserted, 4);
  example.expectAtMost("A5", "INSERT", counts.inserts, 4, 3);
  example.expect("A5", "rows deleted, once no parent holds it", counts.rowsDeleted, 1);
  example.expect("A5", "SELECT", counts.selects, 0);
  example.expect("A5", "parents come first", example.rows("SELECT id, parent_id, name FROM tree WHERE id > 6 ORDER BY id"),
                 "7,1,node4; 8,7,subnode3; 9,7,subnode4; 10,8,subsubnode1");
  dump(root);
  example.expect("A6", "SELECT for a dump", example.counts().selects, 10);
}

void loadTree(Example& example) {
  const auto session = example.session();
  SelectOptions options;
  options.selectin = {"children"};
  options.depth = 4;
  const std::vector<RecordPtr> roots = session->select({.model = "TreeNode", .filter = {{"name", "rootnode"}}}, options);
  example.expect("A8", "SELECT for four levels", example.counts().selects, 5);
  std::cout << dump(*roots.front());
  example.expect("A8", "SELECT for a dump of what is loaded", example.counts().selects, 0);
  session->remove(*roots.front());
  session->commit();
  const Counts counts = example.counts();
  example.expect("A10", "rows deleted", counts.rowsDeleted, 9);
  example.expectAtMost("A10", "DELETE", counts.deletes, 4);
  example.expect("A10", "SELECT", counts.selects, 0);
  example.expectAtMost("A10", "statements in all", example.statements(), 38, 34);
  example.expect("A10", "rows left", example.rows("SELECT count(*) FROM tree"), "0");
}

void growTree(Example& example) {
  example.create(treeTables(example), {treeNode()});
  example.expect("A1", "CREATE TABLE", example.counts().creates, 1);
  auto session = example.session();
  RecordPtr root = buildTree(*session);
  const std::string built = dump(*root);
  std::cout << built;
  example.expect("A2", "children in the order in which they came", built,
                 "rootnode None None\n   node1 None None\n   node3 None None\n   node2 None None\n      subnode1 None None\n      subnode2 None None\n");
  example.expect("A2", "SELECT", example.counts().selects, 0);
  session->add(*root);
  session->commit();
  const Counts counts = example.counts();
  example.expect("A3", "rows inserted", counts.rowsInserted, 6);
  example.expectAtMost("A3", "INSERT", counts.inserts, 6, 3);
  example.expect("A3", "SELECT", counts.selects, 0);
  example.expect("A3", "keys and parents", example.rows("SELECT id, parent_id, name FROM tree ORDER BY id"),
                 "1,,rootnode; 2,1,node1; 3,1,node3; 4,1,node2; 5,4,subnode1; 6,4,subnode2");
  std::cout << dump(*root);
  example.expect("A4", "SELECT for a dump after the commit", example.counts().selects, 7);
  changeTree(example, *session, *root);
  session.reset();
  root = RecordPtr();
  loadTree(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, growTree); }
