// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>

namespace joinery {

/// What went wrong, in the terms of SQLAlchemy and DB-API where they have one.
enum class ErrorKind {
  CannotConnect,      ///< no such host, refused, timed out
  Authentication,     ///< the server refused the user or the password
  CannotOpen,         ///< a database file that is missing, unreadable or of another format
  ConnectionLost,     ///< the connection broke while in use
  Cancelled,          ///< stopped on request
  Timeout,            ///< a bounded wait ran out (pool, lock)
  Busy,               ///< another connection holds a lock
  GaveWay,            ///< stopped as another connection wants to write: Connection::giveWay
  ReadOnly,           ///< the database or the connection does not take writes
  Operational,        ///< the engine could not carry out the statement (disk full, out of memory …)
  Programming,        ///< a statement that the engine rejects: syntax, unknown table
  Data,               ///< a value that does not fit its type
  TooLarge,           ///< a value or a statement over the size that is allowed
  Integrity,          ///< a constraint refused the row
  NotSupported,       ///< the engine or driver has no such feature
  Argument,           ///< a wrong URL, option or parameter
  InvalidRequest,     ///< a request that the model or session can't carry out: unknown name, wrong state
  NoResult,           ///< one row was asked for and none exists
  MultipleResults,    ///< one row was asked for and several exist
  StaleData,          ///< a row is no longer what it was: a conflict
  CircularDependency, ///< rows that need each other first
  Serialization,      ///< 40001, 40P01, 1213: the whole unit may be tried again
  OutcomeUnknown,     ///< COMMIT was sent and no answer came
  Mapping,            ///< models that can't be mapped: no such table, no foreign key to join by, or several
  UnknownAttribute,   ///< a record has no attribute or relationship of that name, or nothing to take away there
  WrongType,          ///< a value or record of another type than the place takes
  WrongValue,         ///< a value that the place does not take
  KeyNotFound,        ///< a keyed or other collection does not hold what was to be taken from it
  Detached,           ///< a record in no session can't read what it has not loaded
  ObjectDeleted,      ///< the row behind a record is gone
  PendingRollback,    ///< a flush failed: the session waits for a rollback
  Flush,              ///< a state that can't be written: a key that is missing or taken
  BlankedKey,         ///< taking a record away would set a part of its key to NULL
};

/// "IntegrityError", "OperationalError" …: the names that DB-API and SQLAlchemy give the kinds.
const char* errorKindName(ErrorKind kind);

/// The one exception of orm/. Plain text everywhere; what() is the message. Copyable, crosses threads by value.
class DbError : public std::runtime_error {
 public:
  DbError(ErrorKind kind, const std::string& message,
          std::source_location location = std::source_location::current());

  ErrorKind kind() const { return m_kind; }
  std::string message() const { return what(); }
  const std::source_location& location() const { return m_location; }

  std::string sqlState;      ///< five characters where the engine has them
  int code = 0;              ///< a repository's own number for it (RepositoryCode); 0 for every other error
  int nativeCode = 0;        ///< SQLite's extended result code, errno …
  std::string sql;           ///< the statement that failed
  std::optional<int> position;  ///< in sql, characters from 1
  std::string hint;          ///< what to do about it, a sentence; may be empty
  std::string detail;        ///< the engine's own detail (which key, which row); may be empty
  std::optional<std::size_t> failedSet;  ///< of many sets of binds the one that failed, from 0

 private:
  ErrorKind m_kind;
  std::source_location m_location;
};

}  // namespace joinery
