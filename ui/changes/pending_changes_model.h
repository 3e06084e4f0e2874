// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QTimer>
#include <vector>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes as a tree: tables, their changed rows, their changed cells with before and after.
class PendingChangesModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum DataRole { ChangeRole = Qt::UserRole, AttributeRole, FailedRole };
  enum Column { What, Before, After, kColumns };

  PendingChangesModel(PendingChanges* changes, std::shared_ptr<const Registry> registry, QObject* parent = nullptr);
  /// Marks the change that the database refused; 0 for none.
  void setFailed(std::uint64_t change);
  /// Null for a table's line.
  const Change* change(const QModelIndex& index) const;
  /// The attribute of a cell's line, else empty.
  std::string attribute(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row { std::uint64_t change = 0; int cells = 0; };
  struct Group { std::string model; std::vector<Row> rows; };
  const Row& rowAt(quintptr tag, int row) const;
  void follow();
  void rebuild();
  QVariant tableText(const Group& group, int column) const;
  QVariant changeText(const Change& change, int column) const;
  QVariant cellText(const Change& change, std::size_t cell, int column) const;
  PendingChanges* m_changes;
  std::shared_ptr<const Registry> m_registry;
  std::vector<Group> m_groups;
  std::uint64_t m_failed = 0;
  QTimer m_rebuildSoon;
};

}  // namespace joinery::ui
