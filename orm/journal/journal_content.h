// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orm/journal/journal_record.h"

namespace joinery {

/// What a journal's records come to, one after another: the change set as it stood, the texts, and a commit whose end is not known.
/// Plain data.
struct JournalContent {
  JournalIdentity identity;
  std::int64_t milliseconds = 0;  ///< since 1970, when it was begun
  ChangeSet changes;
  std::map<std::string, std::string> texts;
  struct Commit { CommitMark mark; std::vector<Change> changes; };
  /// COMMIT may have been sent, and what came of it is not known.
  std::optional<Commit> commit;
  std::set<std::string> takenOver;  ///< journals that were recovered into this one

  void apply(const JournalRecord& record);
  /// Nothing that anybody would miss.
  bool isEmpty() const { return changes.isEmpty() && texts.empty() && !commit; }
  /// Records that come to this, Complete last.
  std::vector<JournalRecord> records() const;
};

}  // namespace joinery
