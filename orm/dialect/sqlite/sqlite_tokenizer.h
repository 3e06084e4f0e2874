// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// A piece of SQL text as SQLite's own tokenizer cuts it.
struct SqliteToken {
  enum class Kind {
    Word,    ///< a keyword or a bare name
    Quoted,  ///< a name or a string, in quotes of any of the four kinds
    Other,   ///< a number, a blob literal, a variable or one character of punctuation
  };
  Kind kind = Kind::Other;
  /// Without quotes; of Word and Other as written.
  std::string text;
  /// Where it stands in the source, in bytes: [begin, end).
  std::size_t begin = 0;
  std::size_t end = 0;

  /// Whether it is this unquoted keyword. @param keyword in capitals
  bool isKeyword(std::string_view keyword) const;
  bool isSymbol(char symbol) const;
  bool isName() const { return kind != Kind::Other; }
};

/// Cuts SQL text into tokens; comments and white space are left out. Never fails: an open quote or comment ends with
/// the text.
std::vector<SqliteToken> sqliteTokens(std::string_view sql);

}  // namespace joinery
