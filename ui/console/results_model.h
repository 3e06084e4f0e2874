// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "orm/core/row_batch.h"

namespace joinery::ui {

/// The rows of one result as they come, batch by batch. NULL is grey italic; a cell's text is made only when it is shown.
class ResultsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;

  /// Starts anew with these columns.
  void open(std::vector<ResultColumn> columns);
  void append(const std::shared_ptr<const RowBatch>& batch);

  ValueView value(const QModelIndex& index) const;
  const ResultColumn& column(int column) const { return m_columns[static_cast<std::size_t>(column)]; }
  /// Whether only the head of that cell was read.
  bool isPartial(const QModelIndex& index) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Place { const RowBatch* batch; std::size_t row; };
  Place place(int row) const;

  std::vector<ResultColumn> m_columns;
  std::vector<std::shared_ptr<const RowBatch>> m_batches;
  std::vector<int> m_ends;  // the number of rows up to and with each batch
};

}  // namespace joinery::ui
