// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QTimer>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes as a tree: tables, their changed rows, their changed cells with before and after.
class PendingChangesModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum DataRole { ChangeRole = Qt::UserRole, AttributeRole, FailedRole };
  enum Column { What, Before, After, Note, kColumns };

  PendingChangesModel(PendingChanges* changes, std::shared_ptr<const Registry> registry, QObject* parent = nullptr);
  /// Whether lines can be checked: those that are not are left out of the commit.
  void setChoosing(bool choosing);
  bool isChoosing() const { return m_choosing; }
  /// The line of a cell of a change, or, without an attribute, of its row.
  QModelIndex indexOf(std::uint64_t change, const std::string& attribute) const;
  /// Null for a table's line.
  const Change* change(const QModelIndex& index) const;
  /// The model of a table's line, else empty.
  std::string table(const QModelIndex& index) const;
  /// The attribute of a cell's line, else empty.
  std::string attribute(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row { std::uint64_t change = 0; int cells = 0; };
  struct Group { std::string model; std::vector<Row> rows; };
  const Row& rowAt(quintptr tag, int row) const;
  void follow();
  void rebuild();
  QVariant tableText(const Group& group, int column) const;
  QVariant changeText(const Change& change, int column) const;
  QVariant styleOfDefault(const Change& change, const std::string& name, int role) const;
  QVariant cellText(const Change& change, std::size_t cell, int column) const;
  QString noteOf(const Change& change, const std::string& attribute) const;
  QVariant checkState(const QModelIndex& index) const;
  QVariant tint(const Change& change, const std::string& attribute) const;
  void followIssues();
  void followPlan();
  void linesChanged();
  PendingChanges* m_changes;
  std::shared_ptr<const Registry> m_registry;
  std::vector<Group> m_groups;
  std::unordered_set<std::uint64_t> m_failed;                  ///< changes with an issue
  std::unordered_map<std::uint64_t, std::string> m_taken;      ///< those that go along, and why
  bool m_choosing = false;
  QTimer m_rebuildSoon;
};

}  // namespace joinery::ui
