// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/type_compiler.h"

namespace joinery {

/// Types by their declared name, as format_type spelled it, else by their kind.
class PostgresqlTypeCompiler : public TypeCompiler {
 public:
  std::string typeName(const ValueType& type) const override;
  /// The same without length, precision and scale: a value is to keep what it has, and an explicit cast would cut it.
  std::string unlimitedTypeName(const ValueType& type) const;
};

}  // namespace joinery
