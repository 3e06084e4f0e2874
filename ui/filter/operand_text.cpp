// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/operand_text.h"

#include <QRegularExpression>
#include <optional>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kExactDigits = 15;

bool isMoment(TypeKind kind) { return kind == TypeKind::Date || kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz; }

/// Columns that take texts and numbers alike.
bool takesBoth(TypeKind kind) { return kind == TypeKind::Unknown || kind == TypeKind::Json; }

QString quoted(QString text) { return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"'); }

bool isQuoted(const QString& text) { return text.size() >= 2 && text.startsWith(QLatin1Char('"')) && text.endsWith(QLatin1Char('"')); }

QString unquoted(const QString& text) { return text.sliced(1, text.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\"")); }

std::optional<Json> numberFrom(const QString& text) {
  static const QRegularExpression number(QStringLiteral("^-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?$"));
  const QString trimmed = text.trimmed();
  if (!number.match(trimmed).hasMatch()) return {};
  bool ok = false;
  if (const qlonglong value = trimmed.toLongLong(&ok); ok) return Json(static_cast<std::int64_t>(value));
  if (const qulonglong value = trimmed.toULongLong(&ok); ok) return Json(static_cast<std::uint64_t>(value));
  // More digits than a double keeps stay a text, which exact columns take.
  if (trimmed.count(QRegularExpression(QStringLiteral("\\d"))) > kExactDigits) return {};
  return Json(trimmed.toDouble());
}

/// By the letters of ISO 8601, those of a time of day after a T.
const QList<std::pair<QString, QString>>& unitLetters() {
  static const QList<std::pair<QString, QString>> letters{
      {QStringLiteral("second"), QStringLiteral("TS")}, {QStringLiteral("minute"), QStringLiteral("TM")}, {QStringLiteral("hour"), QStringLiteral("TH")},
      {QStringLiteral("day"), QStringLiteral("D")},     {QStringLiteral("week"), QStringLiteral("W")},    {QStringLiteral("month"), QStringLiteral("M")},
      {QStringLiteral("year"), QStringLiteral("Y")}};
  return letters;
}

/// "7 days ago" → P7D
std::optional<Json> lengthFrom(const QString& text) {
  static const QRegularExpression words(QStringLiteral("^\\s*(\\d{1,9})\\s+([a-z]+?)s?\\s+ago\\s*$"), QRegularExpression::CaseInsensitiveOption);
  const auto match = words.match(text);
  for (const auto& [unit, letters] : unitLetters())
    if (match.hasMatch() && unit == match.captured(2).toLower()) {
      const QString time = letters.size() > 1 ? QStringLiteral("T") : QString();
      return Json{{"$ago", toStdString(QStringLiteral("P%1%2%3").arg(time, match.captured(1), letters.last(1)))}};
    }
  return {};
}

/// P7D → "7 days ago"; what is longer to say, as it is.
QString lengthText(const QString& duration) {
  static const QRegularExpression simple(QStringLiteral("^P(T?)([1-9]\\d{0,8}|0)([A-Z])$"));
  const auto match = simple.match(duration);
  for (const auto& [unit, letters] : unitLetters())
    if (match.hasMatch() && letters == match.captured(1) + match.captured(3)) return durationText(match.captured(2).toInt(), unit);
  return QStringLiteral("ago %1").arg(duration);
}

std::optional<Json> momentFrom(const QString& text) {
  if (const auto length = lengthFrom(text)) return length;
  static const QRegularExpression ago(QStringLiteral("^\\s*ago\\s+(\\S+)\\s*$"), QRegularExpression::CaseInsensitiveOption);
  const auto match = ago.match(text);
  if (!match.hasMatch()) return {};
  return Json{{"$ago", toStdString(match.captured(1))}};
}

std::optional<Json> bytesFrom(const QString& text) {
  static const QRegularExpression hex(QStringLiteral("^\\s*x'(([0-9a-f]{2})*)'\\s*$"), QRegularExpression::CaseInsensitiveOption);
  const auto match = hex.match(text);
  if (!match.hasMatch()) return {};
  return Json{{"$blob", QByteArray::fromHex(match.captured(1).toLatin1()).toBase64().toStdString()}};
}

/// Parts at commas outside of double quotes.
QStringList splitList(const QString& text) {
  QStringList parts(QString{});
  bool inQuotes = false;
  for (const QChar c : text) {
    if (c == QLatin1Char('"')) inQuotes = !inQuotes;
    if (c == QLatin1Char(',') && !inQuotes) parts << QString();
    else parts.last() += c;
  }
  return parts;
}

}  // namespace

QStringList durationUnits() {
  QStringList units;
  for (const auto& [unit, letters] : unitLetters()) units << unit;
  return units;
}

QString durationText(int length, const QString& unit) { return QStringLiteral("%1 %2%3 ago").arg(length).arg(unit, length == 1 ? QString() : QStringLiteral("s")); }

Json operandFromText(const QString& text, const ValueType& type) {
  if (isMoment(type.kind))
    if (const auto moment = momentFrom(text)) return *moment;
  if (type.kind == TypeKind::Blob || type.kind == TypeKind::Unknown)
    if (const auto bytes = bytesFrom(text)) return *bytes;
  if (takesBoth(type.kind) && isQuoted(text)) return toStdString(unquoted(text));
  if (isNumeric(type.kind) || takesBoth(type.kind))
    if (const auto number = numberFrom(text)) return *number;
  return toStdString(text);
}

QString operandText(const Json& operand, const ValueType& type) {
  if (operand.is_null()) return {};
  if (operand.is_object() && operand.contains("$ago") && operand["$ago"].is_string())
    return lengthText(toQString(operand["$ago"].get<std::string>()));
  if (operand.is_object() && operand.contains("$blob") && operand["$blob"].is_string()) {
    const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromStdString(operand["$blob"].get<std::string>()));
    return QStringLiteral("x'%1'").arg(QString::fromLatin1(bytes.toHex()));
  }
  if (!operand.is_string()) return toQString(operand.dump(-1, ' ', false, Json::error_handler_t::replace));
  const QString text = toQString(operand.get<std::string>());
  return operandFromText(text, type) == operand ? text : quoted(text);
}

Json operandListFromText(const QString& text, const ValueType& type) {
  Json list = Json::array();
  if (text.trimmed().isEmpty()) return list;
  for (const QString& part : splitList(text)) {
    const QString item = part.trimmed();
    if (item == QLatin1String("NULL")) list.push_back(nullptr);
    else if (isQuoted(item) && takesBoth(type.kind)) list.push_back(operandFromText(item, type));
    else list.push_back(operandFromText(isQuoted(item) ? unquoted(item) : item, type));
  }
  return list;
}

QString operandListText(const Json& operands, const ValueType& type) {
  QStringList parts;
  if (!operands.is_array()) return operandText(operands, type);
  for (const Json& operand : operands) {
    if (operand.is_null()) {
      parts << QStringLiteral("NULL");
      continue;
    }
    const QString text = operandText(operand, type);
    const bool isPlain = operandListFromText(text, type) == Json::array({operand});
    parts << (isPlain ? text : quoted(text));
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace joinery::ui
