// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "orm/core/db_error.h"

namespace joinery {

InputFile::InputFile(const std::string& path) : m_path(path), m_buffer(std::make_unique_for_overwrite<char[]>(kBufferBytes)), m_bytes(m_buffer.get()) {
  m_handle = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (m_handle < 0) throw DbError(ErrorKind::Argument, path + " can't be read: " + std::strerror(errno));
  struct stat status = {};
  if (fstat(m_handle, &status) == 0 && S_ISREG(status.st_mode)) m_size = status.st_size;
}

InputFile::InputFile(std::string_view bytes, std::int64_t line) : m_bytes(bytes.data()), m_end(bytes.size()), m_line(line), m_size(static_cast<std::int64_t>(bytes.size())) {}

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
  return {m_bytes + m_next, m_end - m_next};
}

void InputFile::skip(std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) count(m_bytes[m_next + i]);
  m_next += bytes;
  m_position += static_cast<std::int64_t>(bytes);
}

void InputFile::count(char byte) {
  const bool endsPair = m_isAfterReturn && byte == '\n';
  m_isAfterReturn = byte == '\r';
  if ((byte == '\n' && !endsPair) || byte == '\r') ++m_line;
}

std::size_t InputFile::read(char* to, std::size_t most) {
  const std::size_t ready = std::min(most, m_end - m_next);
  if (ready > 0) std::memcpy(to, m_bytes + m_next, ready);
  m_next += ready;
  const std::size_t got = ready > 0 || most == 0 ? ready : readFile(to, most);
  m_position += static_cast<std::int64_t>(got);
  return got;
}

void InputFile::returnTo(std::int64_t position, std::int64_t line) {
  const auto taken = m_position + static_cast<std::int64_t>(m_end - m_next);
  // By how far it is: standard input may have begun anywhere.
  if (lseek(m_handle, static_cast<off_t>(position - taken), SEEK_CUR) < 0) throw DbError(ErrorKind::Operational, m_path + " can't be read once more: " + std::strerror(errno));
  m_next = m_end = 0;
  m_position = position;
  m_line = line;
  m_isAfterReturn = false;
}

bool InputFile::fill() {
  m_next = 0;
  m_end = readFile(m_buffer.get(), kBufferBytes);
  return m_end > 0;
}

std::size_t InputFile::readFile(char* to, std::size_t most) {
  while (m_buffer) {
    const ssize_t got = ::read(m_handle, to, most);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw DbError(ErrorKind::Operational, m_path + " can't be read: " + std::strerror(errno));
  }
  return 0;
}

}  // namespace joinery
