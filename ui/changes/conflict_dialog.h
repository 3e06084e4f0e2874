// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemDelegate>
#include <QDialog>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "orm/changes/conflict_resolution.h"
#include "orm/model/registry.h"

class QPushButton;
class QStandardItem;
class QStandardItemModel;
class QTreeView;

namespace joinery::ui {

class PlainLabel;

/// Rows that somebody else has changed: each cell as it was read, as it is pending and as the database has it now, and what is to become
/// of it. Decides nothing by itself and writes nothing. Accessible names: "Conflicts", "Take mine", "Take theirs", "Edit", "All mine",
/// "All theirs", "Apply", "Cancel". GUI thread.
class ConflictDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param changes those of the conflicts, as they are pending
  ConflictDialog(std::vector<Conflict> conflicts, const ChangeSet& changes, std::shared_ptr<const Registry> registry, QWidget* parent = nullptr);

  const std::vector<Conflict>& conflicts() const { return m_conflicts; }
  /// By the change; of all conflicts once everything is decided.
  std::map<std::uint64_t, ConflictResolution> resolutions() const;

 Q_SIGNALS:
  /// Everything is decided.
  void resolved();

 private:
  using Take = ConflictResolution::Take;
  /// A line that a person decides: a cell, or a row as a whole.
  struct Line {
    std::size_t conflict = 0;
    std::optional<std::size_t> cell;
    QStandardItem* result = nullptr;
    std::optional<Take> take;
    Value edited;
    QString refusal;  ///< why it can't be mine; empty: it can
  };
  void fill(const ChangeSet& changes);
  void addRow(QStandardItem* table, std::size_t conflict, const Change* change);
  void addCell(QStandardItem* row, std::size_t conflict, std::size_t cell, bool isDecided);
  QString refusalOfMine(std::size_t conflict) const;
  void decide(Line& line, Take take);
  bool isByCell(std::size_t conflict) const;
  const Change* changeOf(std::size_t conflict) const;
  QString resultText(const Line& line) const;
  const Attribute* attributeOf(const Line& line) const;
  std::vector<Line*> linesAt(const QModelIndex& index);
  void take(Take take);
  void takeAll(Take take);
  void edit();
  void leaveEditor(QAbstractItemDelegate::EndEditHint hint);
  void takeText(QStandardItem* item);
  void showResult(Line& line);
  void showState();
  void sayState(const QString& text);

  const std::vector<Conflict> m_conflicts;
  std::map<std::uint64_t, Change> m_changes;
  const std::shared_ptr<const Registry> m_registry;
  std::vector<std::unique_ptr<Line>> m_lines;
  QStandardItemModel* m_model;
  QTreeView* m_tree;
  PlainLabel* m_state;
  QPushButton *m_mine, *m_theirs, *m_edit, *m_apply;
  bool m_isShowing = false;
};

}  // namespace joinery::ui
