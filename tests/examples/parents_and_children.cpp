// SPDX-License-Identifier: GPL-3.0-or-later
#include "parents_and_children.h"

#include "tables.h"

namespace joinery::example {

schema::MetaData parentTables(const Example& example) {
  schema::Column created = required(column("create_date", TypeKind::Timestamp, "TIMESTAMP"));
  created.defaultExpression = "CURRENT_TIMESTAMP";
  schema::Table b = table("b", {example.key("id"), required(integer("a_id")), text("data")}, {"id"});
  b.foreignKeys = {refers("a_id", "a")};
  schema::MetaData metadata;
  metadata.add(table("a", {example.key("id"), text("data"), created}, {"id"}));
  metadata.add(b);
  return metadata;
}

std::vector<ModelMapping> parentModels(Loading loading) {
  RelationshipMapping bs = related("bs", "B");
  bs.loading = loading;
  return {{.name = "A", .table = QualifiedName("a"), .relationships = {bs}}, {.name = "B", .table = QualifiedName("b")}};
}

std::vector<RecordPtr> makeParents(RecordHeap& heap, const Registry& registry) {
  std::vector<RecordPtr> parents;
  for (const std::size_t children : {2, 1, 2}) {
    const RecordPtr parent = Session::make(heap, registry.at("A"));
    parent->set("data", Value::text("a" + std::to_string(parents.size() + 1)));
    for (std::size_t i = 0; i < children; ++i) parent->append("bs", *Session::make(heap, registry.at("B")));
    parents.push_back(parent);
  }
  return parents;
}

std::string describe(Record& record) {
  const std::string name = record.model().name + " " + std::to_string(record.value("id").toInteger());
  if (record.model().name == "B") return name + " of " + std::to_string(record.value("a_id").toInteger());
  return name + " " + std::string(record.value("data").bytes());
}

}  // namespace joinery::example
