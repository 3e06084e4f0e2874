// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/model/registry.h"

namespace joinery::ui {

/// A row of the filter builder with the rows below it: a filter document as a tree of groups, conditions and relation
/// steps. Plain data; pure.
struct FilterNode {
  enum class Kind { Group, Condition, Relation };
  enum class Match { All, Any, None };  ///< of a group's rows
  enum class Quantifier { Some, None, Every, Count };
  /// What a relation step does: restrict the rows above it to those that have such related rows, prune the related rows that are shown
  /// beside them to such, or both.
  enum class Effect { Restrict, Both, Prune };

  Kind kind = Kind::Group;
  bool isOff = false;  ///< kept, not applied
  Match match = Match::All;
  Quantifier quantifier = Quantifier::Some;
  Effect effect = Effect::Restrict;
  /// The attribute of a condition, the relationship of a relation step.
  std::string name;
  /// Of a condition on what a JSON column holds: "a.b"; else empty.
  std::string jsonPath;
  /// "$eq" …, of a condition or of a count. NULL is "$null" with true or false.
  std::string op = "$eq";
  Json operand;
  /// Of a group its rows; of a relation step what holds, all of it, for the related row.
  std::vector<FilterNode> children;

  static FilterNode group(Match match, std::vector<FilterNode> children = {});
  static FilterNode condition(std::string attribute, std::string op, Json operand);
  static FilterNode relation(std::string relationship, Quantifier quantifier, std::vector<FilterNode> children = {});

  /// Whether it is a group without any row, or only prunes: it says nothing of the rows above.
  bool isEmpty() const;
  /// Whether it, or a row below it, is neither off nor empty.
  bool isApplied() const;

  bool operator==(const FilterNode&) const = default;
};

/// A filter document as a group of which all rows hold.
/// @param filter one that compileFilter takes
/// @return nothing when rows cannot say all of it
std::optional<FilterNode> parseFilter(const Json& filter, const Registry& registry, const Model& model);

/// The document that says what the rows say. Groups without rows say nothing.
Json filterDocument(const FilterNode& root);

/// What the rows prune: dotted path → filter, as Query::prune has it. Steps that are off keep theirs as {"$off": …}.
Json pruneDocument(const FilterNode& root);
/// Adds to the rows what is pruned: to the step that says the same, else as steps that only prune.
/// @return false when rows cannot say all of it; they are left as they were
bool addPrune(FilterNode& root, const Json& prune, const Registry& registry, const Model& model);
/// Checks a document of what is pruned. @throws DbError InvalidRequest with the path and the place
void requirePrune(const Json& prune, const Registry& registry, const Model& model);

}  // namespace joinery::ui
