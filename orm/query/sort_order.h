// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/model/registry.h"
#include "orm/sql/from_item.h"
#include "orm/sql/order_by.h"

namespace joinery {

/// One key of a sort: `+Name`, `-created_at`, `+Artist.Name`, `+Name:first`, `+Name:last`.
struct SortKey {
  std::vector<std::string> path;  ///< to-one relationships, then the attribute
  sql::OrderBy::Direction direction = sql::OrderBy::Direction::Ascending;
  sql::OrderBy::Nulls nulls = sql::OrderBy::Nulls::Engine;
  std::string toString() const;
};

/// @throws DbError InvalidRequest with the nearest names
SortKey parseSortKey(const std::string& text, const Registry& registry, const Model& model);
std::vector<SortKey> parseSortKeys(const std::vector<std::string>& texts, const Registry& registry, const Model& model);

/// The keys as ORDER BY, and FROM with the LEFT JOINs that their paths need; each path is joined once.
struct CompiledSort {
  sql::FromItem from;
  std::vector<sql::OrderBy> orderBy;
};
CompiledSort compileSort(const std::vector<SortKey>& keys, const Registry& registry, const Model& model,
                         const sql::FromItem& root);

}  // namespace joinery
