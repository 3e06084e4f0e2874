// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orm/journal/journal.h"
#include "orm/journal/journal_folder.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// Writes down every change of one change set, all of a step at once, and the texts of the consoles beside it, in a journal of its own. GUI thread; never
/// waits.
class ChangeJournal : public QObject, private ChangeObserver {
  Q_OBJECT
 public:
  /// @param changes outlived by this, or told to forget it
  /// @param folder where journals are; empty: the user's data folder
  ChangeJournal(PendingChanges* changes, const Url& url, const std::string& folder = {}, QObject* parent = nullptr);
  ~ChangeJournal() override;

  static std::string standardFolder();
  /// The name under which a database's journals are found again: its URL without secrets, a file's with its whole path. No I/O.
  static std::string identityOf(Url url);
  const std::string& id() const { return m_journal->id(); }
  Journal::Progress progress() const { return m_journal->progress(); }
  /// The unsaved text of a console; none: it is saved elsewhere, or dropped.
  void setConsoleText(const QString& id, const std::optional<QString>& text);
  /// All consoles' texts are saved elsewhere.
  void forgetConsoleTexts();
  /// Puts what another journal held into the change set and writes all of it down as one record, together with the word that it was
  /// taken over. @return the record's number: once that is recorded the other is to be removed
  enum class Doubt { Settled, Stays };
  std::uint64_t takeOver(const OrphanedJournal& orphan, Doubt doubt);

 Q_SIGNALS:
  void progressed();

 private:
  void changePut(std::uint64_t id, const SharedChange& state) override;
  void stepEnded() override;
  void commitEnded(CommitResult::Outcome outcome) override;
  std::shared_ptr<CommitWitness> commitWitness() override;

  PendingChanges* const m_changes;
  std::shared_ptr<Journal> m_journal;
  std::set<QString> m_texts;
  std::vector<JournalRecord> m_step;  ///< of the step that goes on
};

}  // namespace joinery::ui
