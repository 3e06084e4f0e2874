// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>
#include <vector>

namespace joinery::ui {

/// A piece of SQL, as far as colours and the kind of a statement need it.
struct SqlToken {
  enum class Kind { Word, Number, Text, Name, Comment, Symbol };
  Kind kind = Kind::Symbol;
  qsizetype start = 0;
  qsizetype length = 0;
};

/// The tokens of a text, blanks left out, and what is still open at its end: a text, a name, a comment.
struct SqlScan {
  std::vector<SqlToken> tokens;
  int state = 0;
};

/// @param state what was open at the end of the line before; 0 is nothing
SqlScan scanSql(QStringView sql, int state = 0);

}  // namespace joinery::ui
