// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCompleter>
#include <QLineEdit>

namespace joinery::ui {

/// A label as it is typed: "{" offers the names of columns. Escape gives back what was there. GUI thread.
class LabelEdit : public QLineEdit {
  Q_OBJECT
 public:
  explicit LabelEdit(QWidget* parent = nullptr);
  void setNames(const QStringList& names);
  QCompleter* names() const { return m_names; }

 Q_SIGNALS:
  void reverted();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void offer();
  void take(const QString& name);
  /// Where the name that is being typed begins, behind its brace; -1: none is.
  int begin() const;
  QCompleter* m_names;
};

}  // namespace joinery::ui
