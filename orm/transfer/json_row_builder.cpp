// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/json_row_builder.h"

#include <algorithm>

namespace joinery {

namespace {

constexpr std::size_t kDeepest = 200;
constexpr std::ptrdiff_t kDigitsOfDouble = 15;

/// Whether the nearest double stands for the same number.
bool isKept(double value, const std::string& digits) {
  const std::string mantissa = digits.substr(0, digits.find_first_of("eE"));
  return std::ranges::count_if(mantissa, [](char c) { return c >= '0' && c <= '9'; }) <= kDigitsOfDouble || formatReal(value) == digits;
}

}  // namespace

bool JsonRowBuilder::number_float(number_float_t value, const string_t& digits) { return isKept(value, digits) ? add(value) : add(digits); }

bool JsonRowBuilder::key(string_t& name) {
  Container& object = m_open.back();
  if (object.json.contains(name)) return refuse("the name \"" + name + "\" stands twice in an object");
  object.key = std::move(name);
  return true;
}

bool JsonRowBuilder::start_array(std::size_t) {
  if (!isOutside()) return open(Json::array());
  m_isInside = true;
  return true;
}

bool JsonRowBuilder::open(Json json) {
  if (isOutside()) return refuse("it is no array of objects; for an object a line the format is jsonl");
  if (m_open.empty()) m_begun();
  if (m_open.size() >= kDeepest) return refuse("it is nested deeper than " + std::to_string(kDeepest) + " levels");
  m_open.push_back({std::move(json), {}});
  return true;
}

bool JsonRowBuilder::close() {
  Json whole = std::move(m_open.back().json);
  m_open.pop_back();
  return m_open.empty() ? m_take(std::move(whole)) : add(std::move(whole));
}

bool JsonRowBuilder::add(Json&& value) {
  if (isOutside()) return refuse("it is no array of objects");
  if (m_open.empty()) {
    m_begun();
    return m_take(std::move(value));
  }
  Container& container = m_open.back();
  if (container.json.is_array()) container.json.push_back(std::move(value));
  else container.json.get_ref<Json::object_t&>().emplace_back(container.key, std::move(value));
  return true;
}

bool JsonRowBuilder::refuse(const std::string& why) {
  m_mistake = why;
  return false;
}

bool JsonRowBuilder::parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
  const std::string what = error.what();
  const std::size_t begin = what.find("] ");
  return refuse(begin == std::string::npos ? what : what.substr(begin + 2));
}

}  // namespace joinery
