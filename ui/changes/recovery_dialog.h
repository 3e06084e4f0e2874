// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/changes/recovery.h"

class QStandardItem;
class QStandardItemModel;

namespace joinery::ui {

/// Shows what a journal holds beside the database as it is now, and asks what is to become of it; nothing is applied by itself. Closing
/// it keeps the journal for later. Accessible names "Recovered changes", "Take over", "Keep for later", "Discard".
class RecoveryDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param refusal why the pending changes can't take it now; empty where they can
  RecoveryDialog(RecoveredJournal journal, std::shared_ptr<const Registry> registry, const QString& refusal, QWidget* parent = nullptr);

  const RecoveredJournal& journal() const { return m_journal; }

 Q_SIGNALS:
  void takeOverRequested();
  /// A person has said so twice.
  void discardRequested();

 private:
  QString summary() const;
  QString warnings() const;
  void fill(QStandardItemModel& model) const;
  void addChange(QStandardItem* table, const RecoveredChange& recovered) const;
  void askToDiscard();

  const RecoveredJournal m_journal;
  const std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::ui
