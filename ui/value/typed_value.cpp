// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/typed_value.h"

#include <QUtf8StringView>
#include <charconv>
#include <cmath>

#include "orm/core/ascii_case.h"
#include "orm/core/value_fit.h"
#include "ui/changes/cell_text.h"
#include "ui/value/array_text.h"
#include "ui/value/json_syntax.h"
#include "ui/value/xml_syntax.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// A longer text is looked through by the database alone.
constexpr std::size_t kMostCheckedXmlBytes = 4U << 20U;

bool isUtf8(const std::string& bytes) { return QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8(); }

DbError typingError(const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::Data, what);
  error.hint = hint;
  return error;
}

/// Text as the column's engine takes it.
Result<Value> asText(const std::string& bytes, const schema::Column& column) {
  const bool isAnyBytes = column.type.perCell;
  if (!isAnyBytes && bytes.find('\0') != std::string::npos) return typingError(column.name + " can't hold a NUL character");
  if (!isAnyBytes && !isUtf8(bytes)) return typingError(column.name + " takes text in UTF-8 only", "These bytes are none: take the escapes \\x.. out.");
  return Value::text(bytes);
}

/// A number in the spelling in which it is shown, for a cell that held one in a column that says nothing.
std::optional<Value> asNumber(const std::string& bytes) {
  const char* end = bytes.data() + bytes.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(bytes.data(), end, whole); read.ec == std::errc() && read.ptr == end && std::to_string(whole) == bytes) return Value::integer(whole);
  double real = 0;
  const auto read = std::from_chars(bytes.data(), end, real);
  const bool isReal = read.ec == std::errc() && read.ptr == end && std::isfinite(real) && (formatReal(real) == bytes || formatReal(real) + ".0" == bytes);
  return isReal ? std::optional(Value::real(real)) : std::nullopt;
}

/// Line and character, from 1, as people count them.
std::string placeIn(QStringView before) {
  const auto line = before.count(QLatin1Char('\n')) + 1;
  const auto character = before.size() - (before.lastIndexOf(QLatin1Char('\n')) + 1) + 1;
  return "line " + std::to_string(line) + ", at character " + std::to_string(character);
}

using Mistake = std::optional<DbError>;

Mistake mistakeOfJson(const std::string& bytes) {
  const auto place = jsonMistake(bytes);
  if (!place) return std::nullopt;
  return typingError("This is no JSON: it goes wrong in " + placeIn(toQString(std::string_view(bytes).substr(0, *place))));
}

Mistake mistakeOfXml(const std::string& bytes) {
  if (bytes.size() > kMostCheckedXmlBytes || !isUtf8(bytes)) return std::nullopt;
  const QString text = toQString(bytes);
  const auto mistake = xmlMistake(text);
  if (!mistake) return std::nullopt;
  return typingError("This is no well-formed XML: it goes wrong in " + placeIn(QStringView(text).left(mistake->place)), toStdString(mistake->reason));
}

/// Text that is looked through, and kept as it is.
Result<Value> asDocument(const std::string& bytes, const schema::Column& column, const Value& original) {
  const auto mistakeOf = column.type.kind == TypeKind::Json ? mistakeOfJson : mistakeOfXml;
  auto mistake = mistakeOf(bytes);
  // SQLite takes anything: who repairs a broken document does so in steps.
  const bool wasBroken = mistake && column.type.perCell && original.storageClass() == StorageClass::Text && mistakeOf(std::string(original.bytes()));
  if (mistake && !wasBroken) return *mistake;
  return asText(bytes, column);
}

Result<Value> asArray(const std::string& bytes, const schema::Column& column, const Value& original) {
  const char delimiter = arrayDelimiter(column.type.declared);
  // Vectors of the catalogue are arrays that are spelled otherwise.
  const bool isSpelledSo = !original.isNull() && !ArrayText::parse(original.bytes(), delimiter);
  if (column.type.perCell || isSpelledSo || ArrayText::parse(bytes, delimiter) || !column.type.declared.ends_with("]")) return asText(bytes, column);
  return typingError(shownText(bytes) + " is no array", "Elements stand between braces: {a,\"b c\",NULL}.");
}

bool isNumberClass(const Value& value) { return value.storageClass() == StorageClass::Integer || value.storageClass() == StorageClass::Real; }

/// A DEFAULT without its outer brackets and casts.
std::string_view bareDefault(std::string_view sql) {
  const auto trim = [](std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  };
  sql = trim(sql);
  while (sql.size() >= 2 && sql.front() == '(' && sql.back() == ')') sql = trim(sql.substr(1, sql.size() - 2));
  // Only what follows the constant is a cast: a text may hold colons.
  const auto end = sql.starts_with('\'') ? sql.rfind('\'') + 1 : 0;
  if (const auto cast = sql.find("::", end); cast != std::string_view::npos) sql = trim(sql.substr(0, cast));
  return sql;
}

/// The text between quotes; none where more than one stands there.
std::optional<std::string> unquoted(std::string_view sql) {
  if (sql.size() < 2 || sql.front() != '\'' || sql.back() != '\'') return std::nullopt;
  std::string text;
  for (std::size_t i = 1; i + 1 < sql.size(); ++i) {
    if (sql[i] == '\'' && sql[++i] != '\'') return std::nullopt;
    if (i + 1 >= sql.size()) return std::nullopt;
    text += sql[i];
  }
  return text;
}

}  // namespace

Result<Value> typedValue(const std::string& bytes, const schema::Column& column, const Value& original) {
  const TypeKind kind = column.type.kind;
  if (bytes.empty()) return valueFromText({}, column);
  if (kind == TypeKind::Text) return asText(bytes, column);
  if (kind == TypeKind::Json || kind == TypeKind::Xml) return asDocument(bytes, column, original);
  if (kind == TypeKind::Array) return asArray(bytes, column, original);
  const bool isOpen = column.type.perCell && (kind == TypeKind::Unknown || kind == TypeKind::Blob);
  if (isOpen && isNumberClass(original))
    if (auto number = asNumber(bytes)) return std::move(*number);
  if (isOpen) return asText(bytes, column);
  const bool keepsText = column.type.perCell && original.storageClass() == StorageClass::Text;
  if (!isUtf8(bytes) || bytes.find('\0') != std::string::npos) return keepsText ? asText(bytes, column) : typingError(shownText(bytes) + " does not fit " + column.name + " (" + column.type.declared + ")");
  auto value = valueFromText(toQString(bytes), column);
  if (!value) return keepsText ? asText(bytes, column) : value;
  // A date or an array in the person's own spelling.
  if (value->storageClass() == StorageClass::Text) value = Value::text(bytes);
  if (!column.type.perCell && !fits(*value, column.type)) return typingError(shownText(bytes) + " does not fit " + column.name + " (" + column.type.declared + ")");
  return value;
}

std::optional<Value> constantDefault(const schema::Column& column) {
  if (!column.defaultExpression) return std::nullopt;
  const std::string_view sql = bareDefault(*column.defaultExpression);
  if (asciiLower(sql) == "null") return Value::null();
  const auto text = unquoted(sql);
  const bool isPlain = !sql.empty() && sql.find_first_not_of("0123456789.+-eE") == std::string_view::npos;
  const std::string word = asciiLower(sql);
  if (!text && !isPlain && word != "true" && word != "false") return std::nullopt;
  if (text && text->empty()) return Value::text({});
  auto value = typedValue(text ? *text : isPlain ? std::string(sql) : word, column, text ? Value::text({}) : Value());
  return value ? std::optional(std::move(*value)) : std::nullopt;
}

}  // namespace joinery::ui
