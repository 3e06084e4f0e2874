// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_lock_holders.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace joinery {
namespace {

/// A line of /proc/locks: "1: POSIX  ADVISORY  WRITE 4711 fd:00:131 1073741825 1073741825". Numbers of a device are hexadecimal.
struct Lock {
  bool isWrite = false;
  int process = 0;
  std::string file;
};

std::vector<Lock> locksOfTheSystem() {
  std::vector<Lock> locks;
  std::ifstream file("/proc/locks");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string number, family, advisory, kind, place;
    int process = 0;
    // A request that waits has "->" in second place; those of open files, not of processes, have no process.
    if (words >> number >> family >> advisory >> kind >> process >> place && family == "POSIX" && process > 0) locks.push_back({kind == "WRITE", process, place});
  }
  return locks;
}

/// As /proc/locks names a file; empty where there is none.
std::string placeOf(const std::string& path) {
  struct stat file {};
  if (path.empty() || stat(path.c_str(), &file) != 0) return {};
  char text[64];
  std::snprintf(text, sizeof text, "%02x:%02x:%llu", static_cast<unsigned>(major(file.st_dev)), static_cast<unsigned>(minor(file.st_dev)), static_cast<unsigned long long>(file.st_ino));
  return text;
}

std::string nameOf(int process) {
  std::string name;
  std::ifstream file("/proc/" + std::to_string(process) + "/comm");
  std::getline(file, name);
  return "process " + std::to_string(process) + (name.empty() ? "" : " (" + name + ")");
}

/// The files that are locked for one database: with a write-ahead log it is the index of that, and all who have it open hold a shared lock
/// on the file itself, which is in nobody's way.
struct LockedFiles {
  std::string main, index;
  explicit LockedFiles(const std::string& path) : main(placeOf(path)), index(placeOf(path + "-shm")) {}
  bool isInTheWay(const Lock& lock) const {
    if (!lock.isWrite) return index.empty() && lock.file == main && !main.empty();
    return (!main.empty() && lock.file == main) || (!index.empty() && lock.file == index);
  }
};

std::string joined(const std::set<int>& processes) {
  std::string text;
  for (const int process : processes) text += (text.empty() ? "" : ", ") + nameOf(process);
  return text;
}

}  // namespace

std::string sqliteLockHolders(sqlite3* database) {
  std::set<int> writers, readers;
  bool isOwn = false;
  const std::vector<Lock> locks = locksOfTheSystem();
  for (int i = 0; const char* name = sqlite3_db_name(database, i); ++i) {
    const char* path = sqlite3_db_filename(database, name);
    const LockedFiles files(path ? path : "");
    for (const Lock& lock : locks) {
      if (!files.isInTheWay(lock)) continue;
      if (lock.process != ::getpid()) (lock.isWrite ? writers : readers).insert(lock.process);
      else isOwn = isOwn || lock.isWrite;
    }
  }
  // This program's own write lock is there as well where it waits for those who read.
  if (!writers.empty()) return joined(writers);
  if (!readers.empty()) return joined(readers);
  return isOwn ? "another connection of this program" : std::string();
}

}  // namespace joinery
