// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <cstdint>

namespace joinery::ui {

/// A window over rows of any number, since a QTableView pays for every row and breaks before a hundred million. Row numbers that are
/// called global count from the first row of all; the model's own rows are a window of them.
class SlidingModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  static constexpr std::int64_t kMostRows = 65'536;
  using QAbstractTableModel::QAbstractTableModel;

  virtual std::int64_t globalRowCount() const = 0;
  std::int64_t windowStart() const { return m_windowStart; }
  /// Moves the window so that it begins there, as far as there are rows: resets.
  void setWindowStart(std::int64_t globalRow);
  std::int64_t globalRow(int row) const { return m_windowStart + row; }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_rows; }

 protected:
  /// There are more rows, or fewer, at their end.
  void followGlobalRowCount();
  /// The window as it has to be for the rows that there are now. Within a reset.
  void placeWindow(std::int64_t start);
  /// These rows have changed, as far as the window has them.
  void globalRowsChanged(std::int64_t first, std::int64_t count);

 private:
  std::int64_t m_windowStart = 0;
  int m_rows = 0;
};

}  // namespace joinery::ui
