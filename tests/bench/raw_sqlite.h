// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "event.h"

namespace joinery::bench {

/// SQLite by hand, configured as the ORM's driver configures it.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& path);
  ~RawSqlite();
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  sqlite3* handle() const { return m_handle; }
  void run(const char* sql) const;
  std::int64_t number(const char* sql) const;

 private:
  sqlite3* m_handle = nullptr;
};

/// A prepared statement.
class RawStatement {
 public:
  RawStatement(const RawSqlite& database, const std::string& sql);
  ~RawStatement();
  RawStatement(const RawStatement&) = delete;
  RawStatement& operator=(const RawStatement&) = delete;

  sqlite3_stmt* get() const { return m_statement; }
  /// @return whether there is a row
  bool step();
  /// Runs it once more from the start with what is bound.
  void execute();
  void reset() { sqlite3_reset(m_statement); }
  void bind(int place, std::int64_t value) { sqlite3_bind_int64(m_statement, place, value); }
  void bind(int place, double value) { sqlite3_bind_double(m_statement, place, value); }
  /// The text must stay until the statement was run.
  void bind(int place, const std::string& value) { sqlite3_bind_text(m_statement, place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC); }
  /// All columns but the key, from a place on.
  void bindWithoutKey(const Event& event, int place);
  /// Copies a row of kColumns out.
  void read(Event& event) const;

 private:
  std::string text(int column) const;
  sqlite3_stmt* m_statement = nullptr;
};

/// A file with "event", "person" and "visit", filled once. @return its path
const std::string& filledSqlite();
/// A new file with an empty table "event", in the place of the one that was given before. @return its path
std::string emptySqlite();

}  // namespace joinery::bench
