// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/core/value.h"

namespace joinery {

class SqliteDatabase;

/// One prepared statement. The thread of its connection only.
class SqliteStatement {
 public:
  /// @throws DbError Programming for text that is no statement, or more than one
  SqliteStatement(sqlite3* database, std::string sql);

  /// @param borrow whether the values outlive the next reset, so that they need not be copied
  /// @throws DbError Programming when the number of values is wrong; Data for a value that SQLite cannot hold
  enum class Lifetime { Copy, Borrow };
  void bind(std::span<const ValueView> values, Lifetime lifetime);
  /// @return whether there is a row now
  /// @throws DbError
  bool step();
  /// Ends the run: locks go, values are dropped. Never throws.
  void reset();

  const std::string& sql() const { return m_sql; }
  sqlite3_stmt* handle() const { return m_handle.get(); }
  bool isReadOnly() const { return sqlite3_stmt_readonly(handle()) != 0; }
  /// Whether it is an INSERT, REPLACE, UPDATE or DELETE, so that its number of changed rows means something.
  bool changesRows() const { return m_changesRows; }
  /// The result's columns as they are since the last step; looked up again only when the schema has changed.
  std::shared_ptr<const ResultColumns> columns(SqliteDatabase& database);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void bindOne(int index, const ValueView& value, Lifetime lifetime);

  sqlite3* m_database;
  std::string m_sql;
  std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
  bool m_changesRows = false;
  std::shared_ptr<const ResultColumns> m_columns;
  int m_preparations = 0;  ///< when m_columns was looked up
};

}  // namespace joinery
