// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/designed_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "orm/core/declared_type.h"
#include "orm/dialect/sql_text.h"
#include "orm/difference/same_parts.h"
#include "orm/difference/schema_names.h"

namespace joinery::migration {
namespace {

struct KnownType {
  std::string_view name;
  TypeKind kind;
};

/// As PostgreSQL spells them, the usual ones first. Source: postgresql.org/docs/current/datatype.html
constexpr std::array kPostgresqlTypes{
    KnownType{"integer", TypeKind::Integer}, KnownType{"bigint", TypeKind::Integer}, KnownType{"text", TypeKind::Text},
    KnownType{"character varying", TypeKind::Text}, KnownType{"boolean", TypeKind::Boolean}, KnownType{"numeric", TypeKind::Numeric},
    KnownType{"date", TypeKind::Date}, KnownType{"timestamp with time zone", TypeKind::TimestampTz}, KnownType{"timestamp", TypeKind::Timestamp},
    KnownType{"uuid", TypeKind::Uuid}, KnownType{"jsonb", TypeKind::Json}, KnownType{"double precision", TypeKind::Real}, KnownType{"bytea", TypeKind::Blob},
    KnownType{"smallint", TypeKind::Integer}, KnownType{"real", TypeKind::Real}, KnownType{"character", TypeKind::Text}, KnownType{"time", TypeKind::Time},
    KnownType{"time with time zone", TypeKind::Time}, KnownType{"interval", TypeKind::Interval}, KnownType{"json", TypeKind::Json}, KnownType{"xml", TypeKind::Xml},
    KnownType{"bit", TypeKind::Bit}, KnownType{"bit varying", TypeKind::Bit}, KnownType{"inet", TypeKind::Network}, KnownType{"cidr", TypeKind::Network},
    KnownType{"macaddr", TypeKind::Network}, KnownType{"macaddr8", TypeKind::Network}, KnownType{"point", TypeKind::Geometry}, KnownType{"line", TypeKind::Geometry},
    KnownType{"lseg", TypeKind::Geometry}, KnownType{"box", TypeKind::Geometry}, KnownType{"path", TypeKind::Geometry}, KnownType{"polygon", TypeKind::Geometry},
    KnownType{"circle", TypeKind::Geometry}, KnownType{"int4range", TypeKind::Range}, KnownType{"int8range", TypeKind::Range}, KnownType{"numrange", TypeKind::Range},
    KnownType{"daterange", TypeKind::Range}, KnownType{"tsrange", TypeKind::Range}, KnownType{"tstzrange", TypeKind::Range}, KnownType{"money", TypeKind::Unknown},
    KnownType{"name", TypeKind::Text}, KnownType{"oid", TypeKind::Integer}, KnownType{"tsvector", TypeKind::Unknown}, KnownType{"tsquery", TypeKind::Unknown}};

constexpr std::array<std::string_view, 11> kSqliteTypes{"INTEGER", "TEXT", "REAL", "NUMERIC", "BLOB", "BOOLEAN", "DATE", "DATETIME", "TIME", "VARCHAR(100)", "DECIMAL(10,2)"};
constexpr std::array<std::string_view, 6> kStrictTypes{"INTEGER", "TEXT", "REAL", "BLOB", "ANY", "INT"};

struct Spelled {
  std::string name;  ///< without numbers and brackets
  std::optional<int> first, second;
  bool array = false;
};

std::optional<int> numberIn(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  int number = 0;
  if (begin == std::string_view::npos || std::from_chars(text.data() + begin, text.data() + text.size(), number).ec != std::errc()) return {};
  return number;
}

Spelled spelledType(std::string text) {
  Spelled type;
  if (const std::size_t bracket = text.find('['); bracket != std::string::npos) {
    type.array = true;
    text.erase(bracket);
  }
  const std::size_t open = text.find('('), close = text.find(')');
  if (open != std::string::npos && close != std::string::npos && close > open) {
    const std::string numbers = text.substr(open + 1, close - open - 1);
    const std::size_t comma = numbers.find(',');
    type.first = numberIn(std::string_view(numbers).substr(0, comma));
    if (comma != std::string::npos) type.second = numberIn(std::string_view(numbers).substr(comma + 1));
    text.erase(open, close - open + 1);
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  type.name = text;
  return type;
}

void setNumbers(ValueType& type, const Spelled& spelled) {
  if (type.kind == TypeKind::Text || type.kind == TypeKind::Bit) {
    type.length = spelled.first;
  } else if (spelled.first) {
    type.precision = spelled.first;
    type.scale = spelled.second;
    if (type.kind == TypeKind::Numeric && !type.scale) type.scale = 0;
  }
}

const schema::EnumType* enumOf(const ValueType& type, const schema::MetaData& metadata, const Dialect& dialect) {
  const auto found = std::ranges::find_if(metadata.enums, [&](const schema::EnumType& each) { return isOfType(type, each.name, metadata, dialect); });
  return found == metadata.enums.end() ? nullptr : &*found;
}

const schema::Domain* domainOf(const ValueType& type, const schema::MetaData& metadata, const Dialect& dialect) {
  const auto found = std::ranges::find_if(metadata.domains, [&](const schema::Domain& each) { return isOfType(type, each.name, metadata, dialect); });
  return found == metadata.domains.end() ? nullptr : &*found;
}

const KnownType* knownPostgresqlType(const std::string& name) {
  const auto found = std::ranges::find(kPostgresqlTypes, std::string_view(name), &KnownType::name);
  return found == kPostgresqlTypes.end() ? nullptr : &*found;
}

ValueType postgresqlTypeOf(const std::string& declared, const schema::MetaData& metadata, const Dialect& dialect) {
  ValueType type;
  type.declared = declared;
  const Spelled spelled = spelledType(canonicalType(declared, dialect));
  if (const KnownType* known = knownPostgresqlType(spelled.name)) {
    type.kind = known->kind;
    setNumbers(type, spelled);
  } else if (const schema::EnumType* found = enumOf(type, metadata, dialect)) {
    type.kind = TypeKind::Enum;
    type.labels = std::make_shared<const std::vector<std::string>>(found->labels);
  } else if (const schema::Domain* domain = domainOf(type, metadata, dialect)) {
    type.kind = domain->type.kind;
  }
  if (spelled.array) type.kind = TypeKind::Array;
  return type;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; });
  return text;
}

}  // namespace

ValueType designedType(const std::string& declared, const schema::MetaData& metadata, const Dialect& dialect) {
  if (dialect.name() == "postgresql") return postgresqlTypeOf(declared, metadata, dialect);
  ValueType type = typeFromSqliteDeclaration(declared);
  type.declared = declared;
  return type;
}

bool isKnownType(const std::string& declared, bool strict, const schema::MetaData& metadata, const Dialect& dialect) {
  if (!declared.empty() && !isTypeName(declared)) return false;
  if (dialect.name() != "postgresql") {
    if (strict) return std::ranges::find(kStrictTypes, upper(declared)) != kStrictTypes.end();
    return declared.empty() || typeFromSqliteDeclaration(declared).kind != TypeKind::Unknown;
  }
  const std::string name = spelledType(canonicalType(declared, dialect)).name;
  ValueType type;
  type.declared = declared;
  return knownPostgresqlType(name) || enumOf(type, metadata, dialect) || domainOf(type, metadata, dialect) || !metadata.extensions.empty();
}

std::vector<std::string> offeredTypes(bool strict, const schema::MetaData& metadata, const Dialect& dialect) {
  std::vector<std::string> types;
  if (dialect.name() != "postgresql") {
    if (strict) types.assign(kStrictTypes.begin(), kStrictTypes.end());
    else types.assign(kSqliteTypes.begin(), kSqliteTypes.end());
    return types;
  }
  for (const KnownType& each : kPostgresqlTypes) types.emplace_back(each.name);
  for (const schema::EnumType& each : metadata.enums) types.push_back(dialect.quote(each.name));
  for (const schema::Domain& each : metadata.domains) types.push_back(dialect.quote(each.name));
  return types;
}

std::string mappedType(const ValueType& type, const Dialect& target) {
  const auto withLength = [&](const std::string& name) { return type.length ? name + "(" + std::to_string(*type.length) + ")" : std::string(); };
  if (type.kind == TypeKind::Text) return type.length ? withLength(target.name() == "sqlite" ? "VARCHAR" : "character varying") : target.name() == "sqlite" ? "TEXT" : "text";
  if (type.kind == TypeKind::Numeric) {
    const std::string name = target.name() == "sqlite" ? "NUMERIC" : "numeric";
    if (!type.precision) return name;
    return name + "(" + std::to_string(*type.precision) + (type.scale ? "," + std::to_string(*type.scale) : "") + ")";
  }
  ValueType plain = ValueType::of(type.kind);
  if (target.name() != "sqlite") return target.types().typeName(plain);
  switch (type.kind) {
    case TypeKind::Boolean: return "BOOLEAN";
    case TypeKind::Date: return "DATE";
    case TypeKind::Time: return "TIME";
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: return "DATETIME";
    default: return target.types().typeName(plain);
  }
}

}  // namespace joinery::migration
