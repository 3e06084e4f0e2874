// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <memory>

#include "ui/value/json_nodes.h"

namespace joinery::ui {

/// JSON as a tree: a name or position, and the value as it is spelled; of objects and arrays how many parts they have. GUI thread.
class JsonModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { Name, Content, ColumnCount };
  using QAbstractItemModel::QAbstractItemModel;
  /// @param nodes null: nothing
  void setNodes(std::shared_ptr<const JsonNodes> nodes);
  /// "$.a[3]": where in the text, as JSONPath has it.
  QString path(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  const JsonNodes::Node& node(const QModelIndex& index) const { return m_nodes->nodes()[index.internalId()]; }
  QString contentText(std::uint32_t number) const;
  std::shared_ptr<const JsonNodes> m_nodes;
};

}  // namespace joinery::ui
