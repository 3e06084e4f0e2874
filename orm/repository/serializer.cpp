// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/serializer.h"

#include <algorithm>

namespace joinery {

namespace {

/// Whether `relationship` is the other side of the one that led here: to the one row that it came from, or back to many.
bool leadsBack(const Relationship& relationship, const Relationship* cameBy, const Model* from) {
  if (cameBy == nullptr || relationship.target != from->name) return false;
  return cameBy->backPopulates == relationship.name || relationship.backPopulates == cameBy->name;
}

Json nested(const LoadedRecord& record, const Relationship* cameBy, const Model* from) {
  Json json = attributesToJson(record);
  for (const Relationship& relationship : record.model().relationships) {
    const auto* related = record.related(relationship.name);
    if (related == nullptr || leadsBack(relationship, cameBy, from)) continue;
    Json rows = Json::array();
    for (const auto& each : *related) rows.push_back(nested(*each, &relationship, &record.model()));
    if (relationship.isToMany()) json[relationship.name] = std::move(rows);
    else json[relationship.name] = rows.empty() ? Json(nullptr) : std::move(rows.front());
  }
  return json;
}

}  // namespace

Json attributesToJson(const LoadedRecord& record) {
  Json json = Json::object();
  const std::vector<Attribute>& attributes = record.model().attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i)
    if (record.isLoaded(i)) json[attributes[i].name] = jsonFromValue(record.value(i), attributes[i].column.type);
  return json;
}

Json keyToJson(const Model& model, const std::vector<Value>& key) {
  const std::vector<std::string> names = model.keyAttributes();
  Json json = Json::array();
  for (std::size_t i = 0; i < key.size(); ++i)
    json.push_back(jsonFromValue(key[i], i < names.size() ? model.attribute(names[i])->column.type : ValueType{}));
  return json.size() == 1 ? json.front() : json;
}

Json toJson(const LoadedRecord& record) { return nested(record, nullptr, nullptr); }

Json toJson(const std::vector<std::shared_ptr<LoadedRecord>>& records) {
  Json json = Json::array();
  for (const auto& record : records) json.push_back(toJson(*record));
  return json;
}

}  // namespace joinery
