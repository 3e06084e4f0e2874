// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/python_text.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <array>
#include <cmath>

#include "orm/core/display_text.h"

namespace joinery {

namespace {

constexpr std::array kKeywords{"False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
                               "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
                               "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"};

/// Python compares identifiers in this form.
QString normalized(std::string_view name) {
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).normalized(QString::NormalizationForm_KC);
}

bool isDigit(QChar letter) { return letter.category() == QChar::Number_DecimalDigit; }

/// No surrogates: what is beyond 16 bits is rare in names, and only some of it is letters.
bool isPartOfName(QChar letter) { return letter == QLatin1Char('_') || letter.isLetter() || isDigit(letter); }

std::string freeName(const std::string& wanted, std::set<std::string>& taken) {
  std::string name = wanted;
  for (int number = 2; !taken.insert(name).second; ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

/// What a constant's text says.
struct Constant {
  std::string text;
  bool isQuoted = false;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// SQLite takes double quotes too. @return nothing where it is not one string from end to end
std::optional<std::string> unquoted(std::string_view text) {
  const char quote = text.empty() ? '\0' : text.front();
  if (text.size() < 2 || (quote != '\'' && quote != '"') || text.back() != quote) return std::nullopt;
  std::string inside;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    inside += text[i];
    if (text[i] == quote && text[++i] != quote) return std::nullopt;
  }
  return inside;
}

/// "'x'::character varying" → "'x'".
std::string_view withoutCasts(std::string_view sql) {
  const std::size_t begin = sql.starts_with('\'') ? sql.rfind('\'') : 0;
  return begin == std::string_view::npos ? sql : sql.substr(0, sql.find("::", begin));
}

std::string_view withoutParentheses(std::string_view sql) {
  while (sql.size() >= 2 && sql.front() == '(' && sql.back() == ')') sql = trimmed(sql.substr(1, sql.size() - 2));
  return sql;
}

Constant constantOf(std::string_view sql) {
  const std::string_view bare = trimmed(withoutParentheses(trimmed(withoutCasts(withoutParentheses(trimmed(sql))))));
  if (auto text = unquoted(bare)) return {std::move(*text), true};
  return {std::string(bare), false};
}

std::optional<std::string> booleanLiteral(const std::string& text) {
  const QString word = QString::fromStdString(text).toLower();
  for (const char* yes : {"true", "t", "1", "yes", "on"})
    if (word == QLatin1String(yes)) return "True";
  for (const char* no : {"false", "f", "0", "no", "off"})
    if (word == QLatin1String(no)) return "False";
  return std::nullopt;
}

std::optional<std::string> integerLiteral(const std::string& text) {
  bool isWhole = false;
  const qlonglong number = QString::fromStdString(text).toLongLong(&isWhole);
  return isWhole ? std::optional(std::to_string(number)) : std::nullopt;
}

std::optional<std::string> realLiteral(const std::string& text) {
  bool isNumber = false;
  const double number = QString::fromStdString(text).toDouble(&isNumber);
  return isNumber && std::isfinite(number) ? std::optional(formatReal(number)) : std::nullopt;
}

std::optional<std::string> literalOf(const Constant& constant, const ValueType& type) {
  switch (type.kind) {
    case TypeKind::Boolean: return booleanLiteral(constant.text);
    case TypeKind::Integer: return integerLiteral(constant.text);
    case TypeKind::Real: return realLiteral(constant.text);
    case TypeKind::Numeric: return realLiteral(constant.text) ? std::optional("Decimal(" + pythonText(constant.text) + ")") : std::nullopt;
    case TypeKind::Text:
    case TypeKind::Xml: return constant.isQuoted ? std::optional(pythonText(constant.text)) : std::nullopt;
    case TypeKind::Enum: {
      const bool isLabel = constant.isQuoted && (!type.labels || std::ranges::find(*type.labels, constant.text) != type.labels->end());
      return isLabel ? std::optional(pythonText(constant.text)) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace

std::string pythonText(std::string_view text) {
  QString literal;
  for (const QChar letter : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))) {
    if (letter == QLatin1Char('"') || letter == QLatin1Char('\\')) literal += QLatin1Char('\\');
    if (letter.isPrint() || letter.isSurrogate()) literal += letter;
    else literal += QStringLiteral("\\u%1").arg(letter.unicode(), 4, 16, QLatin1Char('0'));
  }
  return '"' + literal.toStdString() + '"';
}

std::string pythonName(std::string_view name, const std::set<std::string>& reserved, std::set<std::string>& taken) {
  QString made = normalized(name);
  for (QChar& letter : made)
    if (!isPartOfName(letter)) letter = QLatin1Char('_');
  // Pydantic keeps names that begin so to itself.
  while (made.startsWith(QLatin1Char('_'))) made.remove(0, 1);
  if (made.isEmpty() || !made.front().isLetter()) made.prepend(QLatin1String("field_"));
  std::string wanted = made.toStdString();
  if (reserved.contains(wanted) || std::ranges::find(kKeywords, wanted) != kKeywords.end()) wanted += '_';
  return freeName(wanted, taken);
}

std::string pythonClassName(std::string_view name, const std::string& suffix, std::set<std::string>& taken) {
  QString made;
  bool beginsWord = true;
  for (const QChar letter : normalized(name)) {
    const bool isPart = letter != QLatin1Char('_') && isPartOfName(letter);
    if (isPart) made += beginsWord ? letter.toUpper() : letter;
    beginsWord = !isPart;
  }
  if (made.isEmpty() || !made.front().isLetter()) made.prepend(QLatin1String("Model"));
  std::string wanted = made.toStdString() + suffix;
  if (std::ranges::find(kKeywords, wanted) != kKeywords.end()) wanted += '_';
  return freeName(wanted, taken);
}

std::string pythonSql(std::string_view sql) {
  // As SQLAlchemy finds parameters and escapes of them in a text.
  static const QRegularExpression kColons(QStringLiteral(R"((\\:[\w$]*(?![:\w$])|(?<![:\w$\\]):[\w$]+(?![:\w$])))"), QRegularExpression::UseUnicodePropertiesOption);
  return QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size())).replace(kColons, QStringLiteral("\\\\1")).toStdString();
}

std::optional<std::string> pythonDefault(const Attribute& attribute) {
  const ValueType& type = attribute.column.type;
  if (const Value* value = std::get_if<Value>(&attribute.onInsert); value && !value->isNull()) return literalOf({displayText(*value, type), true}, type);
  if (!attribute.column.defaultExpression) return std::nullopt;
  return literalOf(constantOf(*attribute.column.defaultExpression), type);
}

}  // namespace joinery
