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
  ReplaceDialog(CellEdits::SharedCells cells, QWidget* parent);

 Q_SIGNALS:
  void chosen(const joinery::ui::TextReplacement& replacement);

 private:
  struct Counted { int changes = 0, misfits = 0; };
  /// Of many cells by slices.
  void count();
  void showCount(const Counted& counted);
  std::optional<TextReplacement> replacement();
  CellEdits::SharedCells m_cells;
  QLineEdit *m_find, *m_replacement;
  QCheckBox *m_case, *m_whole, *m_expression;
  PlainLabel* m_matches;
  Slices m_slices;
  QPushButton* m_replace;
};

}  // namespace joinery::ui
