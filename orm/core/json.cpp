// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/json.h"

#include <QRegularExpression>
#include <QString>
#include <charconv>
#include <cmath>
#include <set>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

constexpr std::size_t kLongestJson = 256 * 1024 * 1024;
constexpr std::int64_t kSafeInteger = std::int64_t{1} << 53;

/// Line and column of a byte, from 1.
std::string placeOf(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto lineStart = before.rfind('\n');
  const auto column = before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Refuses depth and duplicate keys while parsing.
class Guard {
 public:
  explicit Guard(int maxDepth) : m_maxDepth(maxDepth) {}
  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > m_maxDepth)
      throw DbError(ErrorKind::Argument, "The JSON is nested more than " + std::to_string(m_maxDepth) + " deep");
    if (event == Json::parse_event_t::object_start) m_keys.emplace_back();
    if (event == Json::parse_event_t::object_end) m_keys.pop_back();
    if (event == Json::parse_event_t::key && !m_keys.back().insert(parsed.get<std::string>()).second)
      throw DbError(ErrorKind::Argument, "The JSON has the key \"" + parsed.get<std::string>() + "\" twice in one object");
    return true;
  }

 private:
  int m_maxDepth;
  std::vector<std::set<std::string>> m_keys;
};

bool isTime(TypeKind kind) { return kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz; }

/// `2009-01-01 10:00:00.5+02` → `2009-01-01T10:00:00.5+02:00`; everything else as it is stored.
std::string isoTimestamp(std::string_view text) {
  static const QRegularExpression kShape(
      QStringLiteral(R"(^(\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d(?::?\d\d)?)?$)"));
  const QString stored = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  const auto match = kShape.match(stored);
  if (!match.hasMatch()) return std::string(text);
  QString zone = match.captured(3);
  if (zone.size() == 3) zone += QStringLiteral(":00");
  return (match.captured(1) + QLatin1Char('T') + match.captured(2) + zone).toStdString();
}

Json jsonFromInteger(std::int64_t value, const ValueType& type) {
  if (type.kind == TypeKind::Boolean && (value == 0 || value == 1)) return value == 1;
  if (value > kSafeInteger || value < -kSafeInteger) return std::to_string(value);
  return value;
}

Json jsonFromReal(double value) { return std::isfinite(value) ? Json(value) : Json(formatReal(value)); }

[[noreturn]] void refuse(const Json& json, const ValueType& type) {
  const std::string name = type.declared.empty() ? typeKindName(type.kind) : type.declared;
  std::string shown = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (shown.size() > 60) shown = shown.substr(0, 57) + "...";
  throw DbError(ErrorKind::Data, shown + " does not fit " + name);
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
  std::int64_t value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<double> realNumber(const std::string& text) {
  if (text == "NaN") return std::nan("");
  if (text == "Infinity") return HUGE_VAL;
  if (text == "-Infinity") return -HUGE_VAL;
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool isDecimal(const std::string& text) {
  static const QRegularExpression kShape(QStringLiteral(R"(^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$)"));
  return kShape.match(QString::fromStdString(text)).hasMatch() || text == "NaN" || text == "Infinity" || text == "-Infinity";
}

Value integerFromJson(const Json& json, const ValueType& type) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX) return Value::unsignedInteger(json.get<std::uint64_t>());
  if (json.is_number_integer()) return Value::integer(json.get<std::int64_t>());
  if (json.is_number_float() && json.get<double>() == std::floor(json.get<double>()) && std::fabs(json.get<double>()) < 9e15)
    return Value::integer(static_cast<std::int64_t>(json.get<double>()));
  if (json.is_string())
    if (const auto number = wholeNumber(json.get_ref<const std::string&>())) return Value::integer(*number);
  if (json.is_boolean() && type.perCell) return Value::integer(json.get<bool>() ? 1 : 0);
  refuse(json, type);
}

Value realFromJson(const Json& json, const ValueType& type) {
  if (json.is_number()) return Value::real(json.get<double>());
  if (json.is_string())
    if (const auto number = realNumber(json.get_ref<const std::string&>())) return Value::real(*number);
  refuse(json, type);
}

/// SQLite keeps its numerics as integers or doubles, the others as exact text.
Value numericFromJson(const Json& json, const ValueType& type) {
  if (json.is_string() && isDecimal(json.get_ref<const std::string&>())) {
    const auto& text = json.get_ref<const std::string&>();
    if (!type.perCell) return Value::text(text);
    if (const auto number = wholeNumber(text)) return Value::integer(*number);
    const auto number = realNumber(text);
    // As much as SQLite's affinity would make of it, unless that loses digits.
    if (number && formatReal(*number) == text) return Value::real(*number);
    return Value::text(text);
  }
  if (json.is_number_integer())
    return type.perCell ? integerFromJson(json, type) : Value::text(json.dump());
  if (json.is_number_float())
    return type.perCell ? Value::real(json.get<double>()) : Value::text(formatReal(json.get<double>()));
  refuse(json, type);
}

Value booleanFromJson(const Json& json, const ValueType& type) {
  const auto make = [&](bool value) { return type.perCell ? Value::integer(value ? 1 : 0) : Value::boolean(value); };
  if (json.is_boolean()) return make(json.get<bool>());
  if (json.is_number_integer() && (json == 0 || json == 1)) return make(json == 1);
  if (json.is_string() && (json == "true" || json == "false")) return make(json == "true");
  refuse(json, type);
}

/// Blobs, times and everything else that travels as text.
Value textFromJson(const Json& json, const ValueType& type) {
  if (json.is_string()) return Value::text(json.get<std::string>());
  if (type.kind == TypeKind::Json) return Value::text(json.dump());
  if (type.perCell && json.is_number()) return json.is_number_float() ? realFromJson(json, type) : integerFromJson(json, type);
  if (json.is_boolean() && type.perCell) return Value::integer(json.get<bool>() ? 1 : 0);
  if (type.kind == TypeKind::Text && json.is_number()) return Value::text(json.dump());
  if (type.kind == TypeKind::Unknown) return Value::text(json.dump());
  refuse(json, type);
}

/// `{"$blob": "<base64>"}`
bool isBlob(const Json& json) {
  return json.is_object() && json.size() == 1 && json.contains("$blob") && json["$blob"].is_string();
}

}  // namespace

Json parseJson(std::string_view text, int maxDepth) {
  if (text.size() > kLongestJson) throw DbError(ErrorKind::Argument, "The JSON is larger than 256 MiB");
  try {
    Guard guard(maxDepth);
    return Json::parse(text, [&guard](int depth, Json::parse_event_t event, Json& parsed) { return guard(depth, event, parsed); });
  } catch (const Json::parse_error& error) {
    std::string what = error.what();
    // The library's own prefix says nothing to people.
    if (const auto colon = what.find("column "); colon != std::string::npos)
      if (const auto next = what.find(": ", colon); next != std::string::npos) what = what.substr(next + 2);
    throw DbError(ErrorKind::Argument, "The JSON is wrong at " + placeOf(text, error.byte) + ": " + what);
  } catch (const Json::exception& error) {
    throw DbError(ErrorKind::Argument, std::string("The JSON is wrong: ") + error.what());
  }
}

Json jsonFromValue(ValueView value, const ValueType& type) {
  switch (value.storageClass()) {
    case StorageClass::Null: return nullptr;
    case StorageClass::Boolean: return value.toBoolean();
    case StorageClass::Integer: return jsonFromInteger(value.toInteger(), type);
    case StorageClass::Unsigned:
      return value.toUnsigned() > static_cast<std::uint64_t>(kSafeInteger) ? Json(std::to_string(value.toUnsigned())) : Json(value.toUnsigned());
    case StorageClass::Real: return jsonFromReal(value.toReal());
    case StorageClass::Text: return isTime(type.kind) ? Json(isoTimestamp(value.bytes())) : Json(std::string(value.bytes()));
    case StorageClass::Blob: return {{"$blob", base64Encode(value.bytes())}};
  }
  return nullptr;
}

Value valueFromJson(const Json& json, const ValueType& type) {
  if (json.is_null()) return Value::null();
  if (isBlob(json)) return Value::blob(base64Decode(json["$blob"].get_ref<const std::string&>()));
  switch (type.kind) {
    case TypeKind::Integer: return integerFromJson(json, type);
    case TypeKind::Real: return realFromJson(json, type);
    case TypeKind::Numeric: return numericFromJson(json, type);
    case TypeKind::Boolean: return booleanFromJson(json, type);
    default: return textFromJson(json, type);
  }
}

}  // namespace joinery
