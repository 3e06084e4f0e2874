// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/operand.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"
#include "orm/query/duration.h"

namespace joinery {

namespace {

bool isMoment(TypeKind kind) {
  return kind == TypeKind::Date || kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz;
}

bool isTimeLike(TypeKind kind) { return isMoment(kind) || kind == TypeKind::Time; }

bool isNumberLike(TypeKind kind) {
  return kind == TypeKind::Integer || kind == TypeKind::Real || kind == TypeKind::Numeric || kind == TypeKind::Boolean;
}

const char* jsonKindName(const Json& json) {
  if (json.is_string()) return "a text";
  if (json.is_number()) return "a number";
  if (json.is_boolean()) return "a truth value";
  if (json.is_null()) return "null";
  return json.is_array() ? "a list" : "an object";
}

[[noreturn]] void refuseKind(const Json& json, const ValueType& type, const Place& place) {
  std::string shown = jsonKindName(json);
  if (json.is_primitive()) shown += " (" + shownJson(json) + ")";
  place.refuse(shown + " does not fit a column of type " + shownType(type));
}

Value momentBefore(const Json& ago, const ValueType& type, const Place& place,
                   std::chrono::system_clock::time_point now) {
  if (!isMoment(type.kind)) place.refuse("$ago is for columns of dates and times only");
  const auto duration = ago.is_string() ? Duration::parse(ago.get_ref<const std::string&>()) : std::nullopt;
  if (!duration) place.child("$ago").refuse("this is no duration", "Write it as in P7D, P1Y6M or PT12H.");
  const auto moment = duration->before(std::chrono::floor<std::chrono::seconds>(now));
  if (std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(moment)).year() < std::chrono::year(1))
    place.child("$ago").refuse("this is before the year 1");
  std::string text = formatUtc(moment);
  if (type.kind == TypeKind::Date) text.resize(10);
  if (type.kind == TypeKind::TimestampTz && !type.perCell) text += "+00";
  return Value::text(std::move(text));
}

Value numberValue(const Json& json) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
    return Value::unsignedInteger(json.get<std::uint64_t>());
  return json.is_number_integer() ? Value::integer(json.get<std::int64_t>()) : Value::real(json.get<double>());
}

template <typename Number>
std::optional<Number> wholeText(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<Value> numberFromText(std::string_view text) {
  if (const auto integer = wholeText<std::int64_t>(text)) return Value::integer(*integer);
  const auto real = wholeText<double>(text);
  if (!real || !std::isfinite(*real)) return {};
  return Value::real(*real);
}

/// Texts that the engine would refuse only when it meets them.
void checkText(const Json& json, const ValueType& type, const Place& place) {
  const auto& text = json.get_ref<const std::string&>();
  const bool isWrong = (isTimeLike(type.kind) && !mayBeTimeText(text)) ||
                       (type.kind == TypeKind::Uuid && !type.perCell && !isUuidText(text));
  if (isWrong) refuseKind(json, type, place);
  if (type.kind != TypeKind::Enum || !type.labels) return;
  if (std::ranges::find(*type.labels, text) == type.labels->end())
    place.refuseName("\"" + text + "\" is no value of " + (type.declared.empty() ? "this enum" : type.declared), text, *type.labels);
}

/// Any cell may hold anything; what is compared must still be what the declaration announces.
Value looseValue(const Json& json, const ValueType& type, const Place& place) {
  if (json.is_boolean() && (type.kind == TypeKind::Boolean || type.kind == TypeKind::Unknown))
    return Value::integer(json.get<bool>() ? 1 : 0);
  if (json.is_number() && type.kind != TypeKind::Text) return numberValue(json);
  if (!json.is_string()) refuseKind(json, type, place);
  const auto& text = json.get_ref<const std::string&>();
  if (!isNumberLike(type.kind)) return Value::text(text);
  if (auto number = numberFromText(text)) return std::move(*number);
  refuseKind(json, type, place);
}

}  // namespace

bool isValueObject(const Json& json) {
  return json.is_object() && json.size() == 1 && (json.contains("$blob") || json.contains("$ago"));
}

Value operandValue(const Json& json, const ValueType& type, const Place& place,
                   std::chrono::system_clock::time_point now) {
  if (json.is_object() && json.contains("$ago") && json.size() == 1) return momentBefore(json["$ago"], type, place, now);
  const bool isBytes = isValueObject(json);
  if (json.is_string()) checkText(json, type, place);
  if (!isBytes && type.perCell) return looseValue(json, type, place);
  if (!isBytes && (json.is_structured() || (type.kind == TypeKind::Text && !json.is_string()))) refuseKind(json, type, place);
  try {
    return valueFromJson(json, type);
  } catch (const DbError& error) {
    place.refuse(error.message() + (json.is_primitive() ? ": " + shownJson(json) : ""), error.hint);
  }
}

}  // namespace joinery
