// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/model/model.h"

namespace joinery {

/// What a statement over many rows sets, by attribute. Pure.
struct Assignments {
  using Values = std::vector<std::pair<std::string, Value>>;
  /// Values that SQL computes, by attribute.
  using Computed = std::vector<std::pair<std::string, sql::Expression>>;

  std::map<std::size_t, Value> values;
  std::map<std::size_t, sql::Expression> expressions;

  /// What is given, what the mapping says of every change, and the next version. @throws DbError InvalidRequest for unknown names
  static Assignments ofUpdate(const Model& model, const Values& values, const Computed& computed);

  bool contains(std::size_t attribute) const { return values.contains(attribute) || expressions.contains(attribute); }
  /// As SET has it: column and expression.
  std::vector<std::pair<std::string, sql::Expression>> clauses(const Model& model) const;

  /// @throws DbError InvalidRequest with the nearest names
  static std::size_t indexOf(const Model& model, const std::string& attribute);
  /// What a default gives where the program makes it; nothing for the database's.
  static std::optional<Value> programDefault(const DefaultSource& source);
};

}  // namespace joinery
