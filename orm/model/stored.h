// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/core/value.h"
#include "orm/core/value_type.h"
#include "orm/model/moment.h"

namespace joinery {

/// How a C++ type is kept in a column. Specialise it for a type of your own:
///   static ValueType type();                                          what a column for it is declared as
///   static Value toValue(const T& value, const ValueType& column);
///   static T fromValue(ValueView value, const ValueType& column);     never of NULL; @throws DbError Data where it does not fit
/// There is one for bool, integers, floating point, std::string, Varchar, QString, QByteArray, std::vector<std::byte>, dates and moments
/// of std::chrono, Value, std::optional of these (NULL), and for enums that have enumNames().
template <typename Type>
struct Stored;

/// Types that a column can keep.
template <typename Type>
concept Storable = requires(const Type& value, ValueView view, const ValueType& column) {
  { Stored<Type>::type() } -> std::same_as<ValueType>;
  { Stored<Type>::toValue(value, column) } -> std::same_as<Value>;
  { Stored<Type>::fromValue(view, column) } -> std::same_as<Type>;
};

template <typename Type>
constexpr bool kIsNullable = false;
template <typename Type>
constexpr bool kIsNullable<std::optional<Type>> = true;
template <>
inline constexpr bool kIsNullable<Value> = true;

/// A text whose column is declared with a length.
template <int Characters>
struct Varchar : std::string {
  using std::string::string;
  Varchar(std::string text) : std::string(std::move(text)) {}
};

/// Enums whose values have names: constexpr auto enumNames(Colour) { return std::array{std::pair{Colour::Red, "red"}, …}; } in the
/// enum's own namespace. The names are what the column keeps.
template <typename Enum>
concept NamedEnum = std::is_enum_v<Enum> && requires(Enum value) {
  { enumNames(value).begin()->first } -> std::convertible_to<Enum>;
  { enumNames(value).begin()->second } -> std::convertible_to<std::string_view>;
};

namespace stored {

/// @throws DbError Data: "<what> does not fit <wanted>"
[[noreturn]] void refuse(ValueView value, const std::string& wanted);
/// Of an integer in any of its spellings. @throws DbError Data beyond the range
std::int64_t toInteger(ValueView value, std::int64_t least, std::int64_t most);
std::uint64_t toUnsigned(ValueView value, std::uint64_t most);
double toReal(ValueView value);
bool toBoolean(ValueView value);
std::string_view toText(ValueView value);
std::string_view toBytes(ValueView value);
/// A text; of an exact number, which some engines keep as another number, its digits.
std::string toString(ValueView value, const ValueType& column);
/// A truth value as the column keeps it: engines without a type for it have 0 and 1.
Value fromBoolean(bool value, const ValueType& column);
ValueType text(int length);

}  // namespace stored

template <>
struct Stored<bool> {
  static ValueType type() { return ValueType::of(TypeKind::Boolean); }
  static Value toValue(bool value, const ValueType& column) { return stored::fromBoolean(value, column); }
  static bool fromValue(ValueView value, const ValueType&) { return stored::toBoolean(value); }
};

template <std::signed_integral Integer>
struct Stored<Integer> {
  static ValueType type() { return ValueType::of(TypeKind::Integer); }
  static Value toValue(Integer value, const ValueType&) { return Value::integer(value); }
  static Integer fromValue(ValueView value, const ValueType&) {
    return static_cast<Integer>(stored::toInteger(value, std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max()));
  }
};

template <std::unsigned_integral Integer>
struct Stored<Integer> {
  static ValueType type() { return ValueType::of(TypeKind::Integer); }
  static Value toValue(Integer value, const ValueType&) {
    return std::in_range<std::int64_t>(value) ? Value::integer(static_cast<std::int64_t>(value)) : Value::unsignedInteger(value);
  }
  static Integer fromValue(ValueView value, const ValueType&) { return static_cast<Integer>(stored::toUnsigned(value, std::numeric_limits<Integer>::max())); }
};

template <std::floating_point Real>
struct Stored<Real> {
  static ValueType type() { return ValueType::of(TypeKind::Real); }
  static Value toValue(Real value, const ValueType&) { return Value::real(static_cast<double>(value)); }
  static Real fromValue(ValueView value, const ValueType&) { return static_cast<Real>(stored::toReal(value)); }
};

template <>
struct Stored<std::string> {
  static ValueType type() { return ValueType::of(TypeKind::Text); }
  static Value toValue(const std::string& value, const ValueType&) { return Value::text(value); }
  static std::string fromValue(ValueView value, const ValueType& column) { return stored::toString(value, column); }
};

template <int Characters>
struct Stored<Varchar<Characters>> {
  static ValueType type() { return stored::text(Characters); }
  static Value toValue(const Varchar<Characters>& value, const ValueType&) { return Value::text(value); }
  static Varchar<Characters> fromValue(ValueView value, const ValueType&) { return std::string(stored::toText(value)); }
};

template <>
struct Stored<QString> {
  static ValueType type() { return ValueType::of(TypeKind::Text); }
  static Value toValue(const QString& value, const ValueType&) { return Value::text(value.toStdString()); }
  static QString fromValue(ValueView value, const ValueType&) {
    const std::string_view text = stored::toText(value);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  }
};

template <>
struct Stored<QByteArray> {
  static ValueType type() { return ValueType::of(TypeKind::Blob); }
  static Value toValue(const QByteArray& value, const ValueType&) { return Value::blob(value.toStdString()); }
  static QByteArray fromValue(ValueView value, const ValueType&) {
    const std::string_view bytes = stored::toBytes(value);
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
  }
};

template <>
struct Stored<std::vector<std::byte>> {
  static ValueType type() { return ValueType::of(TypeKind::Blob); }
  static Value toValue(const std::vector<std::byte>& value, const ValueType&) {
    std::string bytes(value.size(), '\0');
    std::ranges::transform(value, bytes.begin(), [](std::byte each) { return static_cast<char>(each); });
    return Value::blob(std::move(bytes));
  }
  static std::vector<std::byte> fromValue(ValueView value, const ValueType&) {
    const std::string_view bytes = stored::toBytes(value);
    std::vector<std::byte> made(bytes.size());
    std::ranges::transform(bytes, made.begin(), [](char each) { return static_cast<std::byte>(each); });
    return made;
  }
};

/// A moment in UTC. What is finer than the duration is cut off when it is read.
template <typename Duration>
struct Stored<std::chrono::sys_time<Duration>> {
  static ValueType type() { return ValueType::of(TypeKind::TimestampTz); }
  static Value toValue(std::chrono::sys_time<Duration> value, const ValueType& column) {
    return Value::text(formatMoment(std::chrono::floor<std::chrono::microseconds>(value).time_since_epoch()) + (column.kind == TypeKind::TimestampTz && !column.perCell ? "+00" : ""));
  }
  static std::chrono::sys_time<Duration> fromValue(ValueView value, const ValueType&) {
    const Moment moment = parseMoment(stored::toText(value));
    return std::chrono::floor<Duration>(std::chrono::sys_time<std::chrono::microseconds>(moment.sinceEpoch - moment.offset.value_or(std::chrono::seconds(0))));
  }
};

/// Date and time of day in no time zone.
template <typename Duration>
struct Stored<std::chrono::local_time<Duration>> {
  static ValueType type() { return ValueType::of(TypeKind::Timestamp); }
  static Value toValue(std::chrono::local_time<Duration> value, const ValueType&) {
    return Value::text(formatMoment(std::chrono::floor<std::chrono::microseconds>(value).time_since_epoch()));
  }
  static std::chrono::local_time<Duration> fromValue(ValueView value, const ValueType&) {
    const Moment moment = parseMoment(stored::toText(value));
    if (moment.offset) stored::refuse(value, "a local time, as it has an offset from UTC");
    return std::chrono::floor<Duration>(std::chrono::local_time<std::chrono::microseconds>(moment.sinceEpoch));
  }
};

template <>
struct Stored<std::chrono::year_month_day> {
  static ValueType type() { return ValueType::of(TypeKind::Date); }
  static Value toValue(std::chrono::year_month_day value, const ValueType&) { return Value::text(formatDate(value)); }
  static std::chrono::year_month_day fromValue(ValueView value, const ValueType&) { return parseDate(stored::toText(value)); }
};

template <>
struct Stored<Value> {
  static ValueType type() { return {}; }
  static Value toValue(const Value& value, const ValueType&) { return value; }
  static Value fromValue(ValueView value, const ValueType&) { return Value(value); }
};

template <NamedEnum Enum>
struct Stored<Enum> {
  static ValueType type() {
    const auto names = enumNames(Enum{});
    std::size_t longest = 1;
    for (const auto& [value, name] : names) longest = std::max(longest, std::string_view(name).size());
    return stored::text(static_cast<int>(longest));
  }
  static Value toValue(Enum value, const ValueType&) {
    const auto names = enumNames(Enum{});
    const auto found = std::ranges::find(names, value, [](const auto& each) { return each.first; });
    if (found == names.end()) stored::refuse(Value::integer(static_cast<std::int64_t>(value)), "any of the enum's names");
    return Value::text(std::string(found->second));
  }
  static Enum fromValue(ValueView value, const ValueType&) {
    const auto names = enumNames(Enum{});
    const auto found = std::ranges::find(names, stored::toText(value), [](const auto& each) { return std::string_view(each.second); });
    if (found == names.end()) stored::refuse(value, "any of the enum's names");
    return found->first;
  }
};

template <Storable Type>
struct Stored<std::optional<Type>> {
  static ValueType type() { return Stored<Type>::type(); }
  static Value toValue(const std::optional<Type>& value, const ValueType& column) { return value ? Stored<Type>::toValue(*value, column) : Value(); }
  static std::optional<Type> fromValue(ValueView value, const ValueType& column) {
    if (value.isNull()) return {};
    return Stored<Type>::fromValue(value, column);
  }
};

}  // namespace joinery
