// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/declarations_json.h"

#include <algorithm>

namespace joinery {

namespace {

ModelDeclaration readModel(const JsonPlace& place) {
  ModelDeclaration model;
  if (place.has("label")) model.label = place.at("label").text();
  if (!place.has("relationship_names")) return model;
  const JsonPlace names = place.at("relationship_names");
  for (const auto& item : names.object().items()) model.relationshipNames[item.key()] = names.at(item.key()).text();
  return model;
}

RelationshipDeclaration readRelationship(const JsonPlace& place) {
  return {place.at("name").text(), place.at("model").text(), place.at("columns").texts(), place.at("target").text(), place.at("target_columns").texts(), place.at("back_name").text()};
}

/// The member as an object, or an empty one.
Json objectOf(const Json& json, const char* key) { return json.contains(key) && json[key].is_object() ? json[key] : Json::object(); }

Json modelJson(Json json, const ModelDeclaration& model) {
  json.erase("label");
  json.erase("relationship_names");
  if (!model.label.empty()) json["label"] = model.label;
  if (!model.relationshipNames.empty()) json["relationship_names"] = model.relationshipNames;
  return json;
}

/// Those that nothing is declared of any more go, unless they hold something else.
Json modelsJson(const Json& before, const ModelDeclarations& declarations) {
  Json models = Json::object();
  for (const auto& item : before.items()) {
    Json rest = item.value().is_object() ? modelJson(item.value(), {}) : item.value();
    if (!rest.empty()) models[item.key()] = std::move(rest);
  }
  for (const auto& [name, model] : declarations.models) models[name] = modelJson(objectOf(models, name.c_str()), model);
  return models;
}

Json relationshipsJson(const Json& before, const ModelDeclarations& declarations) {
  Json list = Json::array();
  for (const RelationshipDeclaration& each : declarations.relationships) {
    const auto same = std::ranges::find_if(before, [&](const Json& json) { return json.is_object() && json.value("name", "") == each.name && json.value("model", "") == each.model; });
    Json json = same == before.end() ? Json::object() : *same;
    json.update({{"name", each.name}, {"model", each.model}, {"columns", each.columns}, {"target", each.target}, {"target_columns", each.targetColumns}, {"back_name", each.backName}});
    list.push_back(std::move(json));
  }
  return list;
}

void putOrErase(Json& object, const char* key, Json value) {
  if (value.empty()) object.erase(key);
  else object[key] = std::move(value);
}

}  // namespace

ModelDeclarations readDeclarations(const JsonPlace& connection) {
  ModelDeclarations declarations;
  if (connection.has("models")) {
    const JsonPlace models = connection.at("models");
    for (const auto& item : models.object().items()) declarations.models[item.key()] = readModel(models.at(item.key()));
  }
  if (connection.has("relationships"))
    for (const JsonPlace& item : connection.at("relationships").items()) declarations.relationships.push_back(readRelationship(item));
  return declarations;
}

void putDeclarations(Json& connection, const ModelDeclarations& declarations) {
  putOrErase(connection, "models", modelsJson(objectOf(connection, "models"), declarations));
  const Json before = connection.contains("relationships") && connection["relationships"].is_array() ? connection["relationships"] : Json::array();
  putOrErase(connection, "relationships", relationshipsJson(before, declarations));
}

}  // namespace joinery
