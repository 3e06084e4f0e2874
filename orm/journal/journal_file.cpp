// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/journal/journal_folder.h"
#include "orm/journal/journal_frame.h"

namespace joinery {

JournalFile::~JournalFile() { close(); }

void JournalFile::close() {
  if (m_file >= 0) m_calls->close(std::exchange(m_file, -1));
  m_lock.reset();
}

void JournalFile::fail(const std::string& path, const std::string& what) const {
  const int why = errno;
  DbError error(ErrorKind::Operational, path + " " + what + ": " + std::strerror(why));
  error.nativeCode = why;
  error.hint = why == ENOSPC || why == EDQUOT ? "Make room on that disk; it is tried again by itself." : "It is tried again by itself, in another file.";
  throw error;
}

void JournalFile::makeFolder() {
  std::error_code error;
  std::filesystem::create_directories(m_folder, error);
  if (error || ::chmod(m_folder.c_str(), 0700) != 0) {
    if (error) errno = error.value();
    fail(m_folder, "can't be made");
  }
}

void JournalFile::writeAll(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = m_calls->write(file, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written == 0) errno = ENOSPC;
    if (written <= 0) fail(path, "can't be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (m_calls->sync(file) != 0) fail(path, "can't be brought to the disk");
}

void JournalFile::append(std::string_view bytes) {
  try {
    writeAll(m_file, bytes, m_path);
    m_size += bytes.size();
  } catch (const DbError&) {
    m_calls->close(std::exchange(m_file, -1));
    throw;
  }
}

void JournalFile::fill(int file, const JournalContent& content, std::uint64_t sequence, const std::string& path) {
  QByteArray bytes(kJournalHeader.data(), static_cast<qsizetype>(kJournalHeader.size()));
  for (const JournalRecord& record : content.records()) bytes += journalFrame(record, sequence, m_journal);
  writeAll(file, std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())), path);
  if (m_calls->syncFolder(m_folder) != 0) fail(m_folder, "can't be brought to the disk");
  m_size = static_cast<std::uint64_t>(bytes.size());
}

void JournalFile::begin(const JournalContent& content, std::uint64_t sequence) {
  makeFolder();
  if (!m_lock) m_lock = JournalLock::take(m_folder, m_journal);
  if (!m_lock) throw DbError(ErrorKind::Operational, "another window owns the journal " + m_journal);
  const std::string path = JournalFolder::filePath(m_folder, m_journal, ++m_generation);
  const int file = m_calls->create(path);
  if (file < 0) fail(path, "can't be made");
  try {
    fill(file, content, sequence, path);
  } catch (const DbError&) {
    m_calls->close(file);
    m_calls->remove(path);
    throw;
  }
  if (m_file >= 0) m_calls->close(m_file);
  if (!m_path.empty()) m_older.push_back(std::exchange(m_path, {}));
  m_file = file;
  m_path = path;
  // One that can't be removed now is tried again with the next; until then the later file counts.
  std::erase_if(m_older, [this](const std::string& older) { return m_calls->remove(older) == 0 || errno == ENOENT; });
}

void JournalFile::remove() {
  if (m_file >= 0) m_calls->close(std::exchange(m_file, -1));
  if (!m_path.empty()) m_older.push_back(std::exchange(m_path, {}));
  std::string kept;
  for (const std::string& path : m_older)
    if (m_calls->remove(path) != 0 && errno != ENOENT) kept = path;
  m_older.clear();
  if (!kept.empty()) fail(kept, "can't be removed");
  if (m_lock) m_lock->remove();
  m_lock.reset();
}

}  // namespace joinery
