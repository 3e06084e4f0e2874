// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/record_serializer.h"

#include <algorithm>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/repository/serializer.h"
#include "orm/session/session.h"

namespace joinery {

namespace {

/// Follows loaded relationships down; what stands above a record is told by the way that led there.
class RecordWriter {
 public:
  explicit RecordWriter(const RecordDump& dump) : m_dump(dump) {}

  Json write(Record& record, const Relationship* cameBy) {
    if (std::ranges::find(m_above, &record) != m_above.end()) return {{"$cycle", keyToJson(record.model(), record.identity())}};
    Json json = attributes(record);
    if (m_dump.relations == RecordDump::Relations::None) return json;
    m_above.push_back(&record);
    for (const Relationship& relationship : record.model().relationships)
      if (!isWayBack(record, relationship, cameBy)) json[relationship.name] = related(record, relationship);
    m_above.pop_back();
    return json;
  }

 private:
  Json attributes(Record& record) const {
    Json json = Json::object();
    const Model& model = record.model();
    if (m_dump.metadata == RecordDump::Metadata::Model) json["__metadata__"] = {{"model", model.name}, {"table", model.table->name.toString()}};
    for (std::size_t i = 0; i < model.attributes.size(); ++i) {
      const Attribute& attribute = model.attributes[i];
      if (!m_dump.attributes.empty() && std::ranges::find(m_dump.attributes, attribute.name) == m_dump.attributes.end()) continue;
      const Value value = m_dump.unread == RecordDump::Unread::Read ? record.value(i) : record.current(i).value_or(Value());
      json[attribute.name] = jsonFromValue(value, attribute.column.type);
    }
    return json;
  }

  Json related(Record& record, const Relationship& relationship) {
    if (!record.isLoaded(relationship)) return nullptr;
    const Record::Related* held = record.held(relationship);
    const std::vector<Record*> items = held ? held->items : std::vector<Record*>();
    if (!relationship.isToMany()) return items.empty() ? Json(nullptr) : write(*items.front(), &relationship);
    Json rows = Json::array();
    for (Record* each : items) rows.push_back(write(*each, &relationship));
    return rows;
  }

  bool isWayBack(const Record& record, const Relationship& relationship, const Relationship* cameBy) const {
    if (cameBy == nullptr || !m_above[m_above.size() - 2]->model().isA(relationship.target)) return false;
    return cameBy->backPopulates == relationship.name || (!relationship.backPopulates.empty() && relationship.backPopulates == cameBy->name && record.model().isA(cameBy->target));
  }

  const RecordDump& m_dump;
  std::vector<const Record*> m_above;
};

void requireObject(const Model& model, const Json& json) {
  if (!json.is_object()) throw DbError(ErrorKind::Argument, "the values of " + model.name + " are an object, not " + shownJson(json));
}

std::vector<Record*> recordsOf(const std::vector<RecordPtr>& records) {
  std::vector<Record*> plain;
  for (const RecordPtr& record : records) plain.push_back(record.get());
  return plain;
}

void assignRelated(Record& record, const Relationship& relationship, const Registry& registry, const Json& json, UnknownKeys unknown) {
  if (json.is_null() && record.isTransientOrPending()) return;
  const Model& target = registry.target(relationship);
  std::vector<RecordPtr> made;
  if (json.is_object()) made.push_back(recordFromJson(record.heap(), registry, target, json, unknown));
  if (json.is_array())
    for (const Json& each : json) made.push_back(recordFromJson(record.heap(), registry, target, each, unknown));
  const bool fits = json.is_null() || json.is_array() == relationship.isToMany();
  if (!fits || !(json.is_structured() || json.is_null()))
    throw DbError(ErrorKind::Data, record.model().name + "." + relationship.name + " takes " + (relationship.isToMany() ? "a list of objects" : "an object or null") + ", not " + shownJson(json));
  if (relationship.isToMany()) record.assign(relationship.name, recordsOf(made));
  else record.setRelated(relationship.name, made.empty() ? nullptr : made.front().get());
}

[[noreturn]] void refuseUnknown(const Model& model, const std::vector<std::string>& unknown) {
  std::string names;
  for (const std::string& name : unknown) names += (names.empty() ? "" : ", ") + name;
  DbError error(ErrorKind::UnknownAttribute, model.name + " does not have attribute(s): " + names);
  error.hint = nearestNamesHint(unknown.front(), model.attributeNames());
  throw error;
}

}  // namespace

Json toJson(Record& record, const RecordDump& dump) {
  for (const std::string& name : dump.attributes) record.attributeIndex(name);
  return RecordWriter(dump).write(record, nullptr);
}

Json toJson(const std::vector<RecordPtr>& records, const RecordDump& dump) {
  Json json = Json::array();
  for (const RecordPtr& record : records) json.push_back(toJson(*record, dump));
  return json;
}

Value attributeFromJson(const Model& model, const Attribute& attribute, const Json& json) {
  try {
    return valueFromJson(json, attribute.column.type);
  } catch (const DbError& error) {
    DbError told(error.kind(), model.name + "." + attribute.name + " does not take " + shownJson(json) + ": " + error.message());
    told.hint = error.hint;
    throw told;
  }
}

void requireAttributes(const Model& model, const Json& values) {
  requireObject(model, values);
  std::vector<std::string> unknown;
  for (const auto& [name, value] : values.items())
    if (!model.attribute(name)) unknown.push_back(name);
  if (!unknown.empty()) refuseUnknown(model, unknown);
}

void assignJson(Record& record, const Registry& registry, const Json& json, UnknownKeys unknown) {
  const Model& model = record.model();
  requireObject(model, json);
  std::vector<std::string> names;
  for (const auto& [name, value] : json.items())
    if (!model.attribute(name) && !model.relationship(name)) names.push_back(name);
  if (unknown == UnknownKeys::Refuse && !names.empty()) refuseUnknown(model, names);
  for (const auto& [name, value] : json.items()) {
    if (const Attribute* attribute = model.attribute(name)) record.set(attribute->name, attributeFromJson(model, *attribute, value));
    else if (const Relationship* relationship = model.relationship(name)) assignRelated(record, *relationship, registry, value, unknown);
  }
}

RecordPtr recordFromJson(RecordHeap& heap, const Registry& registry, const Model& model, const Json& json, UnknownKeys unknown) {
  requireObject(model, json);
  RecordPtr record = Session::make(heap, model);
  assignJson(*record, registry, json, unknown);
  return record;
}

}  // namespace joinery
