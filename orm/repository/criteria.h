// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery {

/// Which rows a repository is to fetch, in which order, and what comes with them.
struct Criteria {
  /// Whether rows count that were put away by softDelete().
  enum class PutAway { Hidden, Shown, Only };

  Json filter = Json::object();
  std::vector<std::string> sorts = {};  ///< "+name"; the key decides between rows that they leave equal, where one row is asked for
  /// Dotted paths. What they lead to first is joined into the statement, and what leads on from there to one row; each further
  /// collection is a SELECT of its own.
  std::vector<std::string> joins = {};
  /// Attributes that are read at once: only these and the key, or all but those. Not both.
  std::vector<std::string> include = {}, exclude = {};
  std::optional<std::int64_t> limit = {};  ///< none, or below zero: all
  std::int64_t offset = 0;
  PutAway putAway = PutAway::Hidden;
};

}  // namespace joinery
