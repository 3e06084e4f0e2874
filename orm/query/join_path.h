// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/model/registry.h"
#include "orm/sql/expression.h"
#include "orm/sql/from_item.h"
#include "orm/sql/select.h"

namespace joinery {

/// What is loaded along with rows of a model: dotted paths merged into a tree.
struct JoinTree {
  const Relationship* relationship = nullptr;  ///< null at the root
  const Model* model = nullptr;
  std::vector<JoinTree> children;  ///< in the order they were asked for
};

/// @param paths "Album.Track", "user.banks"
/// @throws DbError InvalidRequest with the nearest relationship names
JoinTree parseJoinPaths(const std::vector<std::string>& paths, const Registry& registry, const Model& model);

/// The related rows of `relationship` as a correlated SELECT: FROM the target (and the link table), WHERE it matches
/// the row called `localAlias`. The target is called `targetAlias`.
sql::Select relatedRows(const Relationship& relationship, const Registry& registry, const std::string& localAlias,
                        const std::string& targetAlias);

}  // namespace joinery
