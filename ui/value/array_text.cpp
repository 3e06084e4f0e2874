// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/array_text.h"

#include <algorithm>
#include <charconv>

#include "orm/core/ascii_case.h"

namespace joinery::ui {

namespace {

using Element = ArrayText::Element;

constexpr int kMostDimensions = 6;  // MAXDIM of PostgreSQL
constexpr std::string_view kArrayBlanks = " \t\n\r\v\f";

bool isArrayBlank(char c) { return kArrayBlanks.find(c) != std::string_view::npos; }

std::string_view takeBlanks(std::string_view& rest) {
  const std::string_view blanks = rest.substr(0, std::min(rest.find_first_not_of(kArrayBlanks), rest.size()));
  rest.remove_prefix(blanks.size());
  return blanks;
}

/// Between quotes, without the escapes. @param rest from the first quote, then behind the last
bool takeQuoted(std::string_view& rest, std::string& text) {
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == '"') return rest.remove_prefix(at + 1), true;
    if (rest[at] == '\\' && ++at == rest.size()) return false;
    text += rest[at];
  }
  return false;
}

/// An array within the array: to the brace that closes it.
bool takeNested(std::string_view& rest, std::string& text) {
  bool isQuoted = false;
  int depth = 0;
  for (std::size_t at = 0; at < rest.size(); ++at) {
    if (rest[at] == '\\') ++at;
    else if (rest[at] == '"') isQuoted = !isQuoted;
    else if (!isQuoted && rest[at] == '{' && ++depth > kMostDimensions) return false;
    else if (!isQuoted && rest[at] == '}' && --depth == 0) return text = rest.substr(0, at + 1), rest.remove_prefix(at + 1), true;
  }
  return false;
}

/// Without quotes: to the next delimiter or brace, without the blanks before it.
bool takeBare(std::string_view& rest, char delimiter, Element& element) {
  bool hasEscape = false;
  std::size_t end = 0, at = 0;
  for (; at < rest.size() && rest[at] != delimiter && rest[at] != '}'; ++at) {
    if (rest[at] == '{' || rest[at] == '"') return false;
    const bool isBlank = isArrayBlank(rest[at]);
    if (rest[at] == '\\') {
      hasEscape = true;
      if (++at == rest.size()) return false;
    }
    element.text += rest[at];
    if (!isBlank) end = element.text.size();
  }
  element.text.resize(end);
  rest.remove_prefix(at);
  if (!hasEscape && asciiLower(element.text) == "null") element = Element::null();
  return end > 0;
}

bool takeElement(std::string_view& rest, char delimiter, Element& element) {
  const std::string_view from = rest;
  takeBlanks(rest);
  if (rest.empty()) return false;
  if (rest.front() == '{') {
    element.kind = Element::Kind::Nested;
    if (!takeNested(rest, element.text) || !ArrayText::parse(element.text, delimiter)) return false;
  } else if (!(rest.front() == '"' ? takeQuoted(rest, element.text) : takeBare(rest, delimiter, element))) {
    return false;
  }
  takeBlanks(rest);
  element.spelled = from.substr(0, from.size() - rest.size());
  return true;
}

std::string spelledElement(const Element& element, char delimiter) {
  if (!element.spelled.empty()) return element.spelled;
  if (element.kind == Element::Kind::Null) return "NULL";
  if (element.kind == Element::Kind::Nested) return element.text;
  const auto isSpecial = [&](char c) { return c == delimiter || isArrayBlank(c) || std::string_view("{}\"\\").find(c) != std::string_view::npos; };
  if (!element.text.empty() && std::ranges::none_of(element.text, isSpecial) && asciiLower(element.text) != "null") return element.text;
  std::string spelled = "\"";
  for (const char c : element.text) {
    if (c == '"' || c == '\\') spelled += '\\';
    spelled += c;
  }
  return spelled + '"';
}

}  // namespace

std::optional<ArrayText> ArrayText::parse(std::string_view text, char delimiter) {
  ArrayText array;
  array.m_delimiter = delimiter;
  std::string_view rest = text;
  if (!array.takeBounds(rest) || rest.empty() || rest.front() != '{') return std::nullopt;
  rest.remove_prefix(1);
  if (!array.takeElements(rest)) return std::nullopt;
  array.m_after = takeBlanks(rest);
  return rest.empty() ? std::optional(array) : std::nullopt;
}

/// Everything before the first brace: [1:3][2:4]= and blanks.
bool ArrayText::takeBounds(std::string_view& rest) {
  const auto brace = rest.find('{');
  if (brace == std::string_view::npos) return false;
  m_bounds = rest.substr(0, brace);
  rest.remove_prefix(brace);
  const auto first = m_bounds.find_first_not_of(kArrayBlanks);
  if (first == std::string::npos) return true;
  const auto last = m_bounds.find_last_not_of(kArrayBlanks);
  return m_bounds[first] == '[' && m_bounds[last] == '=' && m_bounds.find_first_not_of("0123456789+-:[]= \t\n\r\v\f") == std::string::npos;
}

bool ArrayText::takeElements(std::string_view& rest) {
  std::string_view inside = rest;
  m_blanks = takeBlanks(inside);
  if (!inside.empty() && inside.front() == '}') return rest = inside.substr(1), true;
  m_blanks.clear();
  while (true) {
    Element element;
    if (!takeElement(rest, m_delimiter, element) || rest.empty()) return false;
    m_elements.push_back(std::move(element));
    const char mark = rest.front();
    rest.remove_prefix(1);
    if (mark == '}') return true;
    if (mark != m_delimiter) return false;
  }
}

/// The first dimension begins where it began.
std::string ArrayText::boundsFor(std::size_t count) const {
  const auto opening = m_bounds.find('['), closing = m_bounds.find(']');
  if (opening == std::string::npos || closing == std::string::npos || count == m_elements.size()) return m_bounds;
  // An empty array has no bounds.
  if (count == 0) return {};
  const auto colon = m_bounds.find(':', opening);
  long long lower = 1;
  if (colon < closing) std::from_chars(m_bounds.data() + opening + 1, m_bounds.data() + colon, lower);
  return m_bounds.substr(0, opening + 1) + std::to_string(lower) + ":" + std::to_string(lower + static_cast<long long>(count) - 1) + m_bounds.substr(closing);
}

std::string ArrayText::withElements(const std::vector<Element>& elements) const {
  std::string text = boundsFor(elements.size()) + "{";
  if (elements.empty()) text += m_blanks;
  for (const Element& element : elements) {
    if (&element != &elements.front()) text += m_delimiter;
    text += spelledElement(element, m_delimiter);
  }
  return text + "}" + m_after;
}

char arrayDelimiter(std::string_view declaredType) { return declaredType.starts_with("box[") ? ';' : ','; }

}  // namespace joinery::ui
