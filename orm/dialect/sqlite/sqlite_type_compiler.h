// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/type_compiler.h"

namespace joinery {

/// SQLite casts to storage classes only, so the kind decides. Source: sqlite.org/lang_expr.html#castexpr
class SqliteTypeCompiler : public TypeCompiler {
 public:
  std::string typeName(const ValueType& type) const override;
};

}  // namespace joinery
