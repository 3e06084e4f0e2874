// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <optional>

#include "ui/grid/cell_edits.h"

namespace joinery::ui {

/// What find and replace does to a cell's text. A plain value.
class TextReplacement {
 public:
  struct Options {
    bool matchesCase = false;
    bool wholeCell = false;
    bool isExpression = false;  ///< of regular expressions; \1 in the replacement is a group, \\ a backslash
  };
  /// @return DbError Argument for an expression that is none
  static Result<TextReplacement> create(const QString& find, const QString& replacement, Options options);

  /// The new value of a cell that matches; none for one that does not, for NULL and for bytes. @return DbError Data where it does not fit
  Result<std::optional<Value>> replaced(const EditableCell& cell) const;

 private:
  QString replacedIn(const QString& text) const;
  QString filledIn(const QRegularExpressionMatch& match) const;
  QRegularExpression m_find;
  QString m_replacement;
  bool m_isExpression = false;
};

}  // namespace joinery::ui
