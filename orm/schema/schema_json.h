// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/json.h"
#include "orm/core/json_place.h"
#include "orm/schema/metadata.h"

namespace joinery::schema {

/// A schema as JSON, with everything that it holds but the rows that tables are thought to have. What is as usual is left out; a schema's
/// name stands beside the name of what is in it, where that says one.
Json schemaToJson(const MetaData& metadata);
/// The reverse. Keys that it does not know are passed over. @pre the document was read with its size and depth capped (parseJson)
/// @throws DbError Argument with the place of what is wrong
MetaData schemaFromJson(const JsonPlace& place);

}  // namespace joinery::schema
