// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/sql/expression.h"

namespace joinery {

/// What to load: rows of a model with what comes along.
struct Query {
  std::string model = {};
  Json filter = Json::object();
  std::vector<std::string> sorts = {};       ///< "+Name"; without any, by key
  std::vector<std::string> joins = {};       ///< dotted paths to load along
  Json prune = Json::object();          ///< path of a join → filter that its loaded children must pass
  std::vector<std::string> attributes = {};  ///< empty: all; key attributes come along
  std::optional<std::int64_t> limit = {};    ///< none, or below zero: all
  std::int64_t offset = 0;
  /// What no filter says, beside it: on the model's table, called by its name.
  sql::Expression condition = {};
};

}  // namespace joinery
