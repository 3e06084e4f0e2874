// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "orm/query/global_criteria.h"
#include "orm/session/select_options.h"

namespace joinery {

/// What is loaded along with the records of one model, and how.
struct LoadPlan {
  enum class How {
    Root,
    Joined,         ///< LEFT JOIN in the parent's statement
    ContainsEager,  ///< INNER JOIN in the parent's statement
    Selectin,       ///< a statement of its own
  };
  How how = How::Root;
  const Relationship* relationship = nullptr;  ///< of the parent's model; null at the root
  const Model* model = nullptr;
  Json filter = Json::object();  ///< of ContainsEager
  int repeats = 0;               ///< of a self-referential Selectin: further levels; below zero: all
  std::vector<LoadPlan> children;
  std::set<std::size_t> attributes;  ///< of the model, those that are read; empty: all
  const GlobalCriteria* criteria = nullptr;  ///< what rows have to meet beside; null for nothing
  GlobalCriteria::Names without = {};        ///< of them, those that don't count here
  bool isRestricted = false;                 ///< whether rows of this place may be left out by them

  /// What the criteria ask of them. @param alias how the statement calls the model's table @return empty where nothing
  sql::Expression restriction(const std::string& alias) const { return isRestricted ? criteria->condition(*model, alias, without) : sql::Expression(); }
  LoadPlan* child(const Relationship& wanted);
};

/// The options' paths, and below each model what its mapping loads along by itself; that stops where a model comes round again.
/// @throws DbError InvalidRequest for unknown names, a depth on what is not self-referential
/// @param criteria null for none; outlives the plan
LoadPlan makeLoadPlan(const Registry& registry, const Model& model, const SelectOptions& options = {}, const GlobalCriteria* criteria = nullptr);

}  // namespace joinery
