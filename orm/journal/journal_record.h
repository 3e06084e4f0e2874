// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/commit_mark.h"
#include "orm/changes/unit_of_work.h"

namespace joinery {

/// Which database a journal's edits are of.
struct JournalIdentity {
  std::string url;               ///< without passwords
  std::string name;              ///< for people
  std::string systemIdentifier;  ///< of a PostgreSQL cluster, once it is known

  bool operator==(const JournalIdentity&) const = default;
};

/// What a journal says, one thing after another. Any thread.
namespace journal {

/// The first of each file.
struct Opened { JournalIdentity identity; std::int64_t milliseconds = 0; /**< since 1970, for people only */ };
struct ServerKnown { std::string systemIdentifier; };
/// A change as it is now, or that it is no more: what an edit, an undo and a redo all come to.
struct Put { std::uint64_t id = 0; SharedChange state = {}; };
/// All of another journal, at once: that one is not to be recovered again, and its files go once this is on the disk.
struct TakenOver { std::string journal; std::vector<Change> changes; std::vector<std::pair<std::string, std::string>> texts; };
/// The unsaved text of a console, or that there is none any more.
struct ConsoleText { std::string id; std::optional<std::string> text; };
/// COMMIT is about to be sent for these changes.
struct CommitBegun { CommitMark mark; std::vector<Change> changes; };
struct CommitEnded { CommitResult::Outcome outcome = CommitResult::Outcome::Unknown; };
/// What stands before it in the file is all that was known when the file was begun.
struct Complete {};

}  // namespace journal

using JournalRecord = std::variant<journal::Opened, journal::ServerKnown, journal::Put, journal::TakenOver, journal::ConsoleText,
                                   journal::CommitBegun, journal::CommitEnded, journal::Complete>;

/// Values to the byte. @throws DbError InvalidRequest for a change that a statement computes
QByteArray journalRecordToBytes(const JournalRecord& record);
/// @throws DbError Data for what nothing writes
JournalRecord journalRecordFromBytes(const QByteArray& bytes);

}  // namespace joinery
