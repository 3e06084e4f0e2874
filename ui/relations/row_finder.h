// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QTimer>
#include <memory>

#include "ui/connections/database.h"
#include "ui/relations/relation_query.h"

namespace joinery::ui {

/// Rows of a model whose label or key has some text, looked up as one types; what is asked next cancels what was asked before. GUI thread.
class RowFinder : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { LabelColumn, DetailsColumn, KeyColumn, ColumnCount };
  RowFinder(Database* database, const Model& model, QObject* parent = nullptr);
  ~RowFinder() override;

  /// Asks in a moment, unless it is asked again. Empty: the first rows.
  void ask(const QString& text);
  bool isBusy() const { return m_isBusy || m_pause.isActive(); }
  const RowShape& shape() const { return m_shape; }
  const RelatedRow& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
  /// Whether there are more rows than are shown.
  bool hasMore() const { return m_hasMore; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
  /// The answer to what was asked last is here.
  void found();
  void failed(const joinery::DbError& error);

 private:
  void look();
  Json filter() const;
  void show(const Result<RelatedPage>& page);
  std::shared_ptr<const Registry> m_registry;
  RowShape m_shape;
  std::unique_ptr<Worker> m_worker;
  QString m_text;
  QTimer m_pause;
  std::vector<RelatedRow> m_rows;
  std::uint64_t m_asked = 0;
  bool m_hasMore = false;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
