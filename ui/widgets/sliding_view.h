// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollBar>
#include <QTableView>
#include <cstdint>

#include "ui/widgets/sliding_model.h"

namespace joinery::ui {

/// A table that shows a SlidingModel's window and moves it under a scroll bar of its own, which spans all rows.
class SlidingView : public QTableView {
  Q_OBJECT
 public:
  explicit SlidingView(SlidingModel* model, QWidget* parent = nullptr);

  /// To be placed at the view's right.
  QScrollBar* rowScrollBar() const { return m_scroll; }
  void scrollToGlobalRow(std::int64_t row) { scrollToPlace(row, 0); }
  std::int64_t currentGlobalRow() const;
  /// The one at the top, be it only in part on screen.
  std::int64_t firstVisibleRow() const;
  /// How many have room.
  int visibleRows() const;
  /// Those that are whole on screen, by global numbers.
  struct RowRange {
    std::int64_t first = 0;
    std::int64_t end = 0;  ///< one behind the last
  };
  RowRange wholeRows() const;

 Q_SIGNALS:
  /// Scrolled, resized, or the number of rows has changed.
  void visibleRowsChanged();

 protected:
  void updateGeometries() override;
  /// These are on screen: what is not there yet is to be read.
  virtual void requestRows(std::int64_t /*first*/, std::int64_t /*last*/) {}
  /// Moves the model's window; the current cell stays the same row's.
  virtual void moveWindow(std::int64_t start);
  /// A person has moved the scroll bar there.
  virtual void followScrollBar(int value) { scrollToGlobalRow(value); }
  /// A person has scrolled by the wheel or the keyboard.
  virtual void scrolledByHand() {}

  int heightOfRows() const;
  bool isAtBottom() const;
  void updateScrollBar();
  /// Moves the window where its edge has come near; what is on screen stays.
  void slideWindow();

 private:
  void scrollToPlace(std::int64_t row, int pixels);
  void fitRowNumbers();
  SlidingModel* const m_model;
  QScrollBar* const m_scroll;
  bool m_syncing = false;
};

}  // namespace joinery::ui
