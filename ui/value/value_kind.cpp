// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_kind.h"

#include <QStringDecoder>
#include <algorithm>

#include "ui/value/picture.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kLookedAtBytes = 4'096;

/// Its first bytes are UTF-8, but for a character that they cut, and hold no NUL.
bool looksLikeText(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kLookedAtBytes);
  if (head.find('\0') != std::string_view::npos) return false;
  QStringDecoder decoder(QStringDecoder::Utf8);
  const QString decoded = decoder.decode(QByteArrayView(head.data(), static_cast<qsizetype>(head.size())));
  return !decoder.hasError() && !decoded.contains(QChar::ReplacementCharacter);
}

/// An object or array; a number or a word alone is better read as it is.
bool looksLikeJson(std::string_view bytes) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = bytes.find_first_not_of(kBlanks);
  const auto last = bytes.find_last_not_of(kBlanks);
  if (first == std::string_view::npos || first == last) return false;
  return (bytes[first] == '{' && bytes[last] == '}') || (bytes[first] == '[' && bytes[last] == ']');
}

}  // namespace

ValueKind valueKindOf(ValueView value, const ValueType& type) {
  const std::string_view bytes = value.bytes();
  if (bytes.empty()) return ValueKind::Text;
  if (!pictureFormat(bytes).isEmpty()) return ValueKind::Picture;
  if (value.storageClass() == StorageClass::Blob || !looksLikeText(bytes)) return ValueKind::Hex;
  const bool isDocument = type.kind == TypeKind::Json || type.kind == TypeKind::Text || type.kind == TypeKind::Unknown;
  return isDocument && looksLikeJson(bytes) ? ValueKind::Json : ValueKind::Text;
}

}  // namespace joinery::ui
