// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_type_compiler.h"

namespace joinery {

std::string SqliteTypeCompiler::typeName(const ValueType& type) const {
  switch (type.kind) {
    case TypeKind::Boolean:
    case TypeKind::Integer:
      return "INTEGER";
    case TypeKind::Real:
      return "REAL";
    case TypeKind::Numeric:
      return "NUMERIC";
    case TypeKind::Blob:
      return "BLOB";
    default:
      return "TEXT";
  }
}

}  // namespace joinery
