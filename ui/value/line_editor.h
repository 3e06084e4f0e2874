// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include "ui/value/value_editor.h"

class QHBoxLayout;
class QToolButton;

namespace joinery::ui {

/// One line: numbers, texts, UUIDs and all that has no editor of its own.
class LineEditor : public ValueEditor {
  Q_OBJECT
 public:
  LineEditor(EditedColumn column, QWidget* parent);
  ~LineEditor() override;
  void setReadOnly(bool isReadOnly) override;
  bool isReadOnly() const override { return m_line->isReadOnly(); }
  QLineEdit* input() const override { return m_line; }
  void selectAll() override { m_line->selectAll(); }

 protected:
  QString inputText() const override { return m_line->text(); }
  void setInputText(const QString& text, const QString& placeholder) override;
  void restyle(bool isRefused) override;
  void describe(const QString& description) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  /// A button behind the line that offers what there is to choose from; Alt+Down and F4 press it.
  QToolButton* addButton(const QString& iconName, const QString& name);
  /// What was chosen replaces the text, as if it had been typed.
  void choose(const QString& text);

 private:
  void showMenu(const QPoint& position);
  QHBoxLayout* m_layout;
  QLineEdit* m_line;
  QToolButton* m_button = nullptr;
};

}  // namespace joinery::ui
