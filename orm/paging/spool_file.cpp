// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/spool_file.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

std::string spoolFolder() {
  const char* asked = std::getenv("TMPDIR");
  if (asked && *asked) return asked;
  return ::access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp";
}

/// Not every file system knows files that never had a name.
int openNamelessFile(const std::string& folder) {
  constexpr int kOwnerOnly = 0600;
#ifdef O_TMPFILE
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kOwnerOnly);
  if (file >= 0) return file;
#endif
  std::string name = folder + "/joinery_spool_XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

SpoolFile::SpoolFile() : m_folder(spoolFolder()), m_file(openNamelessFile(m_folder)) {
  if (m_file < 0) refuse("made", errno);
}

SpoolFile::~SpoolFile() { ::close(m_file); }

void SpoolFile::refuse(const char* what, int code) const {
  DbError error(ErrorKind::Operational, "a temporary file in " + m_folder + " can't be " + what + ": " + std::generic_category().message(code));
  error.nativeCode = code;
  error.hint = "Make room there, or set TMPDIR to a folder with more room.";
  throw error;
}

/// A look at the disk now and then; what is small needs none.
void SpoolFile::requireRoom() {
  if (m_size < m_checkedUpTo) return;
  m_checkedUpTo = m_size + kCheckedEvery;
  struct statvfs disk {};
  if (::fstatvfs(m_file, &disk) != 0 || disk.f_bavail * disk.f_frsize >= kLeastFreeBytes) return;
  DbError error(ErrorKind::Operational, "there are more rows than " + m_folder + " has room for");
  error.hint = "What was read until now is kept. Ask for fewer rows, make room there, or set TMPDIR to a folder with more room.";
  throw error;
}

void SpoolFile::append(std::string_view bytes) {
  requireRoom();
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(m_size));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refuse("written", written < 0 ? errno : ENOSPC);
    m_size += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string SpoolFile::read(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(m_file, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) refuse("read", got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace joinery
