// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace joinery {

bool isDigit(char letter);
/// Letters, digits, `_`, `$` and every byte beyond ASCII: what names without quotes are made of.
bool isWordCharacter(char letter);
/// `'text'` with its quotes doubled.
std::string quotedText(std::string_view text);

/// Whether it can be nothing but a type's name, as declared types of a database are to be: words, dots, `(10,2)`, `[]` and
/// quoted names. No text of this shape can end the cast or the column that it stands in.
bool isTypeName(std::string_view declared);

/// A stretch of SQL text: code, or a string, a quoted name or a comment, which are left as they are.
struct SqlStretch {
  std::string_view text;
  bool isCode = true;
};
/// Cuts SQL text at its quotes and comments; PostgreSQL's E'' and $tag$ too. The pieces point into the text.
std::vector<SqlStretch> splitQuoted(std::string_view sql);

/// Rewrites the code of SQL text, as binds and literals need it; quotes and comments stay.
/// @param replace is given the text from a position of the code on, and what was written so far; it appends and
///        returns how many characters it used up, or 0 to leave that one character as it is
using ReplaceCode = std::function<std::size_t(std::string_view rest, std::string& written)>;
std::string rewriteCode(std::string_view sql, const ReplaceCode& replace);

/// A LIKE pattern that matches exactly that text: `%`, `_` and `\` get a `\`.
std::string escapeLikePattern(std::string_view plain);
/// A LIKE pattern with a lone `\` at its end made a plain one: engines refuse it or match nothing.
std::string completeLikePattern(std::string pattern);

}  // namespace joinery
