// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/base64.h"

#include <QByteArray>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

QByteArray borrowed(std::string_view bytes) {
  return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}  // namespace

std::string base64Encode(std::string_view bytes) { return borrowed(bytes).toBase64().toStdString(); }

std::string base64Decode(std::string_view text) {
  const auto result = QByteArray::fromBase64Encoding(borrowed(text), QByteArray::AbortOnBase64DecodingErrors);
  // Qt lets padding and left-over bits pass; only one spelling of the same bytes is taken here.
  if (result && borrowed(text) == result.decoded.toBase64()) return result.decoded.toStdString();
  DbError error(ErrorKind::Data, "The bytes are not base64");
  error.hint = "Write them with their padding and without line breaks.";
  throw error;
}

}  // namespace joinery
