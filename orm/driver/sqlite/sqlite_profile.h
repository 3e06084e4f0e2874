// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <memory>

namespace joinery {

struct SqliteClose {
  // The lenient close: a statement that is still around keeps the handle, not the program, waiting.
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using SqliteHandle = std::unique_ptr<sqlite3, SqliteClose>;

/// Sets up a connection so that a hostile or broken file can do as little as possible, before the first byte is read.
/// @throws DbError
/// Source: sqlite.org/security.html, with trusted_schema left on: without it files with JSON in generated columns or
/// FTS5 triggers can't be read.
void applySqliteProfile(sqlite3* database);

}  // namespace joinery
