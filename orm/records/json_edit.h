// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include "orm/core/json.h"
#include "orm/records/record.h"

namespace joinery {

/// A JSON attribute's document; null where it is NULL. @throws DbError Data: no JSON, or numbers that a document in memory can't keep
Json jsonOf(Record& record, std::string_view attribute);
/// Changes a JSON attribute's document in place. What became another document counts as changed, and is written by the next flush; what
/// did not keeps its text to the byte. NULL is given as null, and null is written as NULL.
/// @throws DbError as jsonOf(), and what `edit` throws: nothing has changed then
void editJson(Record& record, std::string_view attribute, const std::function<void(Json& document)>& edit);

}  // namespace joinery
