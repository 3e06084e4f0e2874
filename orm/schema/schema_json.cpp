// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/schema_json.h"

#include <set>

#include "orm/schema/schema_fields.h"

namespace joinery::schema {
namespace {

template <typename Fields>
void describeObjects(Fields& fields, auto& metadata) {
  fields.always("default_schema", metadata.defaultSchema);
  fields.always("schemas", metadata.schemas);
  fields.optional("extensions", metadata.extensions);
  fields.optional("extension_schemas", metadata.extensionSchemas);
  fields.optional("schema_comments", metadata.schemaComments);
  fields.always("enums", metadata.enums);
  fields.optional("domains", metadata.domains);
  fields.optional("sequences", metadata.sequences);
  fields.optional("routines", metadata.routines);
}

/// A schema that is left out is the default one.
QualifiedName fullName(const QualifiedName& name, const MetaData& metadata) {
  return name.schema.empty() ? QualifiedName(metadata.defaultSchema, name.name) : name;
}

}  // namespace

Json schemaToJson(const MetaData& metadata) {
  Json json = Json::object();
  FieldWriter fields(json);
  describeObjects(fields, metadata);
  Json tables = Json::array();
  for (const auto& table : metadata.tables()) tables.push_back(jsonOf(*table));
  json["tables"] = std::move(tables);
  return json;
}

MetaData schemaFromJson(const JsonPlace& place) {
  MetaData metadata;
  FieldReader fields(place);
  describeObjects(fields, metadata);
  std::set<QualifiedName> names;
  for (const JsonPlace& item : place.has("tables") ? place.at("tables").items() : std::vector<JsonPlace>()) {
    Table table;
    readJson(item, table);
    if (!names.insert(fullName(table.name, metadata)).second) item.refuse("the table " + table.name.toString() + " is there twice");
    metadata.add(std::move(table));
  }
  return metadata;
}

}  // namespace joinery::schema
