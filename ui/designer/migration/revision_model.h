// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "ui/designer/migration/revision_history.h"

namespace joinery::ui {

/// The revisions in their order, with what the database has of them: the beginning before the first in the first line, and what is designed
/// but no revision yet in the last. GUI thread.
class RevisionModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { State, Id, Message, Parent, ColumnCount };
  explicit RevisionModel(RevisionHistory* history, QObject* parent = nullptr);

  /// How many steps of the design are no revision yet.
  void setUnsaved(std::size_t operations);
  void follow();
  bool isBase(int row) const { return row == 0; }
  bool isUnsaved(int row) const { return row == rowCount() - 1 && m_unsaved > 0; }
  /// Null for the base and for what is not saved.
  const migration::Revision* revision(int row) const;
  /// Of that id; empty: the base. -1 where it is not there.
  int rowOf(const QString& id) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  QString stateText(int row) const;
  QString stateIcon(int row) const;
  QString text(int row, int column) const;
  bool isHere(int row) const;
  RevisionHistory* m_history;
  std::shared_ptr<const migration::RevisionChain> m_chain;
  QSet<QString> m_applied;
  std::size_t m_unsaved = 0;
};

}  // namespace joinery::ui
