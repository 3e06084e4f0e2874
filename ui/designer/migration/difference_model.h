// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <vector>

#include "ui/designer/migration/difference.h"

namespace joinery::ui {

/// The operations of a difference below the tables that they change, with what is lost by each. GUI thread.
class DifferenceModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { What, Warning, ColumnCount };
  explicit DifferenceModel(QObject* parent = nullptr);

  /// Null: none.
  void setContents(std::shared_ptr<const DifferenceContents> contents);
  /// The place of an operation among those of the contents; -1 for a table's line.
  int operationAt(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex&) const override { return ColumnCount; }
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Group {
    QualifiedName table;
    CardChange change = CardChange::None;
    bool isView = false;
    std::vector<std::size_t> operations;
  };
  QVariant groupData(const Group& group, int column, int role) const;
  QVariant operationData(const migration::Operation& operation, int column, int role) const;
  std::shared_ptr<const DifferenceContents> m_contents;
  std::vector<Group> m_groups;
};

}  // namespace joinery::ui
