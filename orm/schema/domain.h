// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/core/value_type.h"
#include "orm/schema/constraint.h"

namespace joinery::schema {

/// A type made of another one with rules of its own.
struct Domain {
  QualifiedName name;
  ValueType type;  ///< what it is made of
  bool nullable = true;
  std::optional<std::string> defaultExpression;
  std::vector<CheckConstraint> checks;
  std::string collation;
  std::string comment;

  bool operator==(const Domain&) const = default;
};

}  // namespace joinery::schema
