// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/console/result_pages.h"
#include "ui/widgets/sliding_model.h"

namespace joinery::ui {

/// The rows of one result, of any number: a sliding window over a spool that may still grow. Global row numbers count from the result's
/// first row. NULL is grey italic; a cell's text is made only when it is
/// shown; a row that is still read from the spool's file has none yet.
class ResultsModel : public SlidingModel {
  Q_OBJECT
 public:
  explicit ResultsModel(QObject* parent = nullptr);

  /// Starts anew with another result; null: none.
  void open(std::shared_ptr<const BatchSpool> spool);
  const std::shared_ptr<const BatchSpool>& spool() const { return m_pages->spool(); }
  /// Shows the rows that have come since.
  void grow();
  std::int64_t globalRowCount() const override { return m_total; }
  /// The rows on screen, by global numbers: they are read if they are not there.
  void request(std::int64_t first, std::int64_t last) { m_pages->request(first, last); }

  const ResultColumn& column(int column) const { return spool()->columns()[static_cast<std::size_t>(column)]; }

  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void globalRowCountChanged();
  /// The spool's file could not be read.
  void failed(const joinery::DbError& error);

 private:
  QVariant shown(const ResultPages::Row& row, int column, int role) const;

  ResultPages* m_pages;
  std::int64_t m_total = 0;
};

}  // namespace joinery::ui
