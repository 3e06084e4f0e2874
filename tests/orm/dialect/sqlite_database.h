// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

#include "orm/dialect/compiled_statement.h"

/// A memory database without a driver: what a dialect renders is tried on the engine itself.
class SqliteDatabase {
 public:
  SqliteDatabase();
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  /// Runs one statement with binds, or a script without. @return the first column's cells as text, "NULL" for NULL
  /// @throws std::runtime_error
  std::vector<std::string> run(const joinery::CompiledStatement& statement);
  /// The engine's message when it refuses the statement, else nothing.
  std::string failureOf(const joinery::CompiledStatement& statement);

 private:
  sqlite3* m_database = nullptr;
};
