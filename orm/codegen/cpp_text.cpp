// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/cpp_text.h"

#include <QString>

#include <algorithm>
#include <array>

namespace joinery {

namespace {

/// Keywords, macros of the standard library, of Qt and of compilers, and what generated headers call themselves.
constexpr std::array kCppWords{
    "alignas", "alignof", "and", "and_eq", "asm", "assert", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "char8_t", "char16_t", "char32_t", "class", "co_await",
    "co_return", "co_yield", "compl", "concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double", "dynamic_cast",
    "else", "emit", "enum", "errno", "explicit", "export", "extern", "false", "float", "for", "forever", "foreach", "friend", "goto", "if", "inline", "int", "interface", "joinery", "linux", "long",
    "major", "makedev", "minor", "models", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "offsetof", "operator", "or", "or_eq", "private", "protected", "public", "register",
    "reinterpret_cast", "requires", "return", "setjmp", "short", "signals", "signed", "sizeof", "slots", "static", "static_assert", "static_cast", "std", "stderr", "stdin", "stdout", "struct", "switch",
    "template", "this", "thread_local", "throw", "true", "try", "typedef", "typeid", "typename", "union", "unix", "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor",
    "xor_eq"};

QString composed(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).normalized(QString::NormalizationForm_C); }

bool isCppLetter(QChar letter) { return letter.isLetter() && !letter.isSurrogate(); }
bool isCppPart(QChar letter) { return isCppLetter(letter) || letter.category() == QChar::Number_DecimalDigit; }

/// "URLPath" → "urlPath", "ID" → "id", "AlbumId" → "albumId".
QString withSmallStart(QString name) {
  for (qsizetype i = 0; i < name.size() && name[i].isUpper(); ++i) {
    const bool beginsWord = i > 0 && i + 1 < name.size() && name[i + 1].isLower();
    if (beginsWord) break;
    name[i] = name[i].toLower();
  }
  return name;
}

/// "ALBUM" → "Album": names in capitals alone are macros, now and then.
QString withoutShouting(QString name) {
  if (name == name.toUpper())
    for (qsizetype i = 1; i < name.size(); ++i) name[i] = name[i].toLower();
  return name;
}

std::string freeCppName(const QString& wanted, std::set<std::string>& taken) {
  std::string base = wanted.toStdString();
  if (std::ranges::find(kCppWords, base) != kCppWords.end()) base += '_';
  std::string name = base;
  for (int number = 2; !taken.insert(name).second; ++number) name = base + (base.ends_with('_') ? "" : "_") + std::to_string(number);
  return name;
}

}  // namespace

std::string cppText(std::string_view text) {
  std::string literal = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') literal += std::string("\\") + letter;
    else if (letter == '?') literal += "\\?";  // no trigraph, whatever stands beside it
    else if (byte < 0x20 || byte == 0x7F) {
      const std::array digits{'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8), static_cast<char>('0' + byte % 8)};
      literal.append(digits.data(), digits.size());
    } else literal += letter;
  }
  return literal + '"';
}

std::string cppMemberName(std::string_view name, std::set<std::string>& taken) {
  QString made;
  for (const QChar letter : composed(name)) {
    if (isCppPart(letter)) made += letter;
    else if (!made.isEmpty() && !made.endsWith(QLatin1Char('_'))) made += QLatin1Char('_');
  }
  while (made.endsWith(QLatin1Char('_'))) made.chop(1);
  if (made.isEmpty() || !isCppLetter(made.front())) made.prepend(made.isEmpty() ? QLatin1String("field") : QLatin1String("field_"));
  return freeCppName(withSmallStart(made), taken);
}

std::string cppTypeName(std::string_view name, std::set<std::string>& taken) {
  QString made;
  bool beginsWord = true;
  for (const QChar letter : composed(name)) {
    if (isCppPart(letter)) made += beginsWord ? letter.toUpper() : letter;
    beginsWord = !isCppPart(letter);
  }
  if (made.isEmpty() || !isCppLetter(made.front())) made.prepend(QLatin1String("Row"));
  return freeCppName(withoutShouting(made), taken);
}

}  // namespace joinery
