// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

#include "orm/core/db_error.h"

namespace joinery {

/// What an extended result code means. Source: sqlite.org/rescode.html
ErrorKind sqliteErrorKind(int extendedCode, std::string_view message);
/// What to do about it; empty where the message says all.
std::string sqliteErrorHint(int extendedCode);
/// The connection's latest error.
/// @param code the result code that a call returned
/// @param sql the statement that was being prepared or run
DbError sqliteError(sqlite3* database, int code, std::string_view sql = {});
/// @throws DbError unless the code is SQLITE_OK
void checkSqlite(sqlite3* database, int code, std::string_view sql = {});

}  // namespace joinery
