// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/value_type.h"

namespace joinery {

bool ValueType::operator==(const ValueType& other) const {
  const bool sameLabels = labels == other.labels || (labels && other.labels && *labels == *other.labels);
  return kind == other.kind && declared == other.declared && length == other.length && precision == other.precision &&
         scale == other.scale && perCell == other.perCell && sameLabels;
}

ValueType ValueType::of(TypeKind kind) {
  ValueType type;
  type.kind = kind;
  return type;
}

const char* typeKindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::Unknown: return "unknown";
    case TypeKind::Boolean: return "boolean";
    case TypeKind::Integer: return "integer";
    case TypeKind::Real: return "real";
    case TypeKind::Numeric: return "numeric";
    case TypeKind::Text: return "text";
    case TypeKind::Blob: return "blob";
    case TypeKind::Date: return "date";
    case TypeKind::Time: return "time";
    case TypeKind::Timestamp: return "timestamp";
    case TypeKind::TimestampTz: return "timestamptz";
    case TypeKind::Interval: return "interval";
    case TypeKind::Uuid: return "uuid";
    case TypeKind::Json: return "json";
    case TypeKind::Xml: return "xml";
    case TypeKind::Enum: return "enum";
    case TypeKind::Array: return "array";
    case TypeKind::Range: return "range";
    case TypeKind::Bit: return "bit";
    case TypeKind::Network: return "network";
    case TypeKind::Geometry: return "geometry";
  }
  return "unknown";
}

bool isNumeric(TypeKind kind) {
  return kind == TypeKind::Integer || kind == TypeKind::Real || kind == TypeKind::Numeric;
}

}  // namespace joinery
