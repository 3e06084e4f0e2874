// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/file_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace joinery {

int FileCalls::create(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
}

ssize_t FileCalls::write(int file, std::string_view bytes) { return ::write(file, bytes.data(), bytes.size()); }

int FileCalls::sync(int file) { return ::fsync(file); }

int FileCalls::syncFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  // Some file systems can't do it for folders, and need not.
  const bool isSynced = ::fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP;
  const int why = errno;
  ::close(folder);
  errno = why;
  return isSynced ? 0 : -1;
}

int FileCalls::close(int file) { return ::close(file); }

int FileCalls::remove(const std::string& path) { return ::unlink(path.c_str()); }

}  // namespace joinery
