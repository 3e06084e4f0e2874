// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/json.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"

namespace joinery {

namespace {

constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;

/// The parser's way through the text, which tells how far it has come.
class TrackedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedIterator(const char* at, const char** reached) : m_at(at), m_reached(reached) {}
  reference operator*() const { return *m_at; }
  TrackedIterator& operator++() {
    *m_reached = ++m_at;
    return *this;
  }
  TrackedIterator operator++(int) {
    TrackedIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackedIterator& other) const { return m_at == other.m_at; }

 private:
  const char* m_at;
  const char** m_reached;
};

/// A decimal number without what does not change its value: digits without zeros around them, and where the point is.
struct Decimal {
  std::string digits;
  long long exponent = 0;  // of the first digit, as in 0.d1d2d3 times ten to it
  bool operator==(const Decimal& other) const = default;
};

Decimal decimalOf(std::string_view text) {
  Decimal decimal;
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  bool afterPoint = false;
  for (const char character : text.substr(0, mark)) {
    if (character == '.') afterPoint = true;
    if (character < '0' || character > '9') continue;
    const bool isLeadingZero = decimal.digits.empty() && character == '0';
    if (!isLeadingZero) decimal.digits += character;
    decimal.exponent += (afterPoint ? 0 : 1) - (isLeadingZero ? 1 : 0);
  }
  decimal.digits.resize(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) return {};
  const std::size_t plus = text.substr(mark).starts_with("e+") || text.substr(mark).starts_with("E+") ? 2 : 1;
  long long shift = 0;
  if (mark < text.size()) std::from_chars(text.data() + mark + plus, text.data() + text.size(), shift);
  decimal.exponent += shift;
  return decimal;
}

/// Builds the document, and refuses what a document from outside may not have.
class DocumentBuilder {
 public:
  DocumentBuilder(std::string_view text, int maxDepth, LongNumbers longNumbers)
      : m_text(text), m_reached(text.data()), m_maxDepth(maxDepth), m_longNumbers(longNumbers) {}

  Json build() {
    const char* end = m_text.data() + m_text.size();
    Json::sax_parse(TrackedIterator(m_text.data(), &m_reached), TrackedIterator(end, &m_reached), this);
    return std::move(m_root);
  }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& value) { return add(std::move(value)); }

  bool number_float(double value, const std::string& text) {
    if (m_longNumbers == LongNumbers::Refuse && decimalOf(text) != decimalOf(formatReal(value)))
      refuse(reached(), "the number " + shortened(text) + " has more digits than a JSON number keeps", "Write it as a text, in quotes.");
    return add(value);
  }

  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    if (!m_open.back().keys.insert(name).second) refuse(reached(), "the key \"" + shortened(name) + "\" is there twice");
    m_key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& exception) {
    const std::string_view what = exception.what();
    if (what.find("number overflow") != std::string_view::npos)
      refuse(position, "the number is too large for a JSON number", "Write it as a text, in quotes.");
    refuse(position, reasonIn(what));
  }

 private:
  struct Open {
    Json* container;
    std::unordered_set<std::string> keys;
  };

  std::size_t reached() const { return static_cast<std::size_t>(m_reached - m_text.data()); }

  static std::string shortened(const std::string& text) {
    constexpr std::size_t kShown = 60;
    if (text.size() <= kShown) return text;
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
  }

  /// The library's own words, without the position and its inner terms.
  static std::string reasonIn(std::string_view what) {
    for (const std::string_view before : {"syntax error while parsing ", " - "})
      if (const auto at = what.find(before); at != std::string_view::npos) what.remove_prefix(at + before.size());
    return std::string(what);
  }

  /// @param position bytes read when the mistake showed
  [[noreturn]] void refuse(std::size_t position, const std::string& why, const std::string& hint = {}) const {
    const auto before = m_text.substr(0, position == 0 ? 0 : std::min(position, m_text.size() + 1) - 1);
    const auto lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto column = std::ranges::count_if(before.substr(lineStart), [](char byte) { return (byte & 0xc0) != 0x80; }) + 1;
    DbError error(ErrorKind::Argument, "JSON, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + why);
    error.hint = hint;
    throw error;
  }

  /// Members are appended without a search: that the key is new is known, and a search would make large objects quadratic.
  Json* place(Json&& value) {
    if (m_open.empty()) return &(m_root = std::move(value));
    Json& container = *m_open.back().container;
    if (container.is_array()) return &container.get_ref<Json::array_t&>().emplace_back(std::move(value));
    return &container.get_ref<Json::object_t&>().emplace_back(std::move(m_key), std::move(value)).second;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (m_open.size() >= static_cast<std::size_t>(std::max(m_maxDepth, 0)))
      refuse(reached(), "there are more than " + std::to_string(m_maxDepth) + " levels of arrays and objects");
    m_open.push_back({place(std::move(container)), {}});
    return true;
  }

  bool close() {
    m_open.pop_back();
    return true;
  }

  std::string_view m_text;
  const char* m_reached;
  int m_maxDepth;
  LongNumbers m_longNumbers;
  Json m_root;
  std::vector<Open> m_open;
  std::string m_key;
};

}  // namespace

Json parseJson(std::string_view text, int maxDepth, LongNumbers longNumbers) {
  if (text.size() > kMaxBytes)
    throw DbError(ErrorKind::Argument, "The JSON text has " + std::to_string(text.size()) + " bytes; up to " + std::to_string(kMaxBytes) + " are read");
  return DocumentBuilder(text, maxDepth, longNumbers).build();
}

std::string shownJson(const Json& json) { return shownText(json.dump(-1, ' ', false, Json::error_handler_t::replace)); }

}  // namespace joinery
