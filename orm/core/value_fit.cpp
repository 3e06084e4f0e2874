// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/value_fit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "orm/core/ascii_case.h"
#include "orm/core/display_text.h"

namespace joinery {
namespace {

constexpr std::size_t kShownBytes = 60;

bool isDecimalDigit(char each) { return each >= '0' && each <= '9'; }

std::string_view withoutSpaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1);
}

/// Infinite where it has more digits than a double.
std::optional<double> numberOf(std::string_view text) {
  text = withoutSpaces(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = HUGE_VAL;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool isNumber = (error == std::errc() || error == std::errc::result_out_of_range) && end == text.data() + text.size();
  return isNumber ? std::optional(number) : std::nullopt;
}

bool isNumber(const ValueView& value) {
  if (value.storageClass() == StorageClass::Text) return numberOf(value.bytes()).has_value();
  return value.storageClass() != StorageClass::Blob;
}

bool isWholeNumber(const ValueView& value) {
  const bool isText = value.storageClass() == StorageClass::Text;
  if (!isText && value.storageClass() != StorageClass::Real) return value.storageClass() != StorageClass::Blob;
  const std::optional<double> number = isText ? numberOf(value.bytes()) : std::optional(value.toReal());
  return number && std::isfinite(*number) && std::trunc(*number) == *number;
}

bool isTruth(const ValueView& value) {
  static constexpr std::array<std::string_view, 8> kWords{"true", "false", "yes", "no", "on", "off", "1", "0"};
  if (value.storageClass() != StorageClass::Text) return value.storageClass() != StorageClass::Blob;
  const std::string word = asciiLower(withoutSpaces(value.bytes()));
  return !word.empty() && std::ranges::any_of(kWords, [&](std::string_view each) { return each.starts_with(word); });
}

bool isMoment(const ValueView& value) {
  if (value.storageClass() == StorageClass::Text) return mayBeTimeText(value.bytes());
  return value.storageClass() != StorageClass::Blob && value.storageClass() != StorageClass::Boolean;
}

bool isLabel(const ValueView& value, const ValueType& type) {
  return !type.labels || (value.storageClass() == StorageClass::Text && std::ranges::find(*type.labels, value.bytes()) != type.labels->end());
}

}  // namespace

bool fits(const ValueView& value, const ValueType& type) {
  if (value.isNull()) return true;
  switch (type.kind) {
    // Where each cell has a type of its own a fraction stays one.
    case TypeKind::Integer: return value.storageClass() == StorageClass::Integer || (type.perCell ? isNumber(value) : isWholeNumber(value));
    case TypeKind::Real:
    case TypeKind::Numeric: return isNumber(value);
    case TypeKind::Boolean: return isTruth(value);
    case TypeKind::Uuid: return type.perCell || value.storageClass() == StorageClass::Blob || (value.storageClass() == StorageClass::Text && isUuidText(value.bytes()));
    case TypeKind::Date:
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: return isMoment(value);
    case TypeKind::Enum: return isLabel(value, type);
    default: return true;
  }
}

bool isUuidText(std::string_view text) {
  const auto isHex = [](char each) { return isDecimalDigit(each) || (each >= 'a' && each <= 'f') || (each >= 'A' && each <= 'F'); };
  const auto isMark = [](char each) { return each == '-' || each == '{' || each == '}'; };
  return std::ranges::count_if(text, isHex) == 32 && std::ranges::all_of(text, [&](char each) { return isHex(each) || isMark(each); });
}

bool mayBeTimeText(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kWords{"infinity", "-infinity", "now", "today", "tomorrow", "yesterday", "epoch", "allballs"};
  return std::ranges::any_of(text, isDecimalDigit) || std::ranges::find(kWords, asciiLower(text)) != kWords.end();
}

std::string shownText(std::string text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // between characters
  return text.substr(0, end) + "…";
}

std::string shownValue(ValueView value) {
  if (value.isNull()) return "NULL";
  const std::string text = shownText(displayText(value, {}));
  return value.storageClass() == StorageClass::Text ? "\"" + text + "\"" : text;
}

std::string shownType(const ValueType& type) { return type.declared.empty() ? std::string(typeKindName(type.kind)) : type.declared; }

}  // namespace joinery
