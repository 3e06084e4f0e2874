// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery {

/// Text that means nothing in Markdown: its signs are escaped, its lines joined by blanks.
std::string markdownPlain(const std::string& text);
/// The same of a paragraph of several lines.
std::string markdownParagraph(const std::string& text);
/// A code span, with as many backticks as it takes; empty for an empty text.
std::string markdownCode(const std::string& text);
/// A code block, with as many backticks as it takes.
std::string markdownBlock(const std::string& language, const std::string& text);
/// What stands in a table's cell: no pipe of it ends the cell.
std::string markdownCell(const std::string& markdown);

}  // namespace joinery
