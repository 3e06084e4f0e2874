// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/stored.h"

#include <charconv>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"

namespace joinery::stored {

namespace {

/// A number of which nothing is left over.
template <typename Number>
std::optional<Number> wholeNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

}  // namespace

void refuse(ValueView value, const std::string& wanted) {
  constexpr std::size_t kMostShown = 80;
  std::string shown = value.isNull() ? "NULL" : displayText(value, {});
  if (shown.size() > kMostShown) shown = shown.substr(0, kMostShown) + "…";
  DbError error(ErrorKind::Data, value.isNull() ? shown + " where a value is needed" : "\"" + shown + "\" does not fit " + wanted);
  if (value.isNull()) error.hint = "Make the member std::optional.";
  throw error;
}

std::int64_t toInteger(ValueView value, std::int64_t least, std::int64_t most) {
  std::optional<std::int64_t> number;
  if (value.storageClass() == StorageClass::Integer) number = value.toInteger();
  else if (value.storageClass() == StorageClass::Boolean) number = value.toBoolean() ? 1 : 0;
  else if (value.storageClass() == StorageClass::Unsigned && std::in_range<std::int64_t>(value.toUnsigned())) number = static_cast<std::int64_t>(value.toUnsigned());
  else if (value.storageClass() == StorageClass::Text) number = wholeNumber<std::int64_t>(value.bytes());
  if (number && *number >= least && *number <= most) return *number;
  refuse(value, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
}

std::uint64_t toUnsigned(ValueView value, std::uint64_t most) {
  std::optional<std::uint64_t> number;
  if (value.storageClass() == StorageClass::Unsigned) number = value.toUnsigned();
  else if (value.storageClass() == StorageClass::Text) number = wholeNumber<std::uint64_t>(value.bytes());
  else if (value.storageClass() == StorageClass::Integer && value.toInteger() >= 0) number = static_cast<std::uint64_t>(value.toInteger());
  else if (value.storageClass() == StorageClass::Boolean) number = value.toBoolean() ? 1 : 0;
  if (number && *number <= most) return *number;
  refuse(value, "an integer from 0 to " + std::to_string(most));
}

double toReal(ValueView value) {
  if (value.storageClass() == StorageClass::Real) return value.toReal();
  if (value.storageClass() == StorageClass::Integer) return static_cast<double>(value.toInteger());
  if (value.storageClass() == StorageClass::Unsigned) return static_cast<double>(value.toUnsigned());
  // Exact numerics come as text; who maps them to a double wants the nearest one.
  const auto number = value.storageClass() == StorageClass::Text ? wholeNumber<double>(value.bytes()) : std::nullopt;
  if (number) return *number;
  refuse(value, "a floating-point number");
}

bool toBoolean(ValueView value) {
  if (value.storageClass() == StorageClass::Boolean) return value.toBoolean();
  const bool isBit = value.storageClass() == StorageClass::Integer && (value.toInteger() == 0 || value.toInteger() == 1);
  if (isBit) return value.toInteger() == 1;
  refuse(value, "a truth value");
}

std::string_view toText(ValueView value) {
  if (value.storageClass() == StorageClass::Text) return value.bytes();
  refuse(value, "a text");
}

std::string_view toBytes(ValueView value) {
  if (value.storageClass() == StorageClass::Blob) return value.bytes();
  refuse(value, "bytes");
}

std::string toString(ValueView value, const ValueType& column) {
  const StorageClass kind = value.storageClass();
  const bool isNumber = kind == StorageClass::Integer || kind == StorageClass::Unsigned || kind == StorageClass::Real;
  if (column.kind == TypeKind::Numeric && isNumber) return kind == StorageClass::Real ? formatReal(value.toReal()) : displayText(value, column);
  return std::string(toText(value));
}

Value fromBoolean(bool value, const ValueType& column) {
  if (column.perCell || column.kind == TypeKind::Integer) return Value::integer(value ? 1 : 0);
  return Value::boolean(value);
}

ValueType text(int length) {
  ValueType type = ValueType::of(TypeKind::Text);
  type.length = length;
  return type;
}

}  // namespace joinery::stored
