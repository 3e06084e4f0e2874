// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/schema_variant.h"

#include <variant>

namespace joinery {

namespace {

bool isMade(const DefaultSource& source) { return !std::holds_alternative<std::monostate>(source) && !std::holds_alternative<Value>(source); }

/// Made or kept up to date without a person.
bool isManaged(const Attribute& attribute, const Model& model) {
  const bool isKept = attribute.name == model.versionAttribute || attribute.name == model.deletedAttribute || attribute.name == model.discriminator;
  return isKept || attribute.column.hasGeneratedValue() || isMade(attribute.onInsert) || isMade(attribute.onUpdate);
}

bool hasDefault(const Attribute& attribute) { return attribute.column.defaultExpression || !std::holds_alternative<std::monostate>(attribute.onInsert); }

}  // namespace

const char* schemaVariantName(SchemaVariant variant) {
  switch (variant) {
    case SchemaVariant::Post: return "Post";
    case SchemaVariant::Patch: return "Patch";
    case SchemaVariant::Put: return "Put";
  }
  return "";
}

bool takes(const Attribute& attribute, const Model& model, SchemaVariant variant) {
  if (!attribute.column.isWritable()) return false;
  return variant == SchemaVariant::Put || !isManaged(attribute, model);
}

bool needs(const Attribute& attribute, const Model& model, SchemaVariant variant) {
  if (variant == SchemaVariant::Patch || attribute.column.nullable || !takes(attribute, model, variant)) return false;
  return variant == SchemaVariant::Put || !hasDefault(attribute);
}

}  // namespace joinery
