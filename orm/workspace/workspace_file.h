// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "orm/workspace/workspace.h"

namespace joinery {

/// A `*.joinery` file: read under caps of size and depth, written whole or not at all. Reads and writes wait for the disk: not on the GUI
/// thread. One thread at a time.
class WorkspaceFile {
 public:
  static constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;
  static constexpr int kMaxDepth = 200;
  /// What to do with a file that another program has changed since it was read or written here.
  enum class Existing { KeepChanged, Replace };

  explicit WorkspaceFile(std::string path) : m_path(std::move(path)) {}
  const std::string& path() const { return m_path; }

  /// @throws DbError CannotOpen where it is missing, unreadable, no plain file or too large; Argument for what is wrong in it
  Workspace read();
  /// To a temporary file that takes the name when it is on the disk.
  /// @throws DbError StaleData where it was changed elsewhere; TooLarge; Operational (a full disk): what was there stays
  void write(const Workspace& workspace, Existing existing);

 private:
  std::string load() const;
  std::string m_path;
  std::optional<std::string> m_known;  ///< what it held when it was read or written last
};

}  // namespace joinery
