// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollBar>
#include <QTableView>
#include <optional>

#include "ui/grid/filter_header.h"
#include "ui/grid/grid_model.h"
#include "ui/grid/grid_selection.h"

namespace joinery::ui {

/// The table of a page: shows a GridModel's window and moves it under a scroll bar of its own that spans all rows. Frozen columns are
/// painted over those that pass below them. Accessible name "Rows".
class GridView : public QTableView {
  Q_OBJECT
 public:
  GridView(GridModel* model, PageSource* source, QWidget* parent = nullptr);
  /// To be placed at the grid's right.
  QScrollBar* rowScrollBar() const { return m_scroll; }
  FilterHeader* filterHeader() const { return m_header; }
  GridSelection* selection() const { return m_selection; }
  void scrollToGlobalRow(std::int64_t row);
  /// Makes a cell the current one, selects it and shows it.
  void setCurrentGlobalRow(std::int64_t row, int column);
  std::int64_t currentGlobalRow() const;
  std::int64_t firstVisibleRow() const;
  int visibleRows() const;
  /// Scrolls sideways until the column is on screen.
  void showColumn(int column);
  /// After columns were resized, moved, hidden or frozen without a word.
  void layOutColumns();
  /// The whole rows, or whole columns, of what is selected.
  void selectWholeRows();
  void selectWholeColumn(int column);

  void selectAll() override;
  QRect visualRect(const QModelIndex& index) const override;
  QModelIndex indexAt(const QPoint& position) const override;
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;

 Q_SIGNALS:
  void followRequested(const QModelIndex& index);
  void cellEditorRequested();
  void deleteRequested();
  void copyRequested();
  void pasteRequested();
  /// Scrolled, resized, or the number of rows has changed.
  void visibleRowsChanged();

 protected:
  void scrollContentsBy(int dx, int dy) override;
  void updateGeometries() override;
  void updateEditorGeometries() override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  struct Cell {
    std::int64_t row = 0;
    int column = 0;
  };
  int heightOfRows() const;
  bool isAtBottom() const;
  void updateScrollBar();
  void followScrollBar(int value);
  void slideWindow();
  void moveWindow(std::int64_t start);
  void scrollToPlace(std::int64_t row, int pixels);
  void wantEnd(bool wanted);
  void stayAtTheEnd();
  void requestVisible();
  void fitRowNumbers();
  void paintFrozen(QPainter& painter, int row, int column);
  void extendSelection(const Cell& to, GridSelection::How how);
  void goTo(std::int64_t row, Qt::KeyboardModifiers modifiers);
  bool pressedInGrid(QKeyEvent* event);
  bool isForeignKey(const QModelIndex& index) const;
  GridModel* m_grid;
  PageSource* m_source;
  FilterHeader* m_header;
  GridSelection* m_selection;
  QScrollBar* m_scroll;
  std::optional<Cell> m_anchor;  ///< where a selection that is extended begins
  bool m_extending = false;
  bool m_syncing = false;
  bool m_isAtEnd = false;  ///< a person went to the end, wherever that turns out to be
};

}  // namespace joinery::ui
