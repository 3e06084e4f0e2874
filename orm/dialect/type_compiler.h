// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/value_type.h"

namespace joinery {

/// Spells types. Stateless, any thread.
class TypeCompiler {
 public:
  virtual ~TypeCompiler() = default;
  /// What stands after AS in a CAST. A type's declared name comes from a database: it is used only where it can be
  /// nothing but a type's name.
  virtual std::string typeName(const ValueType& type) const = 0;
};

}  // namespace joinery
