// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/journal/file_calls.h"
#include "orm/journal/journal_content.h"
#include "orm/journal/journal_lock.h"

namespace joinery {

/// The file behind a journal, and the next where it failed. After a failed write or sync a file is not written to again: what is on
/// the disk of it is not known. One thread.
class JournalFile {
 public:
  JournalFile(std::string folder, std::string journal, std::shared_ptr<FileCalls> calls)
      : m_folder(std::move(folder)), m_journal(std::move(journal)), m_calls(std::move(calls)) {}
  ~JournalFile();
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  bool isOpen() const { return m_file >= 0; }
  std::uint64_t size() const { return m_size; }
  /// Appends and brings it to the disk. @throws DbError Operational; the file is closed then
  void append(std::string_view bytes);
  /// Begins another file with all of the content, then removes the older ones.
  /// @throws DbError Operational; the older ones are still there, and so is the open one
  void begin(const JournalContent& content, std::uint64_t sequence);
  /// Lets go of the file and of the journal's lock.
  void close();
  /// Removes every file of the journal. @throws DbError Operational
  void remove();

 private:
  void makeFolder();
  void writeAll(int file, std::string_view bytes, const std::string& path);
  void fill(int file, const JournalContent& content, std::uint64_t sequence, const std::string& path);
  [[noreturn]] void fail(const std::string& path, const std::string& what) const;

  const std::string m_folder;
  const std::string m_journal;
  const std::shared_ptr<FileCalls> m_calls;
  std::optional<JournalLock> m_lock;
  int m_generation = 0;
  int m_file = -1;
  std::string m_path;
  std::vector<std::string> m_older;
  std::uint64_t m_size = 0;
};

}  // namespace joinery
