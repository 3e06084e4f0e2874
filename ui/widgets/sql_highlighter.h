// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace joinery::ui {

/// Colours SQL for the theme's brightness.
class SqlHighlighter : public QSyntaxHighlighter {
  Q_OBJECT
 public:
  explicit SqlHighlighter(QTextDocument* document);

 protected:
  void highlightBlock(const QString& line) override;
};

}  // namespace joinery::ui
