// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <memory>

#include "orm/core/qualified_name.h"
#include "orm/driver/stored_value.h"

namespace joinery {

/// Reads a cell by SQLite's incremental I/O: of texts the bytes as they are in the file.
/// Source: sqlite.org/c3ref/blob_open.html
class SqliteStoredValue final : public StoredValue {
 public:
  /// @return null where the table has no rowids (a view, a virtual table, WITHOUT ROWID), the column is computed, or the cell is neither
  /// a text nor a blob @throws DbError
  static std::unique_ptr<SqliteStoredValue> open(sqlite3* database, const QualifiedName& table, const std::string& column, std::int64_t rowId);

  std::uint64_t size() const override;
  std::string read(std::uint64_t offset, std::size_t count) override;

 private:
  struct Close {
    void operator()(sqlite3_blob* blob) const { sqlite3_blob_close(blob); }
  };
  SqliteStoredValue(sqlite3* database, sqlite3_blob* blob) : m_database(database), m_blob(blob) {}

  sqlite3* m_database;
  std::unique_ptr<sqlite3_blob, Close> m_blob;
};

}  // namespace joinery
