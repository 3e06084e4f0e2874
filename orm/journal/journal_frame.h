// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <string>
#include <string_view>

#include "orm/journal/journal_content.h"

namespace joinery {

/// What every journal begins with.
inline constexpr std::string_view kJournalHeader = "JOINERY JOURNAL 1\n";

/// A record as it stands in the file: a mark to find it by, its length, its checksum, its number.
/// @param journal the journal's id, part of the checksum: a record of another file is none of this one
QByteArray journalFrame(const JournalRecord& record, std::uint64_t sequence, const std::string& journal);

/// What could be read of a journal's bytes.
struct JournalReading {
  JournalContent content;
  std::uint64_t lastSequence = 0;
  std::uint64_t records = 0;
  /// Bytes at the end that are no whole record: what was being written when the program ended.
  std::uint64_t tornBytes = 0;
  /// Records before the last that are damaged or missing, or of a kind that this version does not know.
  std::uint64_t missingRecords = 0;
  /// Whether all was there that was known when the file was begun.
  bool isComplete = false;
};

/// Reads every record that is whole, whatever is damaged between them. Pure; never throws.
JournalReading readJournal(std::string_view bytes, const std::string& journal);

}  // namespace joinery
