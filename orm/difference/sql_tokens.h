// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/dialect/dialect.h"

namespace joinery::migration {

/// A piece of SQL text; comments and white space are left out.
struct SqlToken {
  enum class Kind { Word, QuotedName, String, Symbol };
  Kind kind = Kind::Symbol;
  std::string text;  ///< a quoted name without its quotes, else as written
  std::size_t begin = 0;
  std::size_t end = 0;

  /// @param keyword in capitals
  bool isKeyword(std::string_view keyword) const;
  bool isSymbol(char symbol) const { return kind == Kind::Symbol && text.front() == symbol; }
  bool isName() const { return kind == Kind::Word || kind == Kind::QuotedName; }
};

/// Cuts SQL as the dialect's engine reads it: brackets quote names in SQLite, dollars quote strings elsewhere.
std::vector<SqlToken> sqlTokens(std::string_view sql, const Dialect& dialect);

/// Whether the token may be that name: compared as the engine compares names, and no keyword where it stands without quotes.
bool isNamed(const SqlToken& token, std::string_view name, const Dialect& dialect);

/// The text in a spelling of its own, which two texts share where they differ in nothing but white space, comments, letter case of what is
/// not quoted, quotes that nothing needs, parentheses around the whole or around others, and semicolons at the end. For comparing only.
std::string comparableSql(std::string_view sql, const Dialect& dialect);

}  // namespace joinery::migration
