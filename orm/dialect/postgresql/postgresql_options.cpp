// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_options.h"

#include <algorithm>
#include <optional>

#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

std::string optionName(const std::string& option) { return option.substr(0, option.find('=')); }

/// "fillfactor=70"; what is no word and no number is a string.
std::string optionText(const std::string& option) {
  const std::size_t sign = option.find('=');
  if (sign == std::string::npos) return option;
  const std::string value = option.substr(sign + 1);
  const bool isWord = !value.empty() && std::ranges::all_of(value, [](char letter) { return letter == '.' || (isWordCharacter(letter) && letter != '$'); });
  return option.substr(0, sign + 1) + (isWord ? value : quotedText(value));
}

template <typename Texts, typename Spell>
std::string listed(const Texts& texts, Spell spell) {
  std::string list;
  for (const std::string& text : texts)
    if (text != kPostgresqlUnlogged) list += (list.empty() ? "" : ", ") + spell(text);
  return list;
}

void add(std::string& text, const char* word, const std::optional<std::int64_t>& number) {
  if (number) text += std::string(" ") + word + " " + std::to_string(*number);
}

}  // namespace

std::string postgresqlOptionsClause(const std::vector<std::string>& options) {
  const std::string list = listed(options, optionText);
  return list.empty() ? list : " WITH (" + list + ")";
}

std::vector<std::string> postgresqlOptionChanges(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::vector<std::string> set, reset, changes;
  std::ranges::copy_if(after, std::back_inserter(set), [&](const auto& option) { return std::ranges::find(before, option) == before.end(); });
  std::ranges::copy_if(before, std::back_inserter(reset), [&](const auto& option) { return std::ranges::find(after, optionName(option), optionName) == after.end(); });
  if (const std::string list = listed(reset, optionName); !list.empty()) changes.push_back("RESET (" + list + ")");
  if (const std::string list = listed(set, optionText); !list.empty()) changes.push_back("SET (" + list + ")");
  return changes;
}

std::string postgresqlCounting(const schema::SequenceOptions& options) {
  std::string text;
  add(text, "INCREMENT BY", options.increment);
  add(text, "MINVALUE", options.minimum);
  add(text, "MAXVALUE", options.maximum);
  add(text, "START WITH", options.start);
  add(text, "CACHE", options.cache);
  return options.cycle ? text + " CYCLE" : text;
}

std::vector<std::string> postgresqlWholeCounting(const schema::SequenceOptions& options) {
  const auto number = [](const char* word, std::int64_t value) { return std::string(word) + " " + std::to_string(value); };
  const std::int64_t step = options.increment.value_or(1);
  const std::int64_t usualStart = step > 0 ? options.minimum.value_or(1) : options.maximum.value_or(-1);
  return {number("INCREMENT BY", step),
          options.minimum ? number("MINVALUE", *options.minimum) : "NO MINVALUE",
          options.maximum ? number("MAXVALUE", *options.maximum) : "NO MAXVALUE",
          number("START WITH", options.start.value_or(usualStart)),
          number("CACHE", options.cache.value_or(1)),
          options.cycle ? "CYCLE" : "NO CYCLE"};
}

}  // namespace joinery
