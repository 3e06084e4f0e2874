// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace joinery {

/// The length in bytes of the token that the text begins with: a comment, a quoted text or name, a word, or one character.
/// One that is not closed takes the rest. @param sql not empty
/// Source: postgresql.org/docs/15/sql-syntax-lexical.html
std::size_t postgresqlTokenLength(std::string_view sql);

}  // namespace joinery
