// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace joinery {

/// The calls by which a journal reaches the disk; each answers as the system's own does: below 0 with errno. A test puts one in
/// between that fails. Any thread.
class FileCalls {
 public:
  virtual ~FileCalls() = default;
  /// A file that was not there before, for its owner only, to be appended to.
  virtual int create(const std::string& path);
  virtual ssize_t write(int file, std::string_view bytes);
  virtual int sync(int file);
  /// New and removed names are on the disk when their folder is.
  virtual int syncFolder(const std::string& path);
  virtual int close(int file);
  virtual int remove(const std::string& path);
};

}  // namespace joinery
