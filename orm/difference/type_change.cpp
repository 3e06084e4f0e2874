// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/type_change.h"

#include <array>
#include <string_view>

#include "orm/core/ascii_case.h"

namespace joinery::migration {
namespace {

/// Bytes that a number has, by the names that engines give their types; 0 for what is not among them.
int widthOf(const std::string& declared) {
  struct Width { std::string_view name; int bytes; };
  static constexpr std::array<Width, 18> kWidths{{{"smallint", 2}, {"int2", 2}, {"smallserial", 2}, {"tinyint", 1}, {"mediumint", 3}, {"integer", 4}, {"int", 4}, {"int4", 4}, {"serial", 4},
                                                  {"bigint", 8}, {"int8", 8}, {"bigserial", 8}, {"real", 4}, {"float4", 4}, {"double precision", 8}, {"float8", 8}, {"double", 8}, {"float", 8}}};
  const std::string name = asciiLower(declared);
  for (const Width& each : kWidths)
    if (each.name == name) return each.bytes;
  return 0;
}

/// No limit is the widest.
bool isLess(const std::optional<int>& after, const std::optional<int>& before) { return after && (!before || *after < *before); }

bool narrowsNumeric(const ValueType& before, const ValueType& after) {
  if (!after.precision) return false;
  if (!before.precision) return true;
  const int scaleBefore = before.scale.value_or(0), scaleAfter = after.scale.value_or(0);
  return scaleAfter < scaleBefore || *after.precision - scaleAfter < *before.precision - scaleBefore;
}

bool narrowsSameKind(const ValueType& before, const ValueType& after) {
  switch (after.kind) {
    case TypeKind::Integer:
    case TypeKind::Real:
      return widthOf(after.declared) < widthOf(before.declared);
    case TypeKind::Numeric:
      return narrowsNumeric(before, after);
    case TypeKind::Enum:
      return before.declared != after.declared;
    case TypeKind::Unknown:
    case TypeKind::Array:
    case TypeKind::Range:
    case TypeKind::Network:
    case TypeKind::Geometry:
      return asciiLower(before.declared) != asciiLower(after.declared);
    default:
      return isLess(after.length, before.length) || isLess(after.precision, before.precision);
  }
}

/// The longest text of a whole number of so many bytes, with its sign.
int digitsOf(const ValueType& type) {
  const int width = widthOf(type.declared);
  return width == 2 ? 6 : width == 4 ? 11 : 20;
}

bool fitsAsText(const ValueType& before, const ValueType& text) {
  if (before.kind == TypeKind::Blob) return false;
  if (!text.length) return true;
  return before.kind == TypeKind::Integer && *text.length >= digitsOf(before);
}

}  // namespace

bool narrows(const ValueType& before, const ValueType& after) {
  if (before.kind == after.kind) return !(before.perCell && after.perCell) && narrowsSameKind(before, after);
  switch (after.kind) {
    case TypeKind::Text:
      return !fitsAsText(before, after);
    case TypeKind::Numeric:
      return before.kind != TypeKind::Integer || (after.precision && *after.precision - after.scale.value_or(0) < digitsOf(before) - 1);
    case TypeKind::Real:
      return before.kind != TypeKind::Integer || widthOf(before.declared) == 0 || widthOf(before.declared) > widthOf(after.declared) / 2;
    case TypeKind::Timestamp:
      return before.kind != TypeKind::Date;
    case TypeKind::Unknown:
      return !after.declared.empty() || !after.perCell;
    default:
      return true;
  }
}

bool narrows(const schema::Column& before, const schema::Column& after) {
  if (after.isComputed()) return !before.isComputed();
  return narrows(before.type, after.type);
}

}  // namespace joinery::migration
