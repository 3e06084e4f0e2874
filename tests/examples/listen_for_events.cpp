// SPDX-License-Identifier: GPL-3.0-or-later
// Every change of every attribute and relationship is told, those too that follow on the other side.
#include "example.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

std::string nameOf(const Value& value) { return value.isNull() ? "None" : std::string(value.bytes()); }

/// A record by its model and what its data is by now: a change is told before it takes effect.
std::string nameOf(Record& record) { return record.model().name + "(" + nameOf(record.value("data")) + ")"; }

AttributeListener writeDown(std::vector<std::string>& told) {
  AttributeListener listener;
  listener.set = [&told](Record& record, const Attribute& attribute, const Value& value, const std::optional<Value>& before) {
    told.push_back("set " + attribute.name + " " + nameOf(value) + " (" + (before ? nameOf(*before) : "no value") + ") on " + nameOf(record));
    return value;
  };
  listener.unset = [&told](Record& record, const Attribute& attribute) {
    told.push_back("remove " + attribute.name + " " + nameOf(record.value(attribute.name)) + " on " + nameOf(record));
  };
  listener.relate = [&told](Record& record, const Relationship& relationship, Record* related, Record*) {
    told.push_back("set " + relationship.name + " " + (related ? nameOf(*related) : "None") + " on " + nameOf(record));
  };
  listener.append = [&told](Record& record, const Relationship& relationship, Record& added) {
    told.push_back("append " + relationship.name + " " + nameOf(added) + " on " + nameOf(record));
  };
  return listener;
}

void createTables(Example& example) {
  schema::Table mine = table("mytable", {example.key("id"), text("data"), integer("related_id")}, {"id"});
  mine.foreignKeys = {refers("related_id", "related")};
  schema::MetaData metadata;
  metadata.add(mine);
  metadata.add(table("related", {example.key("id"), text("data")}, {"id"}));
  example.create(metadata, {{.name = "My", .table = QualifiedName("mytable"), .relationships = {related("related", "Related", "mapped")}},
                            {.name = "Related", .table = QualifiedName("related"), .relationships = {related("mapped", "My", "related")}}});
}

void listenToAll(Example& example) {
  createTables(example);
  const auto session = example.session();
  std::vector<std::string> told;
  session->heap().events().listen({}, {}, writeDown(told));
  example.counts();

  const RecordPtr r1 = session->make("Related");
  r1->set("data", Value::text("r1"));
  const RecordPtr m1 = session->make("My");
  m1->set("data", Value::text("m1"));
  m1->setRelated("related", r1.get());
  m1->set("data", Value::text("m1mod"));
  const RecordPtr m2 = session->make("My");
  m2->set("data", Value::text("m2"));
  m1->related("related")->append("mapped", *m2);
  m1->unset("data");

  const std::vector<std::string> expected{
      "set data r1 (no value) on Related(None)", "set data m1 (no value) on My(None)", "set related Related(r1) on My(m1)",
      "append mapped My(m1) on Related(r1)",     "set data m1mod (m1) on My(m1)",      "set data m2 (no value) on My(None)",
      "append mapped My(m2) on Related(r1)",     "set related Related(r1) on My(m2)",  "remove data m1mod on My(m1mod)"};
  example.expect("L", "events", told.size(), expected.size());
  for (std::size_t i = 0; i < expected.size() && i < told.size(); ++i) example.expect("L", "event", told[i], expected[i]);
  const Counts counts = example.counts();
  example.expect("L", "statements", counts.selects + counts.inserts + counts.updates, 0);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, listenToAll); }
