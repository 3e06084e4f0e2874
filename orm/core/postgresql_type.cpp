// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/postgresql_type.h"

#include <array>
#include <string_view>
#include <utility>

namespace joinery {
namespace {

struct NamedKind {
  std::string_view name;
  TypeKind kind;
};

constexpr std::array kKinds{
    NamedKind{"bool", TypeKind::Boolean},
    NamedKind{"int2", TypeKind::Integer},
    NamedKind{"int4", TypeKind::Integer},
    NamedKind{"int8", TypeKind::Integer},
    NamedKind{"oid", TypeKind::Integer},
    NamedKind{"float4", TypeKind::Real},
    NamedKind{"float8", TypeKind::Real},
    NamedKind{"numeric", TypeKind::Numeric},
    NamedKind{"bytea", TypeKind::Blob},
    NamedKind{"date", TypeKind::Date},
    NamedKind{"time", TypeKind::Time},
    NamedKind{"timetz", TypeKind::Time},
    NamedKind{"timestamp", TypeKind::Timestamp},
    NamedKind{"timestamptz", TypeKind::TimestampTz},
    NamedKind{"interval", TypeKind::Interval},
    NamedKind{"uuid", TypeKind::Uuid},
    NamedKind{"json", TypeKind::Json},
    NamedKind{"jsonb", TypeKind::Json},
    NamedKind{"xml", TypeKind::Xml},
    NamedKind{"bit", TypeKind::Bit},
    NamedKind{"varbit", TypeKind::Bit},
    NamedKind{"inet", TypeKind::Network},
    NamedKind{"cidr", TypeKind::Network},
    NamedKind{"macaddr", TypeKind::Network},
    NamedKind{"macaddr8", TypeKind::Network},
    NamedKind{"point", TypeKind::Geometry},
    NamedKind{"line", TypeKind::Geometry},
    NamedKind{"lseg", TypeKind::Geometry},
    NamedKind{"box", TypeKind::Geometry},
    NamedKind{"path", TypeKind::Geometry},
    NamedKind{"polygon", TypeKind::Geometry},
    NamedKind{"circle", TypeKind::Geometry},
    NamedKind{"geometry", TypeKind::Geometry},
    NamedKind{"geography", TypeKind::Geometry},
    NamedKind{"char", TypeKind::Text},
};

TypeKind kindOfEntry(const PostgresqlTypeEntry& entry) {
  constexpr char kArray = 'A';
  constexpr char kString = 'S';
  if (entry.typeClass == 'e') return TypeKind::Enum;
  if (entry.typeClass == 'r' || entry.typeClass == 'm') return TypeKind::Range;
  if (entry.category == kArray) return TypeKind::Array;
  if (entry.typeClass == 'b') {
    for (const NamedKind& named : kKinds) {
      if (named.name == entry.name) return named.kind;
    }
  }
  return entry.category == kString ? TypeKind::Text : TypeKind::Unknown;
}

/// Source: the typmodout functions of the server; varlena types count their header of four bytes.
void unpackModifier(const PostgresqlTypeEntry& entry, ValueType& type) {
  constexpr int kHeader = 4;
  if (entry.modifier < 0) return;
  const int modifier = static_cast<int>(entry.modifier);
  if (entry.name == "varchar" || entry.name == "bpchar") {
    type.length = modifier - kHeader;
  } else if (type.kind == TypeKind::Bit) {
    type.length = modifier;
  } else if (type.kind == TypeKind::Numeric) {
    const int packed = modifier - kHeader;
    type.precision = (packed >> 16) & 0xffff;
    type.scale = ((packed & 0x7ff) ^ 1024) - 1024;  // eleven bits with a sign, since 15
  } else if (type.kind == TypeKind::Time || type.kind == TypeKind::Timestamp || type.kind == TypeKind::TimestampTz) {
    type.precision = modifier;
  } else if (type.kind == TypeKind::Interval && (modifier & 0xffff) != 0xffff) {
    type.precision = modifier & 0xffff;
  }
}

}  // namespace

ValueType postgresqlType(const PostgresqlTypeEntry& entry, std::string declared) {
  ValueType type;
  type.kind = kindOfEntry(entry);
  type.declared = std::move(declared);
  if (type.kind != TypeKind::Array) unpackModifier(entry, type);
  return type;
}

}  // namespace joinery
