// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/model.h"

namespace joinery {

/// What a document about a record is for, named after the requests that bring it.
enum class SchemaVariant {
  Post,   ///< a new record: what a person gives; no keys that are made, no times and versions that are kept
  Patch,  ///< a change: any part of what Post takes
  Put,    ///< a whole record: every attribute that can be written
};

/// "Post", "Patch", "Put".
const char* schemaVariantName(SchemaVariant variant);
/// Whether a document of that variant may have the attribute, and whether it must. Attributes that a default fills are never needed
/// by Post; Put needs every one that is not NULL.
bool takes(const Attribute& attribute, const Model& model, SchemaVariant variant);
bool needs(const Attribute& attribute, const Model& model, SchemaVariant variant);

}  // namespace joinery
