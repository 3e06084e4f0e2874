// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// Whether the name still leads to the file that was locked: another may have removed it in between.
bool isSameFile(int file, const std::string& path) {
  struct stat opened = {}, named = {};
  return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// For people who look into the folder; nothing relies on it.
void writeOwner(int file) {
  const std::string owner = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, owner.data(), owner.size(), 0) < 0) return;
}

}  // namespace

std::optional<JournalLock> JournalLock::take(const std::string& folder, const std::string& journal) {
  const std::string path = folder + "/" + journal + ".lock";
  while (true) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) throw DbError(ErrorKind::Operational, path + " can't be made: " + std::strerror(errno));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      const int why = errno;
      ::close(file);
      if (why == EWOULDBLOCK) return {};
      if (why == EINTR) continue;
      throw DbError(ErrorKind::Operational, path + " can't be locked: " + std::strerror(why));
    }
    if (isSameFile(file, path)) {
      writeOwner(file);
      return JournalLock(path, file);
    }
    ::close(file);
  }
}

JournalLock::JournalLock(JournalLock&& other) noexcept : m_path(std::move(other.m_path)), m_file(std::exchange(other.m_file, -1)) {}

JournalLock& JournalLock::operator=(JournalLock&& other) noexcept {
  std::swap(m_path, other.m_path);
  std::swap(m_file, other.m_file);
  return *this;
}

JournalLock::~JournalLock() {
  if (m_file >= 0) ::close(m_file);
}

void JournalLock::remove() {
  if (m_file < 0) return;
  ::unlink(m_path.c_str());
  ::close(std::exchange(m_file, -1));
}

}  // namespace joinery
