// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include "ui/console/results_model.h"

namespace joinery::ui {

/// The rows of a console's result. Ctrl+C copies the selection, Ctrl+Shift+C with headers. Accessible name "Results".
class ResultsView : public QTableView {
  Q_OBJECT
 public:
  explicit ResultsView(ResultsModel* model, QWidget* parent = nullptr);
  /// Gives each column the width of its first rows, within reason.
  void fitColumns();
  void copySelection(bool withHeaders);

 Q_SIGNALS:
  /// What was copied has cells of which only the head was read.
  void copiedPartially(int cells);
  /// A person wants all of the result in a file.
  void exportRequested();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  ResultsModel* m_model;
};

}  // namespace joinery::ui
