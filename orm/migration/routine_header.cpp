// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/routine_header.h"

#include <algorithm>
#include <array>

namespace joinery::migration {
namespace {

/// What may follow on what is returned.
bool endsHeader(const SqlToken& token) {
  constexpr std::array<std::string_view, 22> kWords{"LANGUAGE", "TRANSFORM", "WINDOW", "IMMUTABLE", "STABLE", "VOLATILE", "NOT", "LEAKPROOF", "CALLED", "STRICT", "EXTERNAL",
                                                    "SECURITY", "PARALLEL", "COST", "ROWS", "SUPPORT", "SET", "AS", "RETURN", "BEGIN", "COMMIT", "ROLLBACK"};
  return std::ranges::any_of(kWords, [&](std::string_view word) { return token.isKeyword(word); });
}

bool beginsDefault(const SqlToken& token) { return token.isKeyword("DEFAULT") || token.isSymbol('='); }

/// Names and words apart, as one text. What is not quoted has no case.
void appendWord(std::string& text, const SqlToken& token) {
  std::string word = token.text;
  if (token.kind == SqlToken::Kind::Word) std::ranges::transform(word, word.begin(), [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; });
  text += (text.empty() ? "" : " ") + word;
}

}  // namespace

RoutineHeader::RoutineHeader(const schema::Routine& routine, const Dialect& dialect) : m_dialect(dialect) {
  const std::vector<SqlToken> tokens = sqlTokens(routine.definition, dialect);
  const auto open = std::ranges::find_if(tokens, [](const SqlToken& token) { return token.isSymbol('('); });
  std::size_t at = readArguments(tokens, static_cast<std::size_t>(open - tokens.begin()));
  m_tokens.assign(open, tokens.begin() + static_cast<std::ptrdiff_t>(at));
  for (int depth = 0; at < tokens.size() && (depth > 0 || !endsHeader(tokens[at])); ++at) {
    depth += tokens[at].isSymbol('(') ? 1 : tokens[at].isSymbol(')') ? -1 : 0;
    appendWord(m_returned, tokens[at]);
    m_tokens.push_back(tokens[at]);
  }
}

/// @param at the opening parenthesis @return what stands behind the closing one
std::size_t RoutineHeader::readArguments(const std::vector<SqlToken>& tokens, std::size_t at) {
  int depth = 0;
  Argument argument;
  const auto end = [&] {
    if (!argument.text.empty()) m_arguments.push_back(std::exchange(argument, {}));
  };
  for (; at < tokens.size(); ++at) {
    const SqlToken& token = tokens[at];
    const bool isOpening = token.isSymbol('('), isClosing = token.isSymbol(')');
    if (isOpening && depth++ == 0) continue;
    if (isClosing && --depth == 0) break;
    if (depth == 1 && token.isSymbol(',')) {
      end();
      continue;
    }
    if (depth == 1 && beginsDefault(token)) argument.hasDefault = true;
    if (!argument.hasDefault) appendWord(argument.text, token);
  }
  end();
  return std::min(at + 1, tokens.size());
}

bool RoutineHeader::canBecome(const RoutineHeader& other) const {
  const auto fits = [](const Argument& before, const Argument& after) { return before.text == after.text && (after.hasDefault || !before.hasDefault); };
  return m_returned == other.m_returned && std::ranges::equal(m_arguments, other.m_arguments, fits);
}

bool RoutineHeader::names(const std::string& type) const {
  return std::ranges::any_of(m_tokens, [&](const SqlToken& token) { return isNamed(token, type, m_dialect); });
}

}  // namespace joinery::migration
