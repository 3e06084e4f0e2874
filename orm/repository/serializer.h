// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/json.h"
#include "orm/session/record.h"

namespace joinery {

/// A record's loaded attributes alone.
Json attributesToJson(const Record& record);
/// A key as JSON has it: a value, or an array where it has several.
Json keyToJson(const Model& model, const std::vector<Value>& key);
/// A record as JSON: its loaded attributes, then the relationships that were loaded along, nested. The relationship that leads back
/// to where the record came from is left out, so nothing repeats without end.
Json toJson(const Record& record);
Json toJson(const std::vector<std::shared_ptr<Record>>& records);

}  // namespace joinery
