// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/result_copy.h"
#include "ui/console/results_model.h"
#include "ui/widgets/sliding_view.h"

namespace joinery::ui {

/// The rows of a console's result. Ctrl+C copies the selection, Ctrl+Shift+C with headers; Ctrl+A selects all rows there are. Accessible name "Results".
class ResultsView : public SlidingView {
  Q_OBJECT
 public:
  explicit ResultsView(ResultsModel* model, QWidget* parent = nullptr);
  /// Gives each column the width of its first rows, within reason.
  void fitColumns();
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
  void requestRows(std::int64_t first, std::int64_t last) override { m_model->request(first, last); }
  void moveWindow(std::int64_t start) override;

 private:
  bool goToEdge(const QKeyEvent& event);

  ResultsModel* m_model;
  bool m_everything = false;  ///< all rows are selected, those outside the window too
};

}  // namespace joinery::ui
