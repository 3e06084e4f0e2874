// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/grid/filter_header.h"
#include "ui/grid/grid_model.h"
#include "ui/grid/grid_selection.h"
#include "ui/widgets/sliding_view.h"

namespace joinery::ui {

/// The table of a page: shows a GridModel under a scroll bar that spans all rows, also those that are not counted yet. Frozen columns are
/// painted over those that pass below them. Accessible name "Rows".
class GridView : public SlidingView {
  Q_OBJECT
 public:
  GridView(GridModel* model, PageSource* source, QWidget* parent = nullptr);
  FilterHeader* filterHeader() const { return m_header; }
  GridSelection* selection() const { return m_selection; }
  /// Opens the current cell's editor again with a text that was refused.
  void editAgain(const QString& typed);
  /// Makes a cell the current one, selects it and shows it.
  void setCurrentGlobalRow(std::int64_t row, int column);
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
  /// What was typed into a cell does not fit, and its editor has gone.
  void editRefused(const QModelIndex& index, const QString& typed, const QString& reason);
  /// The value that was typed into a cell is meant for all that are selected.
  void fillRequested(const joinery::Value& value);

 protected:
  void scrollContentsBy(int dx, int dy) override;
  void requestRows(std::int64_t first, std::int64_t last) override;
  void moveWindow(std::int64_t start) override;
  void followScrollBar(int value) override;
  void scrolledByHand() override;
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
  void wantEnd(bool wanted);
  void stayAtTheEnd();
  void paintFrozen(QPainter& painter, int row, int column);
  void extendSelection(const Cell& to, GridSelection::How how);
  void goTo(std::int64_t row, Qt::KeyboardModifiers modifiers);
  bool pressedInGrid(QKeyEvent* event);
  bool isForeignKey(const QModelIndex& index) const;
  GridModel* m_grid;
  PageSource* m_source;
  FilterHeader* m_header;
  GridSelection* m_selection;
  std::optional<Cell> m_anchor;  ///< where a selection that is extended begins
  bool m_extending = false;
  bool m_isAtEnd = false;  ///< a person went to the end, wherever that turns out to be
};

}  // namespace joinery::ui
