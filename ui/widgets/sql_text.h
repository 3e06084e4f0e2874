// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace joinery::ui {

/// SQL to read and to copy, coloured as in a console. Accessible name "SQL". GUI thread.
class SqlText : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit SqlText(QWidget* parent = nullptr);

  void showSql(const QString& sql);
  /// Marks a part of it and brings that into sight; nothing: no part is marked.
  void mark(qsizetype start, qsizetype length);

 private:
  void paintMark();
  QTextCursor m_mark;
};

}  // namespace joinery::ui
