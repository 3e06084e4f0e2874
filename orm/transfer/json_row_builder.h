// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery {

/// Makes values of a parser's events, one after another: the elements of the one array that a text is, or the one value. Numbers with
/// more digits than a double keeps are texts of their digits.
class JsonRowBuilder final : public nlohmann::json_sax<Json> {
 public:
  enum class Text { Array, Value };
  /// @param begun is called where an element begins @param take is given each when it is whole; false ends it
  JsonRowBuilder(Text text, std::function<void()> begun, std::function<bool(Json&&)> take) : m_text(text), m_begun(std::move(begun)), m_take(std::move(take)) {}

  /// Why the text could not be read; empty where it could, or was not read to its end.
  const std::string& mistake() const { return m_mistake; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& digits) override;
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return refuse("binary values are no JSON"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& name) override;
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override;
  bool end_array() override { return m_open.empty() ? true : close(); }
  bool parse_error(std::size_t position, const std::string& lastToken, const nlohmann::detail::exception& error) override;

 private:
  struct Container {
    Json json;
    std::string key;  ///< of what comes next
  };
  bool open(Json json);
  bool close();
  bool add(Json&& value);
  bool refuse(const std::string& why);
  bool isOutside() const { return m_text == Text::Array && !m_isInside; }

  const Text m_text;
  const std::function<void()> m_begun;
  const std::function<bool(Json&&)> m_take;
  std::vector<Container> m_open;
  bool m_isInside = false;  ///< of the array
  std::string m_mistake;
};

}  // namespace joinery
