// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QString>
#include <charconv>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/filter_document.h"
#include "orm/query/operand.h"

namespace joinery {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::InvalidRequest, what);
  error.hint = hint;
  throw error;
}

bool isBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string_view trimmed(std::string_view text) {
  if (isBlank(text)) return {};
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// A pattern that only the text itself matches.
std::string escapedPattern(std::string_view plain) {
  std::string pattern;
  for (const char letter : plain) {
    if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

std::optional<Json> numberOf(std::string_view text) {
  std::int64_t integer = 0;
  double real = 0;
  const char* end = text.data() + text.size();
  if (const auto parsed = std::from_chars(text.data(), end, integer); parsed.ec == std::errc() && parsed.ptr == end) return Json(integer);
  if (const auto parsed = std::from_chars(text.data(), end, real); parsed.ec == std::errc() && parsed.ptr == end) return Json(real);
  return {};
}

bool isUndeclared(const ValueType& type) { return type.perCell && type.kind == TypeKind::Unknown; }

/// What was typed as an operand of the column's type. An exact numeric stays text, or its digits would be lost.
Json typedOperand(std::string_view text, const ValueType& type) {
  Json operand(std::string{text});
  const bool isNumber = type.kind == TypeKind::Integer || type.kind == TypeKind::Real || isUndeclared(type);
  if (isNumber) operand = numberOf(text).value_or(operand);
  if (type.kind == TypeKind::Boolean && (text == "1" || sameName(text, "true", true))) operand = true;
  if (type.kind == TypeKind::Boolean && (text == "0" || sameName(text, "false", true))) operand = false;
  operandValue(operand, type, Place(), std::chrono::system_clock::now());
  return operand;
}

Json comparison(const std::string& name, std::string_view typed, const ValueType& type) {
  const std::string_view text = trimmed(typed);
  const bool isEquality = name == "$eq" || name == "$ne";
  if (isEquality && sameName(text, "NULL", true)) return {{"$null", name == "$eq"}};
  if (isEquality && text == "''") return {{name, ""}};
  if (text.empty()) refuse("a value is missing behind the operator");
  const Json operand = typedOperand(text, type);
  // A column without a type holds 5 and '5', which look alike.
  if (isEquality && isUndeclared(type) && operand.is_number())
    return {{name == "$eq" ? "$in" : "$nin", Json::array({operand, Json(std::string(text))})}};
  return {{name, operand}};
}

/// "1~10". In texts a tilde is a letter like any other, unless it stands between numbers.
std::optional<Json> range(std::string_view text, const ValueType& type) {
  const std::size_t tilde = text.find('~');
  if (tilde == std::string_view::npos) return {};
  const std::string_view low = trimmed(text.substr(0, tilde));
  const std::string_view high = trimmed(text.substr(tilde + 1));
  const bool isText = type.kind == TypeKind::Text || isUndeclared(type);
  if (low.empty() || high.empty() || (isText && !(numberOf(low) && numberOf(high)))) return {};
  return Json{{"$between", Json::array({typedOperand(low, type), typedOperand(high, type)})}};
}

Json regularExpression(std::string_view pattern) {
  const QRegularExpression expression(QString::fromUtf8(pattern.data(), static_cast<qsizetype>(pattern.size())));
  if (!expression.isValid())
    refuse("the regular expression is wrong: " + expression.errorString().toStdString() + " at character " +
           std::to_string(expression.patternErrorOffset() + 1));
  return {{"$regex", "(?i)" + std::string(pattern)}};
}

/// `^starts`, `ends$`, `^whole$`, else contains.
Json textMatch(std::string_view text) {
  const bool starts = text.size() > 1 && text.starts_with('^');
  if (starts) text.remove_prefix(1);
  const bool ends = text.size() > 1 && text.ends_with('$');
  if (ends) text.remove_suffix(1);
  return {{"$ilike", (starts ? "" : "%") + escapedPattern(text) + (ends ? "" : "%")}};
}

Json condition(const std::string& text, const ValueType& type) {
  const std::string_view typed = trimmed(text);
  constexpr std::pair<std::string_view, const char*> kOperators[] = {
      {"<>", "$ne"}, {">=", "$gte"}, {"<=", "$lte"}, {"=", "$eq"}, {">", "$gt"}, {"<", "$lt"}};
  for (const auto& [sign, name] : kOperators)
    if (typed.starts_with(sign)) return comparison(name, typed.substr(sign.size()), type);
  if (typed.size() > 2 && typed.starts_with('/') && typed.ends_with('/'))
    return regularExpression(typed.substr(1, typed.size() - 2));
  if (const auto between = range(typed, type)) return *between;
  return textMatch(type.kind == TypeKind::Text ? std::string_view(text) : typed);
}

}  // namespace

Json quickFilter(const std::string& text, const Attribute& attribute) {
  if (isBlank(text)) return nullptr;
  Json filter = Json::object();
  filter[attribute.name] = condition(text, attribute.column.type);
  return filter;
}

}  // namespace joinery
