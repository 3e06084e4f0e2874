// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace joinery {

/// What a column means, over all engines. Unknown types travel as text with their declared name.
enum class TypeKind : std::uint8_t {
  Unknown, Boolean, Integer, Real, Numeric, Text, Blob, Date, Time, Timestamp, TimestampTz, Interval,
  Uuid, Json, Xml, Enum, Array, Range, Bit, Network, Geometry
};

/// The declared type of a column.
struct ValueType {
  TypeKind kind = TypeKind::Unknown;
  /// As the database spells it: "NVARCHAR(160)", "timestamp with time zone"; empty where it has none.
  std::string declared;
  /// In characters or bytes, as the engine counts them.
  std::optional<int> length;
  std::optional<int> precision;
  std::optional<int> scale;
  /// The labels of an enum, in order; null for every other type.
  std::shared_ptr<const std::vector<std::string>> labels;
  /// Each cell has a storage class of its own (SQLite outside STRICT tables).
  bool perCell = false;

  bool operator==(const ValueType& other) const;
  /// A type by its kind alone, for expressions that the program makes.
  static ValueType of(TypeKind kind);
};

/// "integer", "numeric", "timestamptz" …: for messages and JSON.
const char* typeKindName(TypeKind kind);
/// Whether people read values of this kind right-aligned and sum them.
bool isNumeric(TypeKind kind);

}  // namespace joinery
