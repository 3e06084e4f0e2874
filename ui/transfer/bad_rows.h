// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <vector>

#include "orm/transfer/row_import.h"

namespace joinery::ui {

class PlainLabel;

/// The rows of a file that were not taken: line and reason.
class BadRowsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  void setRows(std::vector<BadRow> rows);
  /// A line for each, with a tab between line and reason.
  QString text() const;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<BadRow> m_rows;
};

/// Shows them; hidden while there are none. Accessible name "Bad rows".
class BadRowsView : public QWidget {
  Q_OBJECT
 public:
  explicit BadRowsView(QWidget* parent = nullptr);
  void setResult(const ImportResult& result);

 private:
  BadRowsModel* m_model;
  PlainLabel* m_title;
};

}  // namespace joinery::ui
