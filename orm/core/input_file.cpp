// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// Closes a file when it is left.
class InputHandle {
 public:
  explicit InputHandle(int handle) : m_handle(handle) {}
  ~InputHandle() {
    if (m_handle >= 0) close(m_handle);
  }
  InputHandle(const InputHandle&) = delete;
  InputHandle& operator=(const InputHandle&) = delete;
  int get() const { return m_handle; }

 private:
  int m_handle;
};

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

}  // namespace

std::string fileContents(const std::string& path, std::size_t maxBytes, const std::string& what) {
  const auto fail = [&](const std::string& why) { throw DbError(ErrorKind::CannotOpen, path + " can't be read: " + why); };
  const InputHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) fail(std::strerror(errno));
  if (!S_ISREG(status.st_mode)) fail("it is no file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > maxBytes) fail("it has " + mebibytes(size) + ", and " + what + " up to " + mebibytes(maxBytes));
  std::string bytes(static_cast<std::size_t>(size) + 1, '\0');
  std::size_t length = 0;
  while (length <= maxBytes) {
    if (length == bytes.size()) bytes.resize(2 * bytes.size());
    const ssize_t count = ::read(file.get(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(std::strerror(errno));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > maxBytes) fail("it has more than " + mebibytes(maxBytes));
  bytes.resize(length);
  return bytes;
}

}  // namespace joinery
