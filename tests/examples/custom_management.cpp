// SPDX-License-Identifier: GPL-3.0-or-later
// Objects whose whole state is in a dictionary of their own: what is mapped, and whatever else somebody gives them.
#include <map>
#include <variant>

#include "example.h"
#include "orm/core/db_error.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// Everything that an object has, by name.
class Dictionary : public RecordContainer {
 public:
  using Entry = std::variant<Value, std::vector<Record*>, RecordState>;
  std::map<std::string, Entry> entries;

  const Value* value(const std::string& name) const override {
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : &std::get<Value>(found->second);
  }
  void setValue(const std::string& name, Value value) override { entries[name] = std::move(value); }
  void removeValue(const std::string& name) override { entries.erase(name); }
  void setRelated(const std::string& name, const std::vector<Record*>& records) override { entries[name] = records; }
  void removeRelated(const std::string& name) override { entries.erase(name); }
  void setState(RecordState state) override { entries["state"] = state; }

  std::string names() const {
    std::string text;
    for (const auto& [name, entry] : entries) text += (text.empty() ? "" : " ") + name;
    return text;
  }
};

/// An object as its users see it: what the model does not know goes to the dictionary alone.
class Managed {
 public:
  explicit Managed(RecordPtr record) : m_record(std::move(record)) {}

  Dictionary& dictionary() const { return static_cast<Dictionary&>(*m_record->container()); }
  Record& record() const { return *m_record; }
  bool isMapped(const std::string& name) const { return m_record->model().attribute(name) != nullptr; }
  std::string get(const std::string& name) const {
    if (!isMapped(name) && !dictionary().value(name)) throw DbError(ErrorKind::UnknownAttribute, m_record->model().name + " has no attribute \"" + name + "\"");
    const Value value = isMapped(name) ? m_record->value(name) : *dictionary().value(name);
    return value.isNull() ? "None" : std::string(value.bytes());
  }
  void set(const std::string& name, const char* text) const {
    if (isMapped(name)) m_record->set(name, Value::text(text));
    else dictionary().setValue(name, Value::text(text));
  }
  void unset(const std::string& name) const {
    if (isMapped(name)) m_record->unset(name);
    else dictionary().removeValue(name);
  }
  std::size_t size(const char* relationship) const { return m_record->collection(relationship).size(); }
  Managed at(const char* relationship, std::size_t position) const { return Managed(RecordPtr(m_record->collection(relationship)[position])); }

 private:
  RecordPtr m_record;
};

schema::MetaData managedTables(const Example& example) {
  schema::Table second = table("table2", {example.key("id"), text("name"), integer("t1id")}, {"id"});
  second.foreignKeys = {refers("t1id", "table1")};
  schema::MetaData metadata;
  metadata.add(table("table1", {example.key("id"), text("name")}, {"id"}));
  metadata.add(second);
  return metadata;
}

Managed make(Session& session, const char* model, const char* name) {
  Managed made(session.make(model));
  made.set("name", name);
  return made;
}

std::string failureOf(const std::function<void()>& statement) {
  try {
    statement();
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "nothing";
}

void lookAt(Example& example, const Managed& a1) {
  example.expect("K1", "a mapped attribute", a1.get("name"), "a1");
  example.expect("K1", "an attribute of a related object", a1.at("bs", 0).get("name"), "b1");
  example.expect("K1", "the dictionary", a1.dictionary().names(), "bs name state");
  example.expect("K1", "its relationship", std::get<std::vector<Record*>>(a1.dictionary().entries["bs"]).size(), std::size_t{2});
  example.expect("K1", "its state", recordStateName(std::get<RecordState>(a1.dictionary().entries["state"])), std::string("transient"));
  a1.set("colour", "green");
  example.expect("K1", "an attribute that is not mapped", a1.get("colour"), "green");
  example.expect("K1", "an unknown attribute", failureOf([&] { a1.get("size"); }), "AttributeError");
  a1.unset("colour");
  example.expect("K1", "one that was taken away", failureOf([&] { a1.get("colour"); }), "AttributeError");
  a1.unset("name");
  example.expect("K1", "a mapped one that was taken away", a1.get("name"), "None");
  example.expect("K1", "the dictionary without it", a1.dictionary().names(), "bs state");
  a1.set("name", "a1");
}

void keepManaged(Example& example) {
  ModelMapping a{.name = "A", .table = QualifiedName("table1"), .relationships = {related("bs", "B")}};
  a.relationships.front().orderBy = {"+id"};
  example.create(managedTables(example), {a, {.name = "B", .table = QualifiedName("table2")}});
  example.expect("K2", "CREATE TABLE", example.counts().creates, 2);
  const auto session = example.session();
  for (const char* model : {"A", "B"}) session->heap().keepIn(model, [] { return std::make_unique<Dictionary>(); });
  const Managed a1 = make(*session, "A", "a1");
  for (const char* name : {"b1", "b2"}) a1.record().append("bs", make(*session, "B", name).record());
  lookAt(example, a1);
  example.expect("K1", "SELECT", example.counts().selects, 0);
  session->add(a1.record());
  session->commit();
  Counts counts = example.counts();
  example.expect("K2", "rows inserted", counts.rowsInserted, 3);
  example.expectAtMost("K2", "INSERT", counts.inserts, 3);
  example.expect("K2", "the dictionary after the commit", a1.dictionary().names(), "state");
  const RecordPtr got = session->get("A", {Value::integer(1)});
  example.expect("K2", "the same object, read again", got.get() == &a1.record() && a1.get("name") == "a1", true);
  example.expect("K2", "SELECT for it", example.counts().selects, 1);
  example.expect("K2", "what was read is in the dictionary", a1.dictionary().names(), "id name state");
  example.expect("K2", "its related objects", a1.at("bs", 0).get("name"), "b1");
  example.expect("K2", "SELECT for them", example.counts().selects, 1);
  a1.record().remove("bs", a1.at("bs", 0).record());
  session->commit();
  counts = example.counts();
  example.expect("K2", "rows updated: no orphan is deleted", counts.rowsUpdated, 1);
  example.expect("K2", "rows", example.rows("SELECT name, t1id FROM table2 ORDER BY id"), "b1,; b2,1");
  session->get("A", {Value::integer(1)});
  example.expect("K2", "related objects that are left", a1.size("bs"), std::size_t{1});
  example.expect("K2", "SELECT", example.counts().selects, 2);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepManaged); }
