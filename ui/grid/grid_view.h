// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollBar>
#include <QTableView>

#include "ui/grid/filter_header.h"
#include "ui/grid/grid_model.h"

namespace joinery::ui {

/// The table of a page: shows a GridModel's window and moves it under a scroll bar of its own that spans all rows.
/// Accessible name "Rows".
class GridView : public QTableView {
  Q_OBJECT
 public:
  GridView(GridModel* model, PageSource* source, QWidget* parent = nullptr);
  /// To be placed at the grid's right.
  QScrollBar* rowScrollBar() const { return m_scroll; }
  FilterHeader* filterHeader() const { return m_header; }
  void scrollToGlobalRow(std::int64_t row);
  void setCurrentGlobalRow(std::int64_t row, int column);
  std::int64_t firstVisibleRow() const;
  int visibleRows() const;

 Q_SIGNALS:
  void followRequested(const QModelIndex& index);
  void cellEditorRequested();
  void deleteRequested();
  /// Scrolled, resized, or the number of rows has changed.
  void visibleRowsChanged();

 protected:
  void scrollContentsBy(int dx, int dy) override;
  void updateGeometries() override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void updateScrollBar();
  void followScrollBar(int value);
  void slideWindow();
  void requestVisible();
  void fitRowNumbers();
  bool isForeignKey(const QModelIndex& index) const;
  GridModel* m_grid;
  PageSource* m_source;
  FilterHeader* m_header;
  QScrollBar* m_scroll;
  bool m_syncing = false;
};

}  // namespace joinery::ui
