// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace joinery {

/// A file without a name for what is too large for memory: the system removes it once it is closed, also after a crash. Written at its
/// end by one thread and read at any place by others, never mapped, so that it costs no memory.
class SpoolFile {
 public:
  /// In TMPDIR, where that is set, else in /var/tmp: /tmp is memory on many systems. @throws DbError Operational
  SpoolFile();
  ~SpoolFile();
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;

  /// What must be left on the disk: rows that have no end must not fill it.
  static constexpr std::uint64_t kLeastFreeBytes = 1U << 30U;
  /// @throws DbError Operational, as where the disk has not much room left
  void append(std::string_view bytes);
  /// Bytes that were appended. Of the thread that appends.
  std::uint64_t size() const { return m_size; }
  /// Any thread. @pre all of it was appended before @throws DbError Operational
  std::string read(std::uint64_t offset, std::size_t size) const;

 private:
  [[noreturn]] void refuse(const char* what, int code) const;
  static constexpr std::uint64_t kCheckedEvery = 64U << 20U;
  void requireRoom();
  std::string m_folder;
  int m_file = -1;
  std::uint64_t m_size = 0;
  std::uint64_t m_checkedUpTo = kCheckedEvery;  ///< size until which there is room
};

}  // namespace joinery
