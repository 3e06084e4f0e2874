// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace joinery {

/// The bytes of a file, one after another, with the line that they stand in. "-" is standard input. One thread.
class InputFile {
 public:
  static constexpr int kEnd = -1;

  /// @throws DbError Argument where it can't be read
  explicit InputFile(const std::string& path);
  /// A part of a file that is in memory, which outlives this. @param line where it begins
  InputFile(std::string_view bytes, std::int64_t line);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// The next byte, 0 to 255, which stays; kEnd at the end. @throws DbError Operational where reading fails
  int peek() { return m_next < m_end || fill() ? static_cast<unsigned char>(m_bytes[m_next]) : kEnd; }
  /// The same, and it is taken.
  int take();
  /// What can be taken without reading on; empty at the end only.
  std::string_view ahead();
  /// Takes so many bytes of ahead().
  void skip(std::size_t bytes);
  /// The same of bytes that hold no end of a line.
  void skipInLine(std::size_t bytes) {
    if (bytes > 0) m_isAfterReturn = false;
    m_next += bytes;
    m_position += static_cast<std::int64_t>(bytes);
  }

  /// Takes up to so many bytes, whose lines are not counted. @return how many there were: 0 at the end only
  std::size_t read(char* to, std::size_t most);

  /// From 1: of the byte that is next. A CR that no LF follows ends a line too.
  std::int64_t line() const { return m_line; }
  /// Bytes that were taken.
  std::int64_t position() const { return m_position; }
  /// Of the whole file; 0 where that is not known.
  std::int64_t size() const { return m_size; }
  /// Whether what was taken can be taken once more: not of a pipe.
  bool canReturn() const { return m_handle >= 0 && m_size > 0; }
  /// Goes back to a place. @pre canReturn() @param position as it was there, at the beginning of a line @param line as it was there
  /// @throws DbError Operational where that fails
  void returnTo(std::int64_t position, std::int64_t line);

 private:
  bool fill();
  void count(char byte);

  const std::string m_path;
  int m_handle = -1;
  static constexpr std::size_t kBufferBytes = 64 * 1024;
  std::size_t readFile(char* to, std::size_t most);
  std::unique_ptr<char[]> m_buffer;  ///< null of what is in memory
  const char* m_bytes = nullptr;
  std::size_t m_next = 0, m_end = 0;
  std::int64_t m_line = 1, m_position = 0, m_size = 0;
  bool m_isAfterReturn = false;
};

}  // namespace joinery
