// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/cell_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostBytes = 600;
constexpr std::size_t kLongestLine = 10'000;

/// The beginning of a long text, never half a character.
std::string_view beginning(std::string_view utf8) {
  std::size_t end = kMostBytes;
  while (end > kMostBytes - 3 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

QString oneLine(QString text) {
  for (QChar& c : text) {
    if (c == QLatin1Char('\n') || c == QChar::ParagraphSeparator || c == QChar::LineSeparator) c = QChar(0x23CE);
    else if (c == QLatin1Char('\t')) c = QChar(0x21E5);
    else if (c.unicode() < 0x20) c = QChar(0x2400 + c.unicode());
  }
  return text;
}

bool takesEmptyText(TypeKind kind) {
  return kind == TypeKind::Text || kind == TypeKind::Unknown || kind == TypeKind::Blob;
}

Json jsonFromText(const QString& text, TypeKind kind) {
  if (kind == TypeKind::Boolean) {
    if (text == QLatin1String("1") || text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0) return true;
    if (text == QLatin1String("0") || text.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0) return false;
  }
  return toStdString(text);
}

int significantDigits(const QString& number) {
  int digits = 0;
  for (const QChar c : number) {
    if (c == QLatin1Char('e') || c == QLatin1Char('E')) break;
    if (c.isDigit() && (digits > 0 || c != QLatin1Char('0'))) ++digits;
  }
  return digits;
}

/// A number that is spelled otherwise than it would be shown: "+5", "1.50", "1e3"; none where a double loses a digit.
std::optional<Value> numberFromText(const QString& text, TypeKind kind) {
  bool isNumber = false;
  const double number = text.toDouble(&isNumber);
  const bool hasBlanks = text.trimmed() != text;
  if (!isNumber || hasBlanks || !std::isfinite(number) || significantDigits(text) > std::numeric_limits<double>::digits10) return std::nullopt;
  const bool isWhole = std::trunc(number) == number && std::fabs(number) < 1e15;
  return isWhole && kind != TypeKind::Real ? Value::integer(static_cast<std::int64_t>(number)) : Value::real(number);
}

}  // namespace

QString gridText(ValueView value, const ValueType& type, std::uint64_t fullSize) {
  if (value.storageClass() == StorageClass::Blob) {
    const auto bytes = static_cast<qint64>(std::max<std::uint64_t>(fullSize, value.bytes().size()));
    const auto head = value.bytes();
    const char* what = head.starts_with("\x89PNG") ? "PNG" : head.starts_with("\xff\xd8\xff") ? "JPEG" : head.starts_with("GIF8") ? "GIF" : "BLOB";
    return QStringLiteral("%1 · %2").arg(QLatin1String(what), QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat));
  }
  if (value.storageClass() == StorageClass::Text && value.bytes().size() > kMostBytes)
    return oneLine(toQString(beginning(value.bytes()))) + QStringLiteral("…");
  return oneLine(toQString(displayText(value, type)));
}

QString pendingText(const Operand& operand, const schema::Column* column) {
  if (operand.isReference()) return QLatin1Char(':') + toQString(operand.reference().ref);
  if (!operand.isValue()) return defaultText(column);
  return operand.value().isNull() ? QStringLiteral("NULL") : gridText(operand.value(), column ? column->type : ValueType{});
}

QString defaultText(const schema::Column* column) {
  if (column && column->defaultExpression) return gridText(ValueView::text(*column->defaultExpression), ValueType{});
  return QCoreApplication::translate("CellText", "default");
}

QString defaultNote(const schema::Column& column) {
  return QCoreApplication::translate("CellText", "The column's default, %1: the database makes the value when the changes are committed.").arg(defaultText(&column));
}

bool fitsLineEditor(ValueView value) {
  if (value.storageClass() == StorageClass::Blob) return false;
  if (value.storageClass() != StorageClass::Text) return true;
  const auto bytes = value.bytes();
  if (bytes.size() > kLongestLine || toStdString(toQString(bytes)) != bytes) return false;
  const QString text = toQString(bytes);
  return std::none_of(text.begin(), text.end(), [](QChar c) {
    return c.unicode() < 0x20 || c.unicode() == 0x7f || c == QChar::LineSeparator || c == QChar::ParagraphSeparator || c.category() == QChar::Other_Format;
  });
}

Result<Value> valueFromText(const QString& text, const schema::Column& column) {
  if (text.isEmpty() && !takesEmptyText(column.type.kind)) {
    if (column.nullable) return Value::null();
    return DbError(ErrorKind::Data, column.name + " can't be empty");
  }
  const DbError misfit(ErrorKind::Data, toStdString(text) + " does not fit " + column.name + " (" + column.type.declared + ")");
  try {
    Value value = valueFromJson(jsonFromText(text, column.type.kind), column.type);
    const bool wantsNumber = isNumeric(column.type.kind) || column.type.kind == TypeKind::Boolean;
    if (!wantsNumber || !column.type.perCell || value.storageClass() != StorageClass::Text) return value;
    // SQLite would keep a text in a column of numbers; a person who types one has slipped.
    const auto number = isNumeric(column.type.kind) ? numberFromText(text, column.type.kind) : std::nullopt;
    if (!number) return misfit;
    return *number;
  } catch (const DbError&) {
    return misfit;
  }
}

}  // namespace joinery::ui
