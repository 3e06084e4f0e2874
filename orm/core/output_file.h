// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace joinery {

/// A file that is written whole or not at all: to a temporary one in the same folder, which takes the place of what is there when
/// commit() has seen it on the disk. Without commit() nothing is left behind; where the file system has files without a name, not even
/// by a process that is killed. A pipe or a device is written as it is. One thread.
class OutputFile {
 public:
  /// What becomes of a file that is there under that name.
  enum class Existing { Replaced, Kept };
  /// A symbolic link is followed; folders that are missing are made; an older file's permissions are kept.
  /// @throws DbError Operational where it can't be written, and where a file is there that is to be kept
  explicit OutputFile(const std::string& path, Existing existing = Existing::Replaced);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// @throws DbError Operational (a full disk)
  void write(std::string_view bytes);
  /// By what a library that takes a name only opens it until commit(); it need not be a name that stands in the folder.
  /// @throws DbError Argument for a pipe or a device, which can't be written at will
  std::string temporaryPath() const;
  /// The one it is in.
  std::string folder() const;
  /// Brings all of it to the disk and to its name. @return its bytes; 0 of a pipe
  /// @throws DbError Operational, also where a file that is to be kept came there meanwhile; what was there is left as it was
  std::int64_t commit();

 private:
  void openTemporary();
  void openNamed();
  void giveName();
  void takePlace();
  std::string newName() const;
  void takePermissions();
  void startWriting(std::size_t bytes);
  void sync(int handle, const std::string& what) const;
  void syncFolder() const;
  void discard();
  [[noreturn]] void fail(const std::string& why) const;

  const std::string m_given;
  const Existing m_existing;
  std::string m_path;       ///< without links
  std::string m_temporary;  ///< empty where it has no name yet, and where it is written as it is
  bool m_isTemporary = false;
  int m_handle = -1;
  std::int64_t m_written = 0, m_started = 0;  ///< bytes, and those that the system was told to bring to the disk
};

}  // namespace joinery
