// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_error.h"

#include <algorithm>

#include "orm/driver/sqlite/sqlite_lock_holders.h"

namespace joinery {
namespace {

constexpr int primaryCode(int extendedCode) { return extendedCode & 0xff; }

/// SQLITE_ERROR is the engine's word for nearly everything; values that a function could not take are told by the text.
ErrorKind kindOfGenericError(std::string_view message) {
  const bool aboutValue = message.starts_with("integer overflow") || message.starts_with("malformed JSON") ||
                          message.starts_with("bad JSON path");
  return aboutValue ? ErrorKind::Data : ErrorKind::Programming;
}

/// Characters from 1, from SQLite's bytes from 0.
int characterPosition(std::string_view sql, std::size_t byteOffset) {
  const std::string_view before = sql.substr(0, byteOffset);
  const auto isStart = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
  return 1 + static_cast<int>(std::ranges::count_if(before, isStart));
}

/// Whose lock it is, where it is somebody's.
std::string busyDetail(sqlite3* database, int extendedCode) {
  if (database == nullptr || primaryCode(extendedCode) != SQLITE_BUSY || extendedCode == SQLITE_BUSY_SNAPSHOT) return {};
  const std::string holders = sqliteLockHolders(database);
  return holders.empty() ? holders : "The lock is held by " + holders + ".";
}

}  // namespace

ErrorKind sqliteErrorKind(int extendedCode, std::string_view message) {
  if (extendedCode == SQLITE_CONSTRAINT_DATATYPE) return ErrorKind::Data;
  if (extendedCode == SQLITE_READONLY_DBMOVED) return ErrorKind::ConnectionLost;
  switch (primaryCode(extendedCode)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorKind::Busy;
    case SQLITE_INTERRUPT: return ErrorKind::Cancelled;
    case SQLITE_READONLY: return ErrorKind::ReadOnly;
    case SQLITE_CONSTRAINT: return ErrorKind::Integrity;
    case SQLITE_MISMATCH: return ErrorKind::Data;
    case SQLITE_TOOBIG: return ErrorKind::TooLarge;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB: return ErrorKind::CannotOpen;
    case SQLITE_RANGE:
    case SQLITE_MISUSE: return ErrorKind::Programming;
    case SQLITE_AUTH:
    case SQLITE_NOLFS: return ErrorKind::NotSupported;
    case SQLITE_ERROR: return kindOfGenericError(message);
    default: return ErrorKind::Operational;
  }
}

std::string sqliteErrorHint(int extendedCode) {
  switch (extendedCode) {
    case SQLITE_READONLY_DBMOVED: return "The file was moved, deleted or replaced while it was open. Open it again.";
    case SQLITE_READONLY_ROLLBACK:
    case SQLITE_READONLY_RECOVERY:
      return "A write that was interrupted has to be rolled back first, which only a connection that may write can do.";
    case SQLITE_READONLY_CANTINIT:
    case SQLITE_READONLY_DIRECTORY: return "The folder of the file must be writable, for the journal beside it.";
    case SQLITE_BUSY_SNAPSHOT: return "Someone else has written since this transaction began to read. Roll it back and try again.";
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC: return "The disk or the network share under the file reported an error.";
    default: break;
  }
  switch (primaryCode(extendedCode)) {
    case SQLITE_BUSY: return "Another connection or program is writing to the file. Try again when it has finished.";
    case SQLITE_LOCKED: return "Another statement of this program is using the table. Try again when it has finished.";
    case SQLITE_READONLY: return "The connection was opened for reading, or the file is write-protected.";
    case SQLITE_CORRUPT: return "The file is damaged. Work on a copy: PRAGMA integrity_check lists the damage, .recover saves what can be read.";
    case SQLITE_NOTADB: return "The file is of another format, or encrypted.";
    case SQLITE_FULL: return "The disk is full. Nothing of the statement was kept.";
    case SQLITE_CANTOPEN: return "Check that the file and its folder may be read; where the file has a write-ahead log, its folder must be writable as well.";
    case SQLITE_AUTH: return "Functions that load code, and virtual tables other than full-text, R-Tree and JSON inside views and triggers, are refused.";
    case SQLITE_TOOBIG: return "A value or the statement is over the size that is allowed.";
    default: return {};
  }
}

DbError sqliteError(sqlite3* database, int code, std::string_view sql) {
  // Some calls return a code that is more exact than what the connection keeps, and the reverse.
  const int kept = database ? sqlite3_extended_errcode(database) : code;
  const bool same = primaryCode(kept) == primaryCode(code);
  const std::string message = same && database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  int extended = same && primaryCode(code) == code ? kept : code;
  if (message.starts_with("not authorized")) extended = SQLITE_AUTH;  // a refused function is reported as SQLITE_ERROR
  DbError error(sqliteErrorKind(extended, message), message);
  error.nativeCode = extended;
  error.sql = std::string(sql);
  error.hint = sqliteErrorHint(extended);
  error.detail = busyDetail(database, extended);
  const int offset = same && database ? sqlite3_error_offset(database) : -1;
  if (offset >= 0 && static_cast<std::size_t>(offset) <= sql.size()) {
    error.position = characterPosition(sql, static_cast<std::size_t>(offset));
  }
  return error;
}

void checkSqlite(sqlite3* database, int code, std::string_view sql) {
  if (code != SQLITE_OK) throw sqliteError(database, code, sql);
}

}  // namespace joinery
