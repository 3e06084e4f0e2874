// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/journal/file_calls.h"
#include "orm/journal/journal_record.h"

namespace joinery {

/// The journal of one window's edits of one database: a file of its own that only grows. A thread of its own writes and syncs it; what
/// cannot be written is begun anew in another file, again and again, and said meanwhile. The file comes with the first record.
class Journal {
 public:
  struct Options {
    std::string folder;
    std::shared_ptr<FileCalls> calls = std::make_shared<FileCalls>();
    /// Called on the journal's thread whenever progress() is another. Not any more once stopTelling() has returned.
    std::function<void()> progressed = {};
    std::chrono::milliseconds tryAgainAfter{2'000};
    /// Above so many bytes a file that is mostly history is written anew without it.
    std::uint64_t longestHistory = 4u << 20;
  };
  Journal(JournalIdentity identity, Options options);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  /// Returns at once. What was appended is written still; files that hold nothing anybody would miss are removed, others wait to be
  /// recovered.
  ~Journal();

  void stopTelling();
  const std::string& id() const;
  /// Any thread; returns at once. @return the record's number @pre no value that a statement computes
  std::uint64_t append(JournalRecord record);
  /// Several at once, which are written and synced together. @return the last one's number
  std::uint64_t append(std::vector<JournalRecord> records);

  struct Progress {
    std::uint64_t appended = 0;
    std::uint64_t recorded = 0;     ///< up to this number everything is on the disk
    std::optional<DbError> error;   ///< why nothing is recorded now
    bool isRecorded() const { return appended == recorded; }
  };
  /// Any thread.
  Progress progress() const;
  /// Waits until that record is on the disk. Not on the GUI thread. @return false where it could not be written, or not in that time
  bool waitFor(std::uint64_t sequence, std::chrono::milliseconds most) const;
  /// Waits for the threads of destroyed journals: for the end of main(). @return false when some has not come back in time
  static bool waitForDestroyed(std::chrono::milliseconds most);

 private:
  class Writer;
  std::shared_ptr<Writer> d;
};

}  // namespace joinery
