// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/editable_text.h"

#include <QUtf8StringView>
#include <algorithm>
#include <charconv>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr char32_t kNoCharacter = 0xFFFFFFFF;

/// A character of a text, or a byte of it that is none.
struct Unit {
  char32_t character = kNoCharacter;
  std::size_t size = 1;
};

std::size_t lengthOf(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

Unit unitAt(std::string_view bytes, std::size_t at) {
  const std::size_t length = lengthOf(static_cast<unsigned char>(bytes[at]));
  if (length == 0 || at + length > bytes.size()) return {};
  if (length == 1) return {static_cast<char32_t>(bytes[at]), 1};
  if (!QUtf8StringView(bytes.data() + at, static_cast<qsizetype>(length)).isValidUtf8()) return {};
  char32_t character = static_cast<unsigned char>(bytes[at]) & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) character = (character << 6U) | (static_cast<unsigned char>(bytes[at + i]) & 0x3fU);
  return {character, length};
}

/// Whether an editor would lose or change it, or show nothing for it.
bool isEscaped(char32_t character, TextLines lines) {
  if (character == kNoCharacter) return true;
  if (character == '\n' || character == '\t') return lines == TextLines::One;
  const bool isControl = character < 0x20 || (character >= 0x7f && character < 0xa0);
  const bool isSeparator = character == 0x2028 || character == 0x2029;
  const bool isOfEditors = (character >= 0xfdd0 && character <= 0xfdef) || character == 0xfeff || character == 0xfffc || (character & 0xfffe) == 0xfffe;
  return isControl || isSeparator || isOfEditors;
}

std::string escapeOf(char32_t character, char byte) {
  constexpr const char* kHex = "0123456789abcdef";
  switch (character) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\0': return "\\0";
    case kNoCharacter: {
      const auto value = static_cast<unsigned char>(byte);
      return std::string("\\x") + kHex[value >> 4U] + kHex[value & 0xfU];
    }
    default: {
      char digits[8];
      const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(character), 16).ptr;
      return "\\u{" + std::string(digits, end) + "}";
    }
  }
}

std::string escaped(std::string_view bytes, TextLines lines) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const Unit unit = unitAt(bytes, at);
    if (unit.character == '\\') text += "\\\\";
    else if (isEscaped(unit.character, lines)) text += escapeOf(unit.character, bytes[at]);
    else text += bytes.substr(at, unit.size);
    at += unit.size;
  }
  return text;
}

DbError unknownEscape(const QString& escape) {
  DbError error(ErrorKind::Data, toStdString(QString::fromLatin1("%1 is no escape").arg(escape)));
  error.hint = "This text is shown with escapes: \\n, \\r, \\t, \\0, \\x and two hex digits, \\u{…}, and \\\\ for a backslash.";
  return error;
}

/// Reads one escape. @param at behind the backslash, then behind the escape @return whether it is one
bool readEscape(const QString& text, qsizetype& at, std::string& bytes) {
  if (at >= text.size()) return false;
  const char16_t kind = text[at++].unicode();
  bool isNumber = false;
  switch (kind) {
    case u'n': return bytes += '\n', true;
    case u'r': return bytes += '\r', true;
    case u't': return bytes += '\t', true;
    case u'0': return bytes += '\0', true;
    case u'\\': return bytes += '\\', true;
    case u'x': {
      const uint byte = at + 2 <= text.size() ? text.mid(at, 2).toUInt(&isNumber, 16) : 0;
      at += 2;
      return bytes += static_cast<char>(byte), isNumber;
    }
    case u'u': {
      const qsizetype end = text.indexOf(QLatin1Char('}'), at);
      if (at >= text.size() || text[at] != QLatin1Char('{') || end < 0) return false;
      const char32_t character = text.mid(at + 1, end - at - 1).toUInt(&isNumber, 16);
      at = end + 1;
      const bool isCharacter = isNumber && character <= QChar::LastValidCodePoint && !QChar::isSurrogate(character);
      // QString::fromUcs4() would take U+FEFF for a mark of the byte order.
      if (isCharacter) bytes += QStringView(QChar::fromUcs4(character)).toString().toStdString();
      return isCharacter;
    }
    default: return false;
  }
}

Result<std::string> unescaped(const QString& text) {
  std::string bytes;
  qsizetype from = 0;
  for (qsizetype at = text.indexOf(QLatin1Char('\\')); at >= 0; at = text.indexOf(QLatin1Char('\\'), from)) {
    bytes += text.mid(from, at - from).toStdString();
    from = at + 1;
    if (!readEscape(text, from, bytes)) return unknownEscape(text.mid(at, std::max<qsizetype>(2, from - at)));
  }
  return bytes + text.mid(from).toStdString();
}

}  // namespace

TextSpelling spellingOf(std::string_view bytes, TextLines lines) {
  bool hasCrLf = false, hasLf = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const Unit unit = unitAt(bytes, at);
    const bool isCrLf = lines == TextLines::Many && bytes.substr(at).starts_with("\r\n");
    if (isCrLf) hasCrLf = true;
    else if (isEscaped(unit.character, lines)) return TextSpelling::Escaped;
    else if (unit.character == '\n') hasLf = true;
    if (hasCrLf && hasLf) return TextSpelling::Escaped;
    at += isCrLf ? 2 : unit.size;
  }
  return hasCrLf ? TextSpelling::CrLf : TextSpelling::AsItStands;
}

QString editorText(std::string_view bytes, TextSpelling spelling, TextLines lines) {
  if (spelling == TextSpelling::Escaped) return toQString(escaped(bytes, lines));
  const QString text = toQString(bytes);
  return spelling == TextSpelling::CrLf ? QString(text).replace(QStringLiteral("\r\n"), QStringLiteral("\n")) : text;
}

Result<std::string> bytesOfEditor(const QString& text, TextSpelling spelling) {
  if (spelling == TextSpelling::Escaped) return unescaped(text);
  return toStdString(spelling == TextSpelling::CrLf ? QString(text).replace(QLatin1Char('\n'), QStringLiteral("\r\n")) : text);
}

}  // namespace joinery::ui
