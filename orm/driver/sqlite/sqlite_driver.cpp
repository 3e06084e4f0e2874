// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_driver.h"

#include <utility>

#include "orm/core/db_error.h"
#include "orm/driver/sqlite/sqlite_connection.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_file.h"
#include "orm/driver/sqlite/sqlite_profile.h"

namespace joinery {
namespace {

using Access = ConnectOptions::Access;

int openFlags(Access access) {
  constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Access::ReadOnly: return kAlways | SQLITE_OPEN_READONLY;
    case Access::ReadWrite: return kAlways | SQLITE_OPEN_READWRITE;
    case Access::ReadWriteCreate: break;
  }
  return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

/// The library may be built to read "file:" as a URI; a path of the file system stays one.
std::string literalPath(const std::string& path) { return path.starts_with('/') ? path : "./" + path; }

SqliteHandle open(const std::string& name, int flags) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &database, flags, nullptr);
  SqliteHandle handle(database);
  checkSqlite(handle.get(), code);
  return handle;
}

/// Whatever fails before the first statement means that the file cannot be opened; what to do stays the engine's hint.
DbError asCannotOpen(const DbError& cause, const std::string& path) {
  const bool keepsKind = cause.kind() == ErrorKind::Busy || cause.kind() == ErrorKind::ReadOnly || cause.kind() == ErrorKind::CannotOpen;
  DbError error(keepsKind ? cause.kind() : ErrorKind::CannotOpen, "cannot open \"" + path + "\": " + cause.what());
  error.nativeCode = cause.nativeCode;
  error.hint = cause.hint;
  return error;
}

void refuseWriteProtected(sqlite3* database, const std::string& path) {
  if (sqlite3_db_readonly(database, "main") != 1) return;
  DbError error(ErrorKind::ReadOnly, "\"" + path + "\" is write-protected");
  error.nativeCode = SQLITE_READONLY;
  error.hint = "It can be opened for reading. To change it, see to the permission to write to the file.";
  throw error;
}

/// It takes writes whatever is asked for: a memory database that refuses them would stay empty.
std::unique_ptr<Connection> connectMemory(const ConnectOptions& options) {
  SqliteHandle database = open(":memory:", openFlags(Access::ReadWriteCreate));
  return std::make_unique<SqliteConnection>(std::move(database), options, std::vector<std::string>());
}

std::unique_ptr<Connection> connectFile(const std::string& path, const ConnectOptions& options) {
  const SqliteFile file(path);
  file.checkBeforeOpen(options.access);
  std::vector<std::string> warnings = file.leftovers();
  try {
    SqliteHandle database = open(literalPath(path), openFlags(options.access));
    auto connection = std::make_unique<SqliteConnection>(std::move(database), options, std::move(warnings));
    if (options.access != Access::ReadOnly) refuseWriteProtected(connection->handle(), path);
    return connection;
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::ReadOnly && error.nativeCode == SQLITE_READONLY) throw;
    throw asCannotOpen(error, path);
  }
}

}  // namespace

std::unique_ptr<Connection> SqliteDriver::connect(const Url& url, const ConnectOptions& options) const {
  if (url.isMemory()) return connectMemory(options);
  ConnectOptions effective = options;
  if (url.option("mode") == "ro") effective.access = Access::ReadOnly;
  return connectFile(url.database, effective);
}

}  // namespace joinery
