// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace joinery {

/// A file that is written whole or not at all: to a temporary one in the same folder, which takes the place of what is there when
/// commit() has seen it on the disk. Without commit() nothing is left behind. A pipe or a device is written as it is. One thread.
class OutputFile {
 public:
  /// A symbolic link is followed; folders that are missing are made; an older file's permissions are kept.
  /// @throws DbError Operational where it can't be written
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// @throws DbError Operational (a full disk)
  void write(std::string_view bytes);
  /// Brings all of it to the disk and to its name. @throws DbError Operational; what was there is left as it was
  void commit();

 private:
  void openTemporary();
  void takePermissions();
  void sync(int handle, const std::string& what) const;
  void syncFolder() const;
  void discard();
  [[noreturn]] void fail(const std::string& why) const;

  const std::string m_given;
  std::string m_path;       ///< without links
  std::string m_temporary;  ///< empty where it is written as it is
  int m_handle = -1;
};

}  // namespace joinery
