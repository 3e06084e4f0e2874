// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/exact_text_edit.h"
#include "ui/value/value_editor.h"

namespace joinery::ui {

/// Several lines: texts with line ends, JSON and XML as they are written. Ctrl+Return finishes; in a grid Return does, and Shift+Return or
/// Alt+Return begins a line.
class LinesEditor : public ValueEditor {
  Q_OBJECT
 public:
  LinesEditor(EditedColumn column, QWidget* parent);
  void setReadOnly(bool isReadOnly) override { m_edit->setReadOnly(isReadOnly); }
  bool isReadOnly() const override { return m_edit->isReadOnly(); }
  ExactTextEdit* input() const override { return m_edit; }
  void selectAll() override { m_edit->selectAll(); }
  int heightInGrid() const override;

 protected:
  TextLines lines() const override { return TextLines::Many; }
  QString inputText() const override { return m_edit->exactText(); }
  void setInputText(const QString& text, const QString& placeholder) override;
  void restyle(bool isRefused) override;
  void describe(const QString& description) override;

 private:
  void showMenu(const QPoint& position);
  ExactTextEdit* m_edit;
  bool m_isShowing = false;
};

}  // namespace joinery::ui
