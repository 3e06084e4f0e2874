// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollBar>
#include <QTableView>

#include "ui/console/result_copy.h"
#include "ui/console/results_model.h"

namespace joinery::ui {

/// The rows of a console's result: shows a ResultsModel's window and moves it under a scroll bar of its own that spans all rows. Ctrl+C
/// copies the selection, Ctrl+Shift+C with headers; Ctrl+A selects all rows there are. Accessible name "Results".
class ResultsView : public QTableView {
  Q_OBJECT
 public:
  explicit ResultsView(ResultsModel* model, QWidget* parent = nullptr);
  /// To be placed at the view's right.
  QScrollBar* rowScrollBar() const { return m_scroll; }
  /// Gives each column the width of its first rows, within reason.
  void fitColumns();
  void scrollToGlobalRow(std::int64_t row);
  std::int64_t firstVisibleRow() const;
  void selectAll() override;
  /// The selected cells by global rows.
  std::vector<ResultRange> selectedRanges() const;

 Q_SIGNALS:
  void copyRequested(bool withHeaders);
  void exportRequested();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void updateGeometries() override;

 private:
  int visibleRows() const;
  void updateScrollBar();
  void slideWindow();
  bool goToEdge(const QKeyEvent& event);
  void moveWindow(std::int64_t row);
  void fitRowNumbers();

  ResultsModel* m_model;
  QScrollBar* m_scroll;
  bool m_syncing = false;
  bool m_everything = false;  ///< all rows are selected, those outside the window too
};

}  // namespace joinery::ui
