// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <string>

#include "orm/core/result.h"
#include "orm/transfer/format_detection.h"
#include "orm/transfer/row_import.h"

namespace joinery::ui {

/// The first rows of a file as they stand in it: a row that is none is red and says why. NULL is grey and slanted.
class ImportPreviewModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  void setPreview(std::shared_ptr<const ImportPreview> preview, std::string nullText);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  const SourceCell* cell(const QModelIndex& index) const;
  bool isNull(const SourceCell* cell) const;
  std::shared_ptr<const ImportPreview> m_preview;
  std::string m_nullText;
};

/// How a cell of a file reads: its text, cut where it is long; NULL is empty.
QString cellPreview(const SourceCell& cell);

}  // namespace joinery::ui
