// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/reading/record_reader.h"

namespace joinery {

/// How far a row's tree of related rows is followed.
struct TreeOptions {
  int depth = 1;                   ///< levels below the row
  std::vector<std::string> paths = {};  ///< only these; empty: every relationship
  /// Children of one branch; {"$more": true} stands after them where there are more. The largest number is no limit.
  std::size_t limit = 1'000;
  Json prune = Json::object();  ///< dotted path → filter that the rows there have to pass; one that the tree does not follow has no effect
};

/// One row and its related rows, nested: attributes, then one member for each relationship. A link table's rows are
/// skipped in favour of what they link; a row that is its own ancestor is given as {"$cycle": key}.
/// A path is followed to its end whatever the depth; one whose last relationship leads from a model to itself is followed again
/// from there, down to `depth`.
/// @throws DbError NoResult where there is no such row
Json relationTree(RecordReader& reader, const std::string& model, const std::vector<Value>& key,
                  const TreeOptions& options);

/// The trees of the rows that a query finds, in its order; each level is loaded for all of them at once.
/// @throws DbError InvalidRequest for a name or filter that is wrong
std::vector<Json> relationTrees(RecordReader& reader, const Query& query, const TreeOptions& options);

}  // namespace joinery
