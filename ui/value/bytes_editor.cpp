// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/bytes_editor.h"

#include <algorithm>

#include "ui/value/typed_value.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// The digits alone; none for what is no row of whole bytes.
std::optional<QByteArray> bytesOfDigits(QString text) {
  text.remove(QLatin1Char(' '));
  if ((text.startsWith(QLatin1String("x'")) || text.startsWith(QLatin1String("X'"))) && text.endsWith(QLatin1Char('\''))) text = text.mid(2).chopped(1);
  else if (text.startsWith(QLatin1String("\\x")) || text.startsWith(QLatin1String("0x"))) text = text.mid(2);
  const bool areDigits = std::ranges::all_of(text, [](QChar c) { return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c.toLower() >= QLatin1Char('a') && c.toLower() <= QLatin1Char('f')); });
  if (!areDigits || text.size() % 2 != 0) return std::nullopt;
  return QByteArray::fromHex(text.toLatin1());
}

}  // namespace

Result<Value> BytesEditor::read(const QString& text) const {
  if (text.isEmpty() && schemaColumn().nullable) return Value();
  const auto bytes = bytesOfDigits(text);
  if (bytes) return Value::blob(bytes->toStdString());
  DbError error(ErrorKind::Data, toStdString(tr("%1 is no row of bytes.").arg(text.left(60))));
  error.hint = toStdString(tr("Give two hex digits for each byte: x'00ff'."));
  return error;
}

}  // namespace joinery::ui

#include "moc_bytes_editor.cpp"
