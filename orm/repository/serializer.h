// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/json.h"
#include "orm/reading/loaded_record.h"

namespace joinery {

/// A record's loaded attributes alone.
Json attributesToJson(const LoadedRecord& record);
/// A key as JSON has it: a value, or an array where it has several.
Json keyToJson(const Model& model, const std::vector<Value>& key);
/// A record as JSON: its loaded attributes, then the relationships that were loaded along, nested. The relationship that leads back
/// to where the record came from is left out, so nothing repeats without end.
Json toJson(const LoadedRecord& record);
Json toJson(const std::vector<std::shared_ptr<LoadedRecord>>& records);

}  // namespace joinery
