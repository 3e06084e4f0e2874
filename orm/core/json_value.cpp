// SPDX-License-Identifier: GPL-3.0-or-later
#include <QUtf8StringView>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/core/timestamp_text.h"

namespace joinery {

namespace {

/// The last whole number before doubles, and with them most JSON readers, skip some.
constexpr std::int64_t kLargestWhole = std::int64_t{1} << 53;

bool isTimestamp(TypeKind kind) { return kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz; }

OffsetStyle offsetStyle(const ValueType& type) { return type.perCell ? OffsetStyle::Full : OffsetStyle::Short; }

Json blobJson(std::string_view bytes) { return Json{{"$blob", base64Encode(bytes)}}; }

bool isBlobJson(const Json& json) { return json.is_object() && json.size() == 1 && json.contains("$blob") && json["$blob"].is_string(); }

/// A column whose every value is an exact decimal; SQLite's cells are integers and doubles whatever the column declares.
bool isExact(const ValueType& type) { return type.kind == TypeKind::Numeric && !type.perCell; }

Json integerJson(std::int64_t value, const ValueType& type) {
  if (type.kind == TypeKind::Boolean && (value == 0 || value == 1)) return value == 1;
  const bool isWhole = value >= -kLargestWhole && value <= kLargestWhole;
  return isWhole && !isExact(type) ? Json(value) : Json(std::to_string(value));
}

Json unsignedJson(std::uint64_t value, const ValueType& type) {
  const bool isWhole = value <= static_cast<std::uint64_t>(kLargestWhole);
  return isWhole && !isExact(type) ? Json(value) : Json(std::to_string(value));
}

Json textJson(std::string_view text, const ValueType& type) {
  // JSON is Unicode: other bytes would be lost in it.
  if (!QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8()) return blobJson(text);
  return isTimestamp(type.kind) ? timestampToIso(text, offsetStyle(type)) : std::string(text);
}

const char* kindOfJson(const Json& json) {
  if (json.is_string()) return "a text";
  if (json.is_number_float()) return "a number with a fraction or exponent";
  if (json.is_number()) return "a whole number";
  if (json.is_boolean()) return "a truth value";
  return json.is_array() ? "a list" : "an object";
}

const char* hintFor(TypeKind kind) {
  switch (kind) {
    case TypeKind::Boolean: return "Give true or false.";
    case TypeKind::Integer: return "Give a whole number.";
    case TypeKind::Real: return "Give a number, or \"NaN\", \"Infinity\" or \"-Infinity\".";
    case TypeKind::Numeric: return "Give a number, or its digits as a text.";
    case TypeKind::Blob: return "Give the bytes as {\"$blob\": \"<base64>\"}.";
    case TypeKind::Json: return "Give any JSON; a text is taken as JSON text.";
    default: return "Give a text, in the database's own spelling.";
  }
}

[[noreturn]] void refuseJson(const Json& json, const ValueType& type) {
  DbError error(ErrorKind::Data, std::string(kindOfJson(json)) + " does not fit " + typeKindName(type.kind));
  error.hint = hintFor(type.kind);
  throw error;
}

template <typename Number>
std::optional<Number> parsed(std::string_view text) {
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> realFrom(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return kInfinity;
  if (text == "-Infinity") return -kInfinity;
  const auto number = parsed<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;  // from_chars takes "inf" and "nan" too
}

std::optional<Value> integerFrom(std::string_view text) {
  if (const auto number = parsed<std::int64_t>(text)) return Value::integer(*number);
  if (const auto number = parsed<std::uint64_t>(text)) return Value::unsignedInteger(*number);
  return std::nullopt;
}

Value wholeValue(const Json& json) {
  const bool isLarge = json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  return isLarge ? Value::unsignedInteger(json.get<std::uint64_t>()) : Value::integer(json.get<std::int64_t>());
}

Value plainNumber(const Json& json) { return json.is_number_float() ? Value::real(json.get<double>()) : wholeValue(json); }

bool isWhole(double value) { return std::trunc(value) == value && std::fabs(value) <= static_cast<double>(kLargestWhole); }

Value booleanValue(const Json& json, const ValueType& type) {
  if (json.is_boolean()) return Value::boolean(json.get<bool>());
  if (json.is_number_integer() && (json == 0 || json == 1)) return Value::boolean(json == 1);
  refuseJson(json, type);
}

Value integerValue(const Json& json, const ValueType& type) {
  if (json.is_number_integer()) return wholeValue(json);
  if (json.is_number_float() && isWhole(json.get<double>())) return Value::integer(static_cast<std::int64_t>(json.get<double>()));
  if (json.is_string())
    if (auto value = integerFrom(json.get_ref<const std::string&>())) return std::move(*value);
  refuseJson(json, type);
}

/// A whole number of more digits than a double keeps is refused, not rounded.
Value realFromWhole(const Json& json, const ValueType& type) {
  const double real = json.get<double>();
  const auto spelled = json.dump();
  const auto back = std::fabs(real) < 1.8446744073709551e19 ? real : 0.0;
  const auto whole = back < 0 ? std::to_string(static_cast<std::int64_t>(back)) : std::to_string(static_cast<std::uint64_t>(back));
  if (whole == spelled) return Value::real(real);
  DbError error(ErrorKind::Data, "the whole number " + spelled + " does not fit " + typeKindName(type.kind) + " without loss");
  error.hint = "Give the nearest number that a double holds, " + formatReal(real) + ".";
  throw error;
}

Value realValue(const Json& json, const ValueType& type) {
  if (json.is_number_float()) return Value::real(json.get<double>());
  if (json.is_number()) return realFromWhole(json, type);
  if (json.is_string())
    if (const auto real = realFrom(json.get_ref<const std::string&>())) return Value::real(*real);
  refuseJson(json, type);
}

/// Digits with a point, a sign and an exponent where they stand; any number of them.
bool isDecimal(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const auto digits = [&text] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end;
  };
  std::size_t count = digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    count += digits();
  }
  if (count == 0) return false;
  if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return digits() > 0 && text.empty();
}

Value numericValue(const Json& json, const ValueType& type) {
  if (json.is_number_float()) return Value::text(formatReal(json.get<double>()));
  if (json.is_number()) return Value::text(json.dump());
  if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    if (isDecimal(text) || text == "NaN" || text == "Infinity" || text == "-Infinity") return Value::text(text);
  }
  refuseJson(json, type);
}

Value textValue(const Json& json, const ValueType& type) {
  if (!json.is_string()) refuseJson(json, type);
  const auto& text = json.get_ref<const std::string&>();
  return Value::text(isTimestamp(type.kind) ? isoToTimestamp(text, offsetStyle(type)) : text);
}

Value jsonText(const Json& json) { return Value::text(json.is_string() ? json.get<std::string>() : json.dump()); }

Value untypedValue(const Json& json, const ValueType& type) {
  if (json.is_boolean()) return Value::boolean(json.get<bool>());
  if (json.is_number()) return plainNumber(json);
  return textValue(json, type);
}

bool hasNumbers(TypeKind kind) {
  return isNumeric(kind) || kind == TypeKind::Boolean || kind == TypeKind::Date || kind == TypeKind::Time || isTimestamp(kind);
}

/// A text of a column of numbers is a number again where jsonFromValue would write exactly this text for it.
Value perCellText(const std::string& text, const ValueType& type) {
  if (hasNumbers(type.kind)) {
    const auto whole = type.kind == TypeKind::Real ? std::nullopt : parsed<std::int64_t>(text);
    if (whole && std::to_string(*whole) == text) return Value::integer(*whole);
    if (const auto real = realFrom(text); real && displayText(ValueView::real(*real), type) == text) return Value::real(*real);
  }
  return Value::text(isTimestamp(type.kind) ? isoToTimestamp(text, offsetStyle(type)) : text);
}

/// Any cell may hold any class: what does not look like the declared type stays what it is.
Value perCellValue(const Json& json, const ValueType& type) {
  if (json.is_string()) return perCellText(json.get_ref<const std::string&>(), type);
  if (json.is_number_integer() && type.kind == TypeKind::Real) return realFromWhole(json, type);
  if (json.is_number_float() && type.kind == TypeKind::Integer && isWhole(json.get<double>())) return integerValue(json, type);
  if (json.is_number()) return plainNumber(json);
  if (type.kind == TypeKind::Json) return jsonText(json);
  if (json.is_boolean() && (type.kind == TypeKind::Boolean || type.kind == TypeKind::Unknown)) return Value::integer(json.get<bool>() ? 1 : 0);
  refuseJson(json, type);
}

/// Bytes for a column of bytes, or of cells with types of their own; the rest takes them as the bytes of its text.
Value bytesValue(const Json& json, const ValueType& type) {
  std::string bytes = base64Decode(json["$blob"].get_ref<const std::string&>());
  const bool holdsBytes = type.perCell || type.kind == TypeKind::Blob || type.kind == TypeKind::Unknown;
  if (holdsBytes) return Value::blob(std::move(bytes));
  if (type.kind == TypeKind::Text) return Value::text(std::move(bytes));
  refuseJson(json, type);
}

}  // namespace

Json jsonFromValue(ValueView value, const ValueType& type) {
  switch (value.storageClass()) {
    case StorageClass::Null: return nullptr;
    case StorageClass::Boolean: return value.toBoolean();
    case StorageClass::Integer: return integerJson(value.toInteger(), type);
    case StorageClass::Unsigned: return unsignedJson(value.toUnsigned(), type);
    case StorageClass::Real:
      if (!std::isfinite(value.toReal()) || isExact(type)) return displayText(value, type);
      return value.toReal();
    case StorageClass::Text: return textJson(value.bytes(), type);
    case StorageClass::Blob: return blobJson(value.bytes());
  }
  return nullptr;
}

Value valueFromJson(const Json& json, const ValueType& type) {
  if (json.is_null()) return Value::null();
  // An object of a JSON column may have such a member of its own.
  if (isBlobJson(json) && (type.perCell || type.kind != TypeKind::Json)) return bytesValue(json, type);
  if (type.perCell) return perCellValue(json, type);
  switch (type.kind) {
    case TypeKind::Unknown: return untypedValue(json, type);
    case TypeKind::Boolean: return booleanValue(json, type);
    case TypeKind::Integer: return integerValue(json, type);
    case TypeKind::Real: return realValue(json, type);
    case TypeKind::Numeric: return numericValue(json, type);
    case TypeKind::Json: return jsonText(json);
    case TypeKind::Blob: refuseJson(json, type);
    default: return textValue(json, type);
  }
}

}  // namespace joinery
