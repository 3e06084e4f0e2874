// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/codegen/schema_variant.h"
#include "orm/core/json.h"
#include "orm/model/registry.h"

namespace joinery {

/// What documents of that variant look like, as JSON Schema 2020-12: titled "UserPost". Values are as valueFromJson() takes them.
/// Pure. Source: json-schema.org/draft/2020-12
Json jsonSchema(const Model& model, SchemaVariant variant);
/// What toJson() gives for a record: every attribute, and the relationships with the related models' schemas under "$defs".
Json recordSchema(const Registry& registry, const Model& model);
/// One document for all models, by name: of documents of the variant, or of records where there is none. Without models it says so.
Json jsonSchemas(const Registry& registry, std::optional<SchemaVariant> variant);

}  // namespace joinery
