// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/designed_schema.h"

#include "orm/difference/operation_json.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_diff.h"
#include "orm/engine/dialects.h"
#include "orm/schema/schema_json.h"

namespace joinery::migration {
namespace {

bool isRename(const Operation& operation) {
  return std::holds_alternative<Rename>(operation) || std::holds_alternative<RenameColumn>(operation) || std::holds_alternative<RenameEnumLabel>(operation);
}

}  // namespace

schema::MetaData DesignedSchema::revision() const { return applied(metadata, inverse(recorded), *dialect); }

DesignedSchema designedSchemaFromJson(const JsonPlace& place) {
  DesignedSchema design;
  design.source = place.object();
  design.dialect = &dialectFor(place.at("dialect").text());
  design.metadata = schema::schemaFromJson(place.at("metadata"));
  if (place.has("operations")) design.recorded = operationsFromJson(place.at("operations"));
  return design;
}

Json designedSchemaToJson(const DesignedSchema& design) {
  Json json = design.source;
  json["dialect"] = design.dialect->name();
  json["metadata"] = schema::schemaToJson(design.metadata);
  json["operations"] = operationsToJson(design.recorded);
  return json;
}

schema::MetaData emptySchema(const Dialect& dialect) {
  schema::MetaData metadata;
  metadata.defaultSchema = dialect.name() == "sqlite" ? "main" : "public";
  metadata.schemas = {metadata.defaultSchema};
  return metadata;
}

schema::MetaData schemaOfRevisions(const RevisionChain& chain, const std::string& id, const Dialect& dialect) {
  schema::MetaData metadata = emptySchema(dialect);
  for (const RevisionChain::Step& step : chain.path({}, id)) metadata = applied(std::move(metadata), step.revision->up, dialect);
  return metadata;
}

Revision revisionOfDesign(const RevisionChain& chain, const DesignedSchema& design, const std::string& message) {
  Revision revision;
  revision.parent = chain.head();
  revision.message = message;
  for (const Operation& each : design.recorded)
    if (isRename(each)) revision.renames.push_back(each);
  revision.up = schemaDifference(schemaOfRevisions(chain, revision.parent, *design.dialect), design.metadata, revision.renames, *design.dialect);
  revision.down = inverse(revision.up);
  return revision;
}

}  // namespace joinery::migration
