// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <memory>
#include <vector>

#include "ui/changes/change_journal.h"
#include "ui/changes/recovery.h"

class QStatusBar;

namespace joinery::ui {

class MessageBar;
class PlainLabel;
class RecoveryDialog;
class TabArea;

/// Keeps the journal of the database that is open, says in the status bar whether edits are recorded, and offers what earlier windows
/// left behind. The label's accessible name is "Journal".
class Journals : public QObject {
  Q_OBJECT
 public:
  /// @param window the parent of what is opened
  Journals(MessageBar* messages, TabArea* tabs, QStatusBar* status, QWidget* window);
  ~Journals() override;

  /// Call before the earlier database's changes go, and after its pages have gone.
  void setDatabase(Database* database, PendingChanges* changes);
  /// Looks for what was left behind of any database, while none is open.
  void lookAround();
  /// The texts of the consoles are saved by others now.
  void settleTexts();
  ChangeJournal* journal() const { return m_journal.get(); }

 Q_SIGNALS:
  /// A person wants to see what was left behind of that database.
  void openRequested(const QString& url);
  /// What was found of the database that is open was looked at, and offered if there was something.
  void looked();

 private:
  void showProgress();
  void reportFound(const FoundJournals& found);
  void take(FoundJournals found);
  void offerNext();
  void offer(RecoveredJournal journal);
  void show(const RecoveredJournal& journal);
  void takeOver(const RecoveredJournal& journal);
  void openTexts(const JournalContent& content);
  void remove(std::shared_ptr<OrphanedJournal> orphan);
  void removeTakenOver();

  MessageBar* const m_messages;
  TabArea* const m_tabs;
  QWidget* const m_window;
  PlainLabel* const m_label;
  QPointer<Database> m_database;
  QPointer<PendingChanges> m_changes;
  std::unique_ptr<ChangeJournal> m_journal;
  std::unique_ptr<Worker> m_worker;
  std::vector<std::shared_ptr<OrphanedJournal>> m_waiting;  // of this database, to be offered
  std::vector<std::pair<std::uint64_t, std::shared_ptr<OrphanedJournal>>> m_takenOver;  // to be removed once that number is recorded
  QPointer<RecoveryDialog> m_dialog;
  bool m_wasFailing = false;
  int m_round = 0;
};

}  // namespace joinery::ui
