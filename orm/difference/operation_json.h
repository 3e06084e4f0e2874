// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/json.h"
#include "orm/core/json_place.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// {"op": "rename_column", "table": "Album", "from": "Title", "to": "Name"}: all of it, so that it can be done and undone.
Json operationToJson(const Operation& operation);
Json operationsToJson(const Operations& operations);
/// @throws DbError Argument with the place of what is wrong: an unknown operation, a member that it needs
Operation operationFromJson(const JsonPlace& place);
Operations operationsFromJson(const JsonPlace& place);

}  // namespace joinery::migration
