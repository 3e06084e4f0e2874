// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/changes/change_set.h"
#include "orm/core/json.h"
#include "orm/model/registry.h"

namespace joinery {

/// `{"changes": [{"model", "op": insert|update|delete|link|unlink, "key", "to", "values", "before", "ref", "relationship"}]}`
/// checked against the models: names, operand types, references that no insert bears.
/// @throws DbError InvalidRequest with the JSON pointer of the place and the nearest names
/// A value `{"$default": true}` is the column's default, of a JSON column too: data that looks so is written as a JSON text.
ChangeSet changeSetFromJson(const Json& document, const Registry& registry);
Json changeSetToJson(const ChangeSet& changes, const Registry& registry);
/// Whether a value of such a document is the column's default.
bool isDefaultInDocument(const Json& value);
/// What stands there for it.
Json defaultInDocument();

}  // namespace joinery
