// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery::test {

/// Mounts that only this process and its children see, and that go with them.
class OwnMounts {
 public:
  /// Goes on as the same program with the same arguments, where mounting is permitted: it does not return then. @return true where that has
  /// been done; false where the system does not permit it
  static bool enter();
  /// Mounts a file system in memory on that folder. @param bytes of it
  static void mountMemory(const std::string& folder, long long bytes);
  /// What is mounted there may be read only from now on.
  static void makeReadOnly(const std::string& folder);
  static void unmount(const std::string& folder);
  /// Fills the disk of the folder up. @param pages of 4 KiB that stay free
  static void fill(const std::string& folder, int pages);
  /// Takes away what fill() put there.
  static void empty(const std::string& folder);
};

}  // namespace joinery::test
