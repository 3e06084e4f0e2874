// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// The statements of a script, without the semicolons' blanks and the comments between them. A trigger's body stays whole.
std::vector<std::string> splitSqliteScript(std::string_view script);
/// Whether there is nothing but blanks, comments and semicolons.
bool isBlankSqlite(std::string_view sql);
/// A view of the same text, from the first character that matters.
std::string_view withoutLeadingSqliteComments(std::string_view sql);
/// The words outside of quotes and comments, in small letters.
std::vector<std::string> bareSqliteWords(std::string_view sql);

}  // namespace joinery
