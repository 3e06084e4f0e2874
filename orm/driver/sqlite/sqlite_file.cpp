// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

using Access = ConnectOptions::Access;

DbError cannotOpen(const std::string& message, int code, std::string hint) {
  DbError error(ErrorKind::CannotOpen, message);
  error.nativeCode = code;
  error.hint = std::move(hint);
  return error;
}

std::string quoted(const std::string& path) { return "\"" + path + "\""; }

std::string folderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

DbError missingFile(const std::string& path, Access access, int code) {
  struct stat folder {};
  if (stat(folderOf(path).c_str(), &folder) != 0) {
    return cannotOpen("there is no folder " + quoted(folderOf(path)), code, "Check the path.");
  }
  const std::string what = access == Access::ReadWriteCreate ? "cannot create " : "there is no file ";
  return cannotOpen(what + quoted(path), code, "Check the path. A missing file is created only where a new database is asked for.");
}

DbError unreachable(const std::string& path, int code) {
  const std::string hint = code == EACCES ? "You may not enter a folder on the way to it." : "Check the path.";
  return cannotOpen("cannot open " + quoted(path) + ": " + std::strerror(code), code, hint);
}

bool hasContent(const std::string& path) {
  struct stat file {};
  return stat(path.c_str(), &file) == 0 && file.st_size > 0;
}

}  // namespace

void SqliteFile::checkBeforeOpen(Access access) const {
  struct stat file {};
  if (stat(m_path.c_str(), &file) != 0) {
    const int code = errno;
    if (code != ENOENT) throw unreachable(m_path, code);
    struct stat folder {};
    const bool canCreate = access == Access::ReadWriteCreate && stat(folderOf(m_path).c_str(), &folder) == 0;
    if (!canCreate) throw missingFile(m_path, access, code);
    return;
  }
  if (S_ISDIR(file.st_mode)) throw cannotOpen(quoted(m_path) + " is a folder", EISDIR, "Name the database file in it.");
  if (!S_ISREG(file.st_mode)) throw cannotOpen(quoted(m_path) + " is not a regular file", 0, "A database is a regular file.");
  if (::access(m_path.c_str(), R_OK) != 0) throw cannotOpen("you may not read " + quoted(m_path), EACCES, "Ask its owner for permission.");
}

std::vector<std::string> SqliteFile::leftovers() const {
  std::vector<std::string> found;
  if (hasContent(m_path + "-journal")) {
    found.push_back("A rollback journal lies beside " + quoted(m_path) +
                    ": another program is writing, or was interrupted. What it left unfinished is rolled back when the file is opened for writing.");
  }
  if (hasContent(m_path + "-wal")) {
    found.push_back("A write-ahead log lies beside " + quoted(m_path) +
                    ": another program has the file open, or did not close it. What is in the log belongs to the database.");
  }
  return found;
}

}  // namespace joinery
