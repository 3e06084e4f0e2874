// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/journal/file_calls.h"
#include "orm/journal/journal_frame.h"
#include "orm/journal/journal_lock.h"

namespace joinery {

/// A journal that nobody alive owns, held so that no other window takes it. Destroying it lets go of it and leaves it where it is.
class OrphanedJournal {
 public:
  OrphanedJournal(std::string id, std::vector<std::string> files, JournalLock lock, JournalReading reading)
      : m_id(std::move(id)), m_files(std::move(files)), m_lock(std::move(lock)), m_reading(std::move(reading)) {}

  const std::string& id() const { return m_id; }
  const JournalReading& reading() const { return m_reading; }
  const JournalContent& content() const { return m_reading.content; }
  /// What came of the commit that it ends in is known now: what was written is no longer of its changes. Its files stay as they are.
  void settle(CommitResult::Outcome outcome) { m_reading.content.apply(journal::CommitEnded{outcome}); }
  /// It was recovered elsewhere, or is dropped for good. Not on the GUI thread. @throws DbError Operational
  void remove(FileCalls& calls);

 private:
  std::string m_id;
  std::vector<std::string> m_files;
  JournalLock m_lock;
  JournalReading m_reading;
};

/// Where the journals of all windows are.
class JournalFolder {
 public:
  explicit JournalFolder(std::string path) : m_path(std::move(path)) {}

  const std::string& path() const { return m_path; }
  static std::string newId();
  /// The file of one journal's n-th beginning; the last that is complete counts.
  static std::string filePath(const std::string& folder, const std::string& journal, int generation);

  /// The files that a journal has now. Not on the GUI thread. @throws DbError Operational
  static std::vector<std::string> filesOf(const std::string& folder, const std::string& journal);

  struct Found {
    std::vector<std::unique_ptr<OrphanedJournal>> orphans;  ///< the oldest first
    std::vector<std::string> damaged;                       ///< files in which nothing can be read; they are kept under this name
  };
  /// Journals without a living owner that hold something. Those that were taken over by another and those that hold nothing are
  /// removed. Reads files; not on the GUI thread. @throws DbError Operational
  Found claimOrphans(FileCalls& calls) const;

 private:
  std::string m_path;
};

}  // namespace joinery
