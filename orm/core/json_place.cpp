// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/json_place.h"

#include <QUtf8StringView>
#include <charconv>
#include <cstdint>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// A key as a JSON pointer spells it.
std::string token(const std::string& key) {
  std::string spelled;
  for (const char each : key) spelled += each == '~' ? "~0" : each == '/' ? "~1" : std::string(1, each);
  return spelled;
}

}  // namespace

bool JsonPlace::has(const std::string& key) const {
  const auto found = object().find(key);
  return found != m_json->end() && !found->is_null();
}

JsonPlace JsonPlace::at(const std::string& key) const {
  const auto found = object().find(key);
  if (found == m_json->end()) refuse("\"" + key + "\" is missing");
  return {*found, m_document, m_pointer + "/" + token(key)};
}

std::vector<JsonPlace> JsonPlace::items() const {
  if (!m_json->is_array()) refuse("it takes a list, not " + shownJson(*m_json));
  std::vector<JsonPlace> places;
  for (std::size_t i = 0; i < m_json->size(); ++i) places.push_back(at(i));
  return places;
}

const Json& JsonPlace::object() const {
  if (!m_json->is_object()) refuse("it takes an object, not " + shownJson(*m_json));
  return *m_json;
}

const std::string& JsonPlace::text() const {
  if (!m_json->is_string()) refuse("it takes a text, not " + shownJson(*m_json));
  const auto& text = m_json->get_ref<const std::string&>();
  if (text.empty()) refuse("the text is empty");
  return text;
}

std::vector<std::string> JsonPlace::texts() const {
  std::vector<std::string> list;
  for (const JsonPlace& item : items()) list.push_back(item.text());
  return list;
}

std::string JsonPlace::anyText() const {
  if (m_json->is_string()) return m_json->get<std::string>();
  if (!m_json->is_object() || !m_json->contains("$blob")) refuse("it takes a text, not " + shownJson(*m_json));
  try {
    return base64Decode(at("$blob").text());
  } catch (const DbError& error) {
    refuse(error.message());
  }
}

bool JsonPlace::flag() const {
  if (!m_json->is_boolean()) refuse("it takes true or false, not " + shownJson(*m_json));
  return m_json->get<bool>();
}

std::int64_t JsonPlace::wholeNumber() const {
  const bool isTooLarge = m_json->is_number_unsigned() && m_json->get<std::uint64_t>() > INT64_MAX;
  if (m_json->is_number_integer() && !isTooLarge) return m_json->get<std::int64_t>();
  std::int64_t number = 0;
  const std::string digits = m_json->is_string() ? m_json->get<std::string>() : std::string();
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) refuse("it takes a whole number of 64 bits, not " + shownJson(*m_json));
  return number;
}

int JsonPlace::number(int least, int most) const {
  const bool isWhole = m_json->is_number_integer() && (!m_json->is_number_unsigned() || m_json->get<std::uint64_t>() <= INT32_MAX);
  const std::int64_t number = isWhole ? m_json->get<std::int64_t>() : least - 1LL;
  if (number < least || number > most)
    refuse("it takes a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not " + shownJson(*m_json));
  return static_cast<int>(number);
}

void JsonPlace::refuse(const std::string& why, const std::string& hint) const {
  DbError error(ErrorKind::Argument, m_document + (m_pointer.empty() ? std::string() : " at " + m_pointer) + ": " + why);
  error.hint = hint;
  throw error;
}

Json jsonFromText(const std::string& text) {
  if (QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8()) return text;
  return Json{{"$blob", base64Encode(text)}};
}

}  // namespace joinery
