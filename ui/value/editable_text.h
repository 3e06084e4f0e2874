// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "orm/core/result.h"

namespace joinery::ui {

/// How the bytes of a text stand in an editor. Qt's editors make one kind of line end of all, and lose NULs, some separators and whatever is
/// no UTF-8; what they would change is written with escapes instead.
enum class TextSpelling {
  AsItStands,
  CrLf,     ///< every line ends with CR LF, which the editor has as a plain line end
  Escaped,  ///< \r \n \t \0 \\ \u{2028}, and \xff for a byte that is no UTF-8
};

/// How many lines the editor has.
enum class TextLines { One, Many };

/// The plainest spelling in which the editor gives the text back byte for byte.
TextSpelling spellingOf(std::string_view bytes, TextLines lines);
/// What the editor shows for those bytes.
QString editorText(std::string_view bytes, TextSpelling spelling, TextLines lines);
/// The reverse. @return DbError Data for an escape that says nothing
Result<std::string> bytesOfEditor(const QString& text, TextSpelling spelling);

}  // namespace joinery::ui
