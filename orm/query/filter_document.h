// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "orm/core/json.h"
#include "orm/model/registry.h"
#include "orm/sql/expression.h"

namespace joinery {

class GlobalCriteria;

/// A filter over a model as JSON (README, "Filters"): checked and compiled to correlated EXISTS, all operands bound.
/// @param alias how the model's table is called in the statement that will carry the condition
/// @param now what `$ago` counts back from
/// @return empty for {} (always true)
/// @throws DbError InvalidRequest: the JSON pointer of the place, what is wrong, the nearest valid names
sql::Expression compileFilter(const Json& filter, const Registry& registry, const Model& model,
                              const std::string& alias,
                              std::chrono::system_clock::time_point now = std::chrono::system_clock::now());
/// The same, and what it asks of related rows sees only those that meet the criteria.
sql::Expression compileFilter(const Json& filter, const Registry& registry, const Model& model,
                              const std::string& alias, const GlobalCriteria* criteria);

/// What was typed into a column's quick filter box (`=x`, `<>x`, `>5`, `1~10`, `/regex/`, `^starts`, `ends$`, `=NULL` …;
/// anything else: contains) as a filter document with one entry for that attribute: {"Name": {"$ilike": "%x%"}}.
/// Letter case does not count but in comparisons with `=`, `<>`, `<`, `>` and `~`.
/// @return null JSON for blank text. @throws DbError InvalidRequest for text that does not fit the column's type
Json quickFilter(const std::string& text, const Attribute& attribute);

}  // namespace joinery
