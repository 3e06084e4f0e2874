// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/driver/driver.h"

namespace joinery {

/// Looks at a database file from outside, by its metadata alone: opening and closing it would drop SQLite's own locks
/// in this process. Source: sqlite.org/howtocorrupt.html section 2.2
class SqliteFile {
 public:
  explicit SqliteFile(std::string path) : m_path(std::move(path)) {}

  /// @throws DbError CannotOpen where there is no file to open for that access, with a hint
  void checkBeforeOpen(ConnectOptions::Access access) const;
  /// What lies beside the file and will be applied to it, for people.
  std::vector<std::string> leftovers() const;

 private:
  std::string m_path;
};

}  // namespace joinery
