// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/grid/text_replacement.h"

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace joinery::ui {

class PlainLabel;

/// Find and replace in the cells that were selected when it opened: says how many it would change before it does. Deletes itself when it closes.
class ReplaceDialog : public QDialog {
  Q_OBJECT
 public:
  ReplaceDialog(CellEdits::Cells cells, QWidget* parent);

 Q_SIGNALS:
  void chosen(const joinery::ui::TextReplacement& replacement);

 private:
  void count();
  std::optional<TextReplacement> replacement();
  CellEdits::Cells m_cells;
  QLineEdit *m_find, *m_replacement;
  QCheckBox *m_case, *m_whole, *m_expression;
  PlainLabel* m_matches;
  QPushButton* m_replace;
};

}  // namespace joinery::ui
