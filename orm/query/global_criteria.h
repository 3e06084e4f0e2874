// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/model/registry.h"
#include "orm/sql/expression.h"

namespace joinery {

/// A condition that rows of a model have to meet, whoever asks for them.
struct GlobalCriterion {
  std::string name;   ///< what it is known by: "tenant"; those of several models may share one
  std::string model;  ///< its rows, and those of models that inherit from it
  Json filter;        ///< a filter document (README, "Filters") over the model
};

/// The conditions that a session puts on every statement over rows of a model. A row that does not meet them is as if it were not
/// there. What a criterion itself asks of related rows is not restricted by others. A plain value; one thread at a time.
class GlobalCriteria {
 public:
  /// Those of rows that the soft delete mixin has put away.
  static constexpr const char* kSoftDelete = "soft delete";
  /// In a list of names: every one.
  static constexpr const char* kAll = "*";
  using Names = std::vector<std::string>;

  /// None yet.
  explicit GlobalCriteria(std::shared_ptr<const Registry> registry) : m_registry(std::move(registry)) {}
  /// What the models' mixins ask for: rows that were put away are left out.
  static GlobalCriteria ofMixins(std::shared_ptr<const Registry> registry);

  /// One of the same name for the same model gives way.
  /// @throws DbError InvalidRequest: an unknown model, a filter that does not fit it
  void add(GlobalCriterion criterion);
  /// All of that name. @return whether there were any
  bool remove(const std::string& name);
  const std::vector<GlobalCriterion>& all() const { return m_criteria; }

  /// Whether anything is asked of a model's rows. @param without names that do not count
  bool restricts(const Model& model, const Names& without = {}) const;
  /// What is asked of them. @param alias how the statement calls the model's table @return empty where nothing is
  sql::Expression condition(const Model& model, const std::string& alias, const Names& without = {}) const;

  /// Another number after each change; no two contents have the same one.
  std::uint64_t revision() const { return m_revision; }
  /// Whether a condition changes with the clock (`$ago`).
  bool dependsOnTime() const { return m_dependsOnTime; }
  /// Equal where the conditions are.
  std::string toString() const;

 private:
  void changed();
  bool holds(const GlobalCriterion& criterion, const Model& model, const Names& without) const;

  std::shared_ptr<const Registry> m_registry;
  std::vector<GlobalCriterion> m_criteria;
  std::uint64_t m_revision = 0;
  bool m_dependsOnTime = false;
};

}  // namespace joinery
