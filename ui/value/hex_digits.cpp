// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_digits.h"

#include <QByteArray>

namespace joinery::ui {

namespace {

QStringView digitsAlone(QStringView text) {
  text = text.trimmed();
  if (text.startsWith(QLatin1String("x'"), Qt::CaseInsensitive) && text.endsWith(QLatin1Char('\''))) return text.mid(2).chopped(1);
  const bool isMarked = text.startsWith(QLatin1String("\\x")) || text.startsWith(QLatin1String("0x"));
  return isMarked ? text.mid(2) : text;
}

}  // namespace

QString hexOf(std::string_view bytes) { return QString::fromLatin1(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex(' ')); }

int hexDigit(QChar letter) {
  const char16_t code = letter.unicode();
  if (code >= u'0' && code <= u'9') return code - u'0';
  if (code >= u'a' && code <= u'f') return code - u'a' + 10;
  return code >= u'A' && code <= u'F' ? code - u'A' + 10 : -1;
}

std::optional<std::string> bytesOfHex(QStringView text) {
  std::string bytes;
  int high = -1;
  for (const QChar letter : digitsAlone(text)) {
    if (letter.isSpace()) continue;
    const int digit = hexDigit(letter);
    if (digit < 0) return std::nullopt;
    if (high >= 0) bytes += static_cast<char>(high * 16 + digit);
    high = high < 0 ? digit : -1;
  }
  return high < 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace joinery::ui
