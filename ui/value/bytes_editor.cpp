// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/bytes_editor.h"

#include "ui/value/hex_digits.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

Result<Value> BytesEditor::read(const QString& text) const {
  if (text.isEmpty() && schemaColumn().nullable) return Value();
  auto bytes = bytesOfHex(text);
  if (bytes) return Value::blob(std::move(*bytes));
  DbError error(ErrorKind::Data, toStdString(tr("%1 is no row of bytes.").arg(text.left(60))));
  error.hint = toStdString(tr("Give two hex digits for each byte: x'00ff'."));
  return error;
}

}  // namespace joinery::ui

#include "moc_bytes_editor.cpp"
