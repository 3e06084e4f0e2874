// SPDX-License-Identifier: GPL-3.0-or-later
// Three tables seen as a dictionary of sets of numbers: a proxy through a proxy. A key that is missing comes with an empty set.
#include <set>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/session/proxied_collection.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

schema::MetaData setTables(const Example& example) {
  schema::Table b = table("b", {example.key("id"), required(integer("a_id")), required(text("key"))}, {"id"});
  b.foreignKeys = {refers("a_id", "a")};
  schema::Table c = table("c", {example.key("id"), required(integer("b_id")), required(integer("value"))}, {"id"});
  c.foreignKeys = {refers("b_id", "b")};
  schema::MetaData metadata;
  metadata.add(table("a", {example.key("id")}, {"id"}));
  metadata.add(b);
  metadata.add(c);
  return metadata;
}

std::vector<ModelMapping> setModels() {
  RelationshipMapping associations = related("associations", "B");
  associations.collection = {CollectionKind::Kind::Keyed, "key"};
  RelationshipMapping elements = related("elements", "C");
  elements.collection.kind = CollectionKind::Kind::Set;
  AssociationProxy collections{"collections", "associations", "values"};
  collections.makesMissing = true;
  return {{.name = "A", .table = QualifiedName("a"), .relationships = {associations}, .proxies = {collections}},
          {.name = "B", .table = QualifiedName("b"), .relationships = {elements}, .proxies = {{"values", "elements", "value"}}},
          {.name = "C", .table = QualifiedName("c")}};
}

std::vector<ProxiedCollection::Element> numbers(std::initializer_list<int> values) {
  std::vector<ProxiedCollection::Element> elements;
  for (const int value : values) elements.emplace_back(Value::integer(value));
  return elements;
}

std::string showSet(const ProxiedCollection& set) {
  std::set<std::int64_t> values;
  for (const auto& each : set.elements()) values.insert(std::get<Value>(each).toInteger());
  std::string text = "{";
  for (const std::int64_t value : values) text += (text.size() > 1 ? "," : "") + std::to_string(value);
  return text + "}";
}

const Value kOne = Value::text("1");
const Value kTwo = Value::text("2");

void makeSets(Example& example) {
  const auto session = example.session();
  const RecordPtr a = session->make("A");
  ProxiedCollection(session->registry(), *a, "collections").put(kOne, numbers({1, 2, 3}));
  session->add(*a);
  session->commit();
  const Counts counts = example.counts();
  example.expect("C1", "rows inserted: a, its key, three values", counts.rowsInserted, 5);
  example.expectAtMost("C1", "INSERT", counts.inserts, 5, 3);
  example.expect("C1", "a", example.rows("SELECT id FROM a"), "1");
  example.expect("C1", "b", example.rows("SELECT a_id, key FROM b"), "1,1");
  example.expect("C1", "c", example.rows("SELECT b_id, value FROM c ORDER BY value"), "1,1; 1,2; 1,3");
}

void changeSets(Example& example, Session& session, Record& a) {
  const ProxiedCollection collections(session.registry(), a, "collections");
  std::cout << showSet(collections[kOne]) << '\n';
  example.expect("C2", "the set", showSet(collections[kOne]), "{1,2,3}");
  example.expect("C2", "SELECT: a, b, c", example.counts().selects, 3);
  collections[kOne].append(Value::integer(4));
  collections[kOne].append(Value::integer(3));
  session.commit();
  Counts counts = example.counts();
  example.expect("C2", "rows inserted; what was there is not added again", counts.rowsInserted, 1);
  example.expect("C2", "SELECT", counts.selects, 0);
  collections[kTwo].append(numbers({7, 8, 9}));
  session.commit();
  counts = example.counts();
  example.expect("C3", "SELECT for a missing key of an expired record", counts.selects, 2);
  example.expect("C3", "rows inserted: its key, three values", counts.rowsInserted, 4);
  example.expectAtMost("C3", "INSERT", counts.inserts, 4, 2);
  std::cout << showSet(collections[kTwo]) << '\n';
  example.expect("C3", "the new set", showSet(collections[kTwo]), "{7,8,9}");
  example.expect("C3", "SELECT after the commit", example.counts().selects, 3);
  example.expectAtMost("C5", "statements until here", example.statements(), 21, 17);
}

void readMissing(Example& example, Session& session, Record& a) {
  const ProxiedCollection collections(session.registry(), a, "collections");
  example.expect("C4", "a key that nobody wrote", showSet(collections[Value::text("3")]), "{}");
  example.counts();
  session.flush();
  const Counts counts = example.counts();
  example.expect("C4", "rows inserted because it was read", counts.rowsInserted, 1);
  example.expect("C4", "keys", collections.keys().size(), std::size_t{3});
  session.rollback();
  example.expect("C4", "keys after the rollback", collections.keys().size(), std::size_t{2});
}

void takeAway(Example& example, Session& session, Record& a) {
  ProxiedCollection collections(session.registry(), a, "collections");
  collections[kOne].discard(Value::integer(99));
  collections[kOne].discard(Value::integer(2));
  std::string kind = "nothing";
  try {
    session.commit();
  } catch (const DbError& error) {
    kind = errorKindName(error.kind());
  }
  example.expect("C5", "a value that is nobody's", kind, "IntegrityError");
  session.rollback();
  example.expect("C5", "the set after the rollback", showSet(collections[kOne]), "{1,2,3,4}");
  collections.put(kOne, numbers({1, 2, 3, 4, 5}));
  session.commit();
  example.expect("C5", "an assigned set: only what is new is inserted", example.counts().rowsInserted, 1);
  collections.put(kTwo, numbers({10}));
  example.expect("C5", "an assigned set replaces the elements", showSet(collections[kTwo]), "{10}");
  session.rollback();
}

void keepSets(Example& example) {
  example.create(setTables(example), setModels());
  example.expect("C1", "CREATE TABLE", example.counts().creates, 3);
  makeSets(example);
  const auto session = example.session();
  const RecordPtr a = session->select({.model = "A"}).front();
  changeSets(example, *session, *a);
  readMissing(example, *session, *a);
  takeAway(example, *session, *a);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepSets); }
