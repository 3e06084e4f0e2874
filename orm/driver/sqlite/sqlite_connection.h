// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/driver/driver.h"
#include "orm/driver/sqlite/sqlite_database.h"

namespace joinery {

/// A connection to a file or to a memory database.
class SqliteConnection : public Connection {
 public:
  /// @param warnings what to say first
  /// @throws DbError CannotOpen for a file that is no database
  SqliteConnection(SqliteHandle handle, const ConnectOptions& options, std::vector<std::string> warnings);

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds) override;
  bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) override;
  void executeEach(std::string_view sql, BindSets& sets) override;
  void copyTo(const std::string& path, const Copied& copied) override;
  std::optional<std::int64_t> lastRowId() const override { return sqlite3_last_insert_rowid(handle()); }
  void limitValues(std::size_t maxBytes) override { m_database.limitValues(maxBytes); }
  void keepChanges(std::size_t mostBytes) override;
  void giveWay(std::optional<std::chrono::milliseconds> after) override { m_database.giveWay(after); }
  std::unique_ptr<StoredValue> openValue(const QualifiedName& table, const std::string& column, std::int64_t rowId) override;
  std::vector<std::string> splitStatements(std::string_view script) const override;
  TransactionState transactionState() const override;
  bool isAlive() override { return !m_database.hasMoved(); }
  void cancel() override { m_database.requestCancel(); }
  std::string serverVersion() const override;
  bool isReadOnly() const override;
  std::vector<std::string> takeWarnings() override;

  sqlite3* handle() const { return m_database.handle(); }

 private:
  std::unique_ptr<SqliteStatement> prepare(std::string_view sql);
  bool hasVirtualColumns(const QualifiedName& table);
  void runSets(SqliteRun& run, BindSets& sets);

  SqliteDatabase m_database;
  std::vector<std::string> m_warnings;
  std::optional<bool> m_isUtf8;  ///< whether texts are stored as UTF-8, once that was asked
  std::vector<ValueView> m_row;  ///< kept for its memory between two calls of readRow()
};

}  // namespace joinery
