// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_type_compiler.h"

#include <algorithm>

#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

const char* kindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::Boolean:
      return "boolean";
    case TypeKind::Integer:
      return "bigint";
    case TypeKind::Real:
      return "double precision";
    case TypeKind::Numeric:
      return "numeric";
    case TypeKind::Blob:
      return "bytea";
    case TypeKind::Date:
      return "date";
    case TypeKind::Time:
      return "time";
    case TypeKind::Timestamp:
      return "timestamp";
    case TypeKind::TimestampTz:
      return "timestamptz";
    case TypeKind::Interval:
      return "interval";
    case TypeKind::Uuid:
      return "uuid";
    case TypeKind::Json:
      return "jsonb";
    case TypeKind::Xml:
      return "xml";
    case TypeKind::Bit:
      return "bit varying";
    case TypeKind::Network:
      return "inet";
    default:
      return "text";
  }
}

std::string withoutModifier(std::string declared) {
  const std::size_t open = declared.find('(');
  const std::size_t close = declared.find(')', open == std::string::npos ? 0 : open);
  if (open != std::string::npos && close != std::string::npos) declared.erase(open, close - open + 1);
  return declared;
}

// "character" and "bit" without a length mean a length of one.
std::string withoutImpliedLength(const std::string& name) {
  if (name.starts_with("character") && !name.starts_with("character varying")) return "bpchar" + name.substr(9);
  if (name.starts_with("bit") && !name.starts_with("bit varying")) return "varbit" + name.substr(3);
  return name;
}

}  // namespace

std::string PostgresqlTypeCompiler::typeName(const ValueType& type) const {
  return isTypeName(type.declared) ? type.declared : kindName(type.kind);
}

std::string PostgresqlTypeCompiler::unlimitedTypeName(const ValueType& type) const {
  if (type.kind == TypeKind::Text) return "text";
  return withoutImpliedLength(withoutModifier(typeName(type)));
}

}  // namespace joinery
