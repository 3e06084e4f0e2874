// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/cell_text.h"

#include <QLocale>
#include <algorithm>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostBytes = 600;
constexpr std::size_t kLongestLine = 10'000;

QString oneLine(QString text) {
  for (QChar& c : text) {
    if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QChar::ParagraphSeparator || c == QChar::LineSeparator) c = QChar(0x23CE);
    else if (c == QLatin1Char('\t')) c = QChar(0x21E5);
    else if (c.unicode() < 0x20) c = QChar(0x2400 + c.unicode());
  }
  return text;
}

bool takesEmptyText(TypeKind kind) {
  return kind == TypeKind::Text || kind == TypeKind::Unknown || kind == TypeKind::Blob;
}

}  // namespace

QString gridText(ValueView value, const ValueType& type) {
  if (value.storageClass() == StorageClass::Blob) {
    const auto bytes = static_cast<qint64>(value.bytes().size());
    const auto head = value.bytes();
    const char* what = head.starts_with("\x89PNG") ? "PNG" : head.starts_with("\xff\xd8\xff") ? "JPEG" : head.starts_with("GIF8") ? "GIF" : "BLOB";
    return QStringLiteral("%1 · %2").arg(QLatin1String(what), QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat));
  }
  if (value.storageClass() == StorageClass::Text && value.bytes().size() > kMostBytes)
    return oneLine(toQString(value.bytes().substr(0, kMostBytes))) + QStringLiteral("…");
  return oneLine(toQString(displayText(value, type)));
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
    Value value = valueFromJson(Json(toStdString(text)), column.type);
    // SQLite would keep a text in a column of numbers; a person who types one has slipped.
    const bool wantsNumber = isNumeric(column.type.kind) || column.type.kind == TypeKind::Boolean;
    if (wantsNumber && column.type.perCell && value.storageClass() == StorageClass::Text) return misfit;
    return value;
  } catch (const DbError&) {
    return misfit;
  }
}

}  // namespace joinery::ui
