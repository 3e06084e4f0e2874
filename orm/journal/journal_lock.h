// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace joinery {

/// The ownership of one journal: a locked file beside it, which the system lets go of when the process ends, however it ends. Two
/// windows of one process exclude each other too. Move only; the destructor lets go and leaves the file.
class JournalLock {
 public:
  /// @return nothing where somebody alive holds it @throws DbError Operational where the file can't be made
  static std::optional<JournalLock> take(const std::string& folder, const std::string& journal);
  JournalLock(JournalLock&& other) noexcept;
  JournalLock& operator=(JournalLock&& other) noexcept;
  ~JournalLock();

  /// Removes the file too: there is nothing more to own.
  void remove();

 private:
  JournalLock(std::string path, int file) : m_path(std::move(path)), m_file(file) {}
  std::string m_path;
  int m_file = -1;
};

}  // namespace joinery
