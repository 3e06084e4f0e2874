// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_stored_value.h"

#include <algorithm>

#include "orm/driver/sqlite/sqlite_error.h"

namespace joinery {

std::unique_ptr<SqliteStoredValue> SqliteStoredValue::open(sqlite3* database, const QualifiedName& table, const std::string& column, std::int64_t rowId) {
  const char* const schema = table.schema.empty() ? "main" : table.schema.c_str();
  sqlite3_blob* blob = nullptr;
  const int code = sqlite3_blob_open(database, schema, table.name.c_str(), column.c_str(), rowId, 0, &blob);
  std::unique_ptr<SqliteStoredValue> value(new SqliteStoredValue(database, blob));
  // All that it can't open is this one code.
  if (code == SQLITE_ERROR) return nullptr;
  checkSqlite(database, code);
  return value;
}

std::uint64_t SqliteStoredValue::size() const { return static_cast<std::uint64_t>(sqlite3_blob_bytes(m_blob.get())); }

std::string SqliteStoredValue::read(std::uint64_t offset, std::size_t count) {
  if (offset >= size()) return {};
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(count, size() - offset)), '\0');
  const int code = sqlite3_blob_read(m_blob.get(), bytes.data(), static_cast<int>(bytes.size()), static_cast<int>(offset));
  if (code != SQLITE_ABORT) {
    checkSqlite(m_database, code);
    return bytes;
  }
  DbError error(ErrorKind::StaleData, "the row was changed while its value was read");
  error.nativeCode = code;
  error.hint = "Read it again.";
  throw error;
}

}  // namespace joinery
