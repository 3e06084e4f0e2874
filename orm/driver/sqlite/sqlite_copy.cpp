// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/db_error.h"
#include "orm/driver/sqlite/sqlite_connection.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_profile.h"

namespace joinery {
namespace {

constexpr int kPagesOfPart = 1'024;

SqliteHandle openCopy(const std::string& path) {
  sqlite3* database = nullptr;
  constexpr int kFlags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2((path.starts_with('/') ? path : "./" + path).c_str(), &database, kFlags, nullptr);
  SqliteHandle handle(database);
  checkSqlite(handle.get(), code);
  applySqliteProfile(handle.get());
  return handle;
}

/// Ends with the scope, done or not.
struct BackupEnd {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

}  // namespace

/// Source: sqlite.org/c3ref/backup_finish.html
void SqliteConnection::copyTo(const std::string& path, const Copied& copied) {
  const SqliteHandle target = openCopy(path);
  std::unique_ptr<sqlite3_backup, BackupEnd> backup(sqlite3_backup_init(target.get(), "main", handle(), "main"));
  if (!backup) throw sqliteError(target.get(), sqlite3_extended_errcode(target.get()), {});
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup.get(), kPagesOfPart);
    const int all = sqlite3_backup_pagecount(backup.get());
    if (copied) copied(all - sqlite3_backup_remaining(backup.get()), all);
  }
  const int ended = sqlite3_backup_finish(backup.release());
  if (code != SQLITE_DONE) throw sqliteError(nullptr, code, {});
  checkSqlite(target.get(), ended);
}

}  // namespace joinery
