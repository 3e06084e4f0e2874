// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/json_syntax.h"

#include <algorithm>
#include <string>

namespace joinery::ui {

namespace {

bool isJsonDigit(char c) { return c >= '0' && c <= '9'; }
bool isHexDigit(char c) { return isJsonDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Walks through a JSON text once. What is open is a stack of its own, so that depth costs no calls.
class JsonWalk {
 public:
  explicit JsonWalk(std::string_view text) : m_text(text) {}

  bool passes() {
    bool isAfterValue = false;
    for (skipBlanks(); !atEnd(); skipBlanks()) {
      if (isAfterValue ? !closesOrGoesOn(isAfterValue) : !beginsValue(isAfterValue)) return false;
      if (isAfterValue && m_open.empty()) return skipBlanks(), atEnd();
    }
    return false;
  }
  std::size_t place() const { return m_at; }

 private:
  bool atEnd() const { return m_at >= m_text.size(); }
  bool take(char c) { return !atEnd() && m_text[m_at] == c && (++m_at, true); }
  void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

  bool takesKey() {
    skipBlanks();
    if (!takesString()) return false;
    skipBlanks();
    return take(':');
  }

  bool closesOrGoesOn(bool& isAfterValue) {
    const bool isObject = m_open.back() == '{';
    if (take(isObject ? '}' : ']')) return m_open.pop_back(), true;
    if (!take(',')) return false;
    isAfterValue = false;
    return !isObject || takesKey();
  }

  bool beginsValue(bool& isAfterValue) {
    isAfterValue = true;
    const char c = m_text[m_at];
    if (c == '"') return takesString();
    if (c == '-' || isJsonDigit(c)) return takesNumber();
    if (c != '{' && c != '[') return takesWord("true") || takesWord("false") || takesWord("null");
    ++m_at;
    skipBlanks();
    if (take(c == '{' ? '}' : ']')) return true;
    m_open += c;
    isAfterValue = false;
    return c == '[' || takesKey();
  }

  bool takesWord(std::string_view word) { return m_text.substr(m_at).starts_with(word) && (m_at += word.size(), true); }

  bool takesDigits() {
    const std::size_t from = m_at;
    while (!atEnd() && isJsonDigit(m_text[m_at])) ++m_at;
    return m_at > from;
  }

  bool takesNumber() {
    take('-');
    if (!take('0') && !takesDigits()) return false;
    if (take('.') && !takesDigits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return takesDigits();
  }

  bool takesString() {
    if (!take('"')) return false;
    while (!atEnd() && static_cast<unsigned char>(m_text[m_at]) >= 0x20) {
      const char c = m_text[m_at++];
      if (c == '"') return true;
      if (c == '\\' && !takesEscape()) return false;
    }
    return false;
  }

  bool takesEscape() {
    if (atEnd()) return false;
    const char c = m_text[m_at++];
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    for (int i = 0; i < 4; ++i, ++m_at)
      if (atEnd() || !isHexDigit(m_text[m_at])) return false;
    return true;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  std::string m_open;
};

}  // namespace

std::optional<std::size_t> jsonMistake(std::string_view text) {
  JsonWalk walk(text);
  return walk.passes() ? std::nullopt : std::optional(walk.place());
}

}  // namespace joinery::ui
