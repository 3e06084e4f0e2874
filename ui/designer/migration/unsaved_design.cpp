// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/unsaved_design.h"

#include <algorithm>

#include "orm/core/json_place.h"
#include "orm/difference/schema_diff.h"
#include "orm/difference/schema_validation.h"

namespace joinery::ui {

migration::DesignedSchema designedSchemaOf(const Json& design) { return migration::designedSchemaFromJson(JsonPlace(design, "designed schema")); }

std::shared_ptr<const UnsavedDesign> UnsavedDesign::of(const Json& design, const migration::RevisionChain& chain) {
  const migration::DesignedSchema schema = designedSchemaOf(design);
  auto unsaved = std::make_shared<UnsavedDesign>();
  unsaved->dialect = schema.dialect;
  auto before = std::make_shared<const schema::MetaData>(migration::schemaOfRevisions(chain, chain.head(), *schema.dialect));
  unsaved->difference = {std::move(before), migration::revisionOfDesign(chain, schema, {}).up, schema.dialect};
  const auto issues = migration::validateSchema(schema.metadata, *schema.dialect);
  unsaved->mistakes = static_cast<std::size_t>(std::ranges::count(issues, migration::SchemaIssue::Severity::Error, &migration::SchemaIssue::severity));
  return unsaved;
}

migration::Operations renamesAmong(const migration::Operations& operations) {
  migration::Operations renames;
  for (const migration::Operation& each : operations)
    if (std::holds_alternative<migration::Rename>(each) || std::holds_alternative<migration::RenameColumn>(each) || std::holds_alternative<migration::RenameEnumLabel>(each)) renames.push_back(each);
  return renames;
}

Json designAfterRevision(const Json& design, const Json& asSaved) {
  migration::DesignedSchema now = designedSchemaOf(design);
  now.recorded = migration::schemaDifference(designedSchemaOf(asSaved).metadata, now.metadata, renamesAmong(now.recorded), *now.dialect);
  return migration::designedSchemaToJson(now);
}

}  // namespace joinery::ui
