// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/json_schema.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "orm/core/percent_encoding.h"

namespace joinery {

namespace {

constexpr const char* kDialect = "https://json-schema.org/draft/2020-12/schema";

Json blobSchema() {
  return {{"type", "object"}, {"properties", {{"$blob", {{"type", "string"}, {"contentEncoding", "base64"}}}}}, {"required", {"$blob"}}};
}

Json textSchema(const ValueType& type) {
  Json schema = {{"type", "string"}};
  if (type.length) schema["maxLength"] = *type.length;
  return schema;
}

/// A number that may stand as text, since JSON's readers round it.
Json numberSchema(const char* kind, const char* pattern) { return {{"type", {kind, "string"}}, {"pattern", pattern}}; }

Json formatted(const char* format) { return {{"type", "string"}, {"format", format}}; }

Json enumSchema(const ValueType& type) {
  Json labels = Json::array();
  if (type.labels)
    for (const std::string& label : *type.labels) labels.push_back(label);
  return labels.empty() ? Json{{"type", "string"}} : Json{{"enum", labels}};
}

Json typeSchema(const ValueType& type) {
  switch (type.kind) {
    case TypeKind::Boolean: return {{"type", "boolean"}};
    case TypeKind::Integer: return numberSchema("integer", "^-?[0-9]+$");
    case TypeKind::Real: return numberSchema("number", "^(NaN|-?Infinity|[-+]?[0-9.]+([eE][-+]?[0-9]+)?)$");
    case TypeKind::Numeric: return numberSchema("number", "^(NaN|-?Infinity|[-+]?[0-9.]+([eE][-+]?[0-9]+)?)$");
    case TypeKind::Blob: return blobSchema();
    case TypeKind::Date: return formatted("date");
    case TypeKind::TimestampTz: return formatted("date-time");
    case TypeKind::Uuid: return formatted("uuid");
    case TypeKind::Enum: return enumSchema(type);
    case TypeKind::Json:
    case TypeKind::Unknown: return Json::object();
    default: return textSchema(type);
  }
}

/// As typeSchema(), and null too.
Json nullable(Json schema) {
  if (schema.contains("enum")) {
    schema["enum"].push_back(nullptr);
  } else if (schema.contains("type")) {
    if (!schema["type"].is_array()) schema["type"] = Json::array({schema["type"]});
    schema["type"].push_back("null");
  }
  return schema;
}

Json attributeSchema(const Attribute& attribute) {
  Json schema = typeSchema(attribute.column.type);
  if (attribute.column.nullable) schema = nullable(std::move(schema));
  if (!attribute.column.comment.empty()) schema["description"] = attribute.column.comment;
  return schema;
}

Json objectSchema(const std::string& title) { return {{"title", title}, {"type", "object"}, {"properties", Json::object()}}; }

void close(Json& schema, std::vector<std::string> required) {
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
}

/// A JSON pointer as the fragment of a URI.
std::string placeOf(const Model& model) {
  const Json::json_pointer place = Json::json_pointer("/$defs") / model.name;
  return "#" + percentEncode(place.to_string(), "/$");
}

/// A record may be part of another one, seen from which a relationship is missing or null: none is required.
Json modelSchema(const Registry& registry, const Model& model) {
  Json schema = objectSchema(model.name);
  std::vector<std::string> required;
  for (const Attribute& attribute : model.attributes) {
    // What was not loaded is null.
    schema["properties"][attribute.name] = nullable(typeSchema(attribute.column.type));
    required.push_back(attribute.name);
  }
  for (const Relationship& relationship : model.relationships) {
    const Json one = {{"$ref", placeOf(registry.target(relationship))}};
    const Json many = {{"type", "array"}, {"items", one}};
    schema["properties"][relationship.name] = {{"anyOf", Json::array({relationship.isToMany() ? many : one, {{"type", "null"}}})}};
  }
  close(schema, std::move(required));
  return schema;
}

void addModels(const Registry& registry, const Model& model, std::set<const Model*>& done, Json& definitions) {
  if (!done.insert(&model).second) return;
  definitions[model.name] = modelSchema(registry, model);
  for (const Relationship& relationship : model.relationships) addModels(registry, registry.target(relationship), done, definitions);
}

Json documentSchema(const Model& model, SchemaVariant variant) {
  Json schema = objectSchema(model.name + schemaVariantName(variant));
  std::vector<std::string> required;
  for (const Attribute& attribute : model.attributes) {
    if (!takes(attribute, model, variant)) continue;
    schema["properties"][attribute.name] = attributeSchema(attribute);
    if (needs(attribute, model, variant)) required.push_back(attribute.name);
  }
  close(schema, std::move(required));
  return schema;
}

}  // namespace

Json jsonSchema(const Model& model, SchemaVariant variant) {
  Json schema = {{"$schema", kDialect}};
  schema.update(documentSchema(model, variant));
  return schema;
}

Json recordSchema(const Registry& registry, const Model& model) {
  Json schema = {{"$schema", kDialect}, {"$ref", placeOf(model)}, {"$defs", Json::object()}};
  std::set<const Model*> done;
  addModels(registry, model, done, schema["$defs"]);
  return schema;
}

Json jsonSchemas(const Registry& registry, std::optional<SchemaVariant> variant) {
  const bool isEmpty = registry.models().empty();
  Json schema = {{"$schema", kDialect}, {"$comment", isEmpty ? "There are no models: nothing is described." : "Generated by joinery generate jsonschema."}};
  schema["$defs"] = Json::object();
  std::vector<std::shared_ptr<const Model>> models = registry.models();
  std::ranges::sort(models, {}, &Model::name);
  for (const auto& model : models) {
    Json one = variant ? documentSchema(*model, *variant) : modelSchema(registry, *model);
    const std::string name = variant ? one["title"].get<std::string>() : model->name;
    schema["$defs"][name] = std::move(one);
  }
  return schema;
}

}  // namespace joinery
