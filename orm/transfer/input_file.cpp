// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "orm/core/db_error.h"

namespace joinery {

InputFile::InputFile(const std::string& path) : m_path(path) {
  m_handle = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (m_handle < 0) throw DbError(ErrorKind::Argument, path + " can't be read: " + std::strerror(errno));
  struct stat status = {};
  if (fstat(m_handle, &status) == 0 && S_ISREG(status.st_mode)) m_size = status.st_size;
}

InputFile::~InputFile() {
  if (m_handle >= 0 && m_handle != STDIN_FILENO) close(m_handle);
}

int InputFile::take() {
  const int byte = peek();
  if (byte != kEnd) skip(1);
  return byte;
}

std::string_view InputFile::ahead() {
  if (m_next == m_end && !fill()) return {};
  return {m_buffer.data() + m_next, m_end - m_next};
}

void InputFile::skip(std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) count(m_buffer[m_next + i]);
  m_next += bytes;
  m_position += static_cast<std::int64_t>(bytes);
}

void InputFile::count(char byte) {
  const bool endsPair = m_isAfterReturn && byte == '\n';
  m_isAfterReturn = byte == '\r';
  if ((byte == '\n' && !endsPair) || byte == '\r') ++m_line;
}

bool InputFile::fill() {
  for (;;) {
    const ssize_t got = read(m_handle, m_buffer.data(), m_buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw DbError(ErrorKind::Operational, m_path + " can't be read: " + std::strerror(errno));
    m_next = 0;
    m_end = static_cast<std::size_t>(got);
    return got > 0;
  }
}

}  // namespace joinery
