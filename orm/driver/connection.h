// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/core/row_batch.h"
#include "orm/core/value.h"
#include "orm/driver/bind_sets.h"
#include "orm/driver/cursor.h"
#include "orm/driver/stored_value.h"

namespace joinery {

/// One session with a database. Used by one thread at a time (a Worker's, or the caller's); only cancel() may be called
/// from another. Every value is bound; text is never built from values here.
class Connection {
 public:
  enum class TransactionState { Idle, Active, Failed };

  virtual ~Connection() = default;

  /// Runs one statement. Placeholders are the engine's own: `?1` for SQLite, `$1` for PostgreSQL.
  /// The statement has been sent and its first result is known when this returns; rows come by Cursor::fetch.
  /// At most one cursor is open: the cursor of an earlier call must have been destroyed (asserted).
  /// @throws DbError any of the statement kinds, Cancelled, ConnectionLost
  virtual std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) = 0;

  /// The first row of a statement that reads, with no batch made of it: for one row at a time.
  /// @param take called with its values, which are good during the call; not where there is no row @return whether there is one
  /// @throws DbError as execute() does
  using TakeRow = std::function<void(std::span<const ValueView>)>;
  virtual bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take);

  /// Runs one statement once for each set of binds, prepared once. Where no transaction is open it is one of its own:
  /// all sets take effect, or none.
  /// @throws DbError of the first set that fails; its detail tells which
  virtual void executeEach(std::string_view sql, BindSets& sets) = 0;
  /// Takes many rows by the engine's own way of bulk loading. All are there, or none.
  /// @param sql the dialect's statement for it @return rows
  /// @throws DbError of the first row that fails; NotSupported where the engine has no such way
  virtual std::int64_t copyIn(std::string_view sql, BindSets& rows);
  /// The same of rows that are written already as the statement wants them.
  /// @param next gives them part by part, each good until the next call; empty at the end. What it throws ends the statement without any row
  using NextText = std::function<std::string_view()>;
  virtual std::int64_t copyInText(std::string_view sql, const NextText& next);
  /// From now on results refuse texts and blobs above this many bytes before they are read, where the engine can; also what
  /// statements are given, and sums of cells that it has to hold together to sort them. They fail with DbError TooLarge then. @param maxBytes 0: what the engine allows
  virtual void limitValues(std::size_t) {}
  /// From now on a transaction keeps up to this many bytes of what it changed in memory, where to write them earlier would keep everybody
  /// from reading until it ends. Outside of transactions. @param mostBytes 0: as usual @throws DbError
  virtual void keepChanges(std::size_t) {}
  /// From now on a statement ends with DbError GaveWay when it has run for that long and another connection has begun to write, where
  /// readers keep writers from committing. Outside of transactions. @param after none: statements run to their end, as usual
  virtual void giveWay(std::optional<std::chrono::milliseconds>) {}
  /// One text or blob of a table, to be read in parts. The connection must outlive it.
  /// @param rowId of the row, where the engine numbers rows @return null where the engine or the table has no such way, and where the cell is
  /// neither a text nor a blob or its bytes are not those of a Value @throws DbError
  virtual std::unique_ptr<StoredValue> openValue(const QualifiedName&, const std::string&, std::int64_t) { return nullptr; }
  /// Gives all rows of a statement as lines of text, by the engine's own way of bulk unloading.
  /// @param sql the dialect's statement for it @param take called with each line and its end; it throws nothing but DbError
  /// @return lines @throws DbError as execute() does, and what `take` throws; NotSupported where the engine has no such way
  using TakeLine = std::function<void(std::string_view)>;
  virtual std::int64_t copyOut(std::string_view sql, const TakeLine& take);
  /// Copies the whole database, as it is at one moment, into a file that is empty or not there, by the engine's own way.
  /// @param copied told of the pages so far and of all, between parts; what it throws ends the copying
  /// @throws DbError NotSupported where a database is no file; Operational (a full disk): what the file holds then is nothing to keep
  using Copied = std::function<void(std::int64_t pages, std::int64_t all)>;
  virtual void copyTo(const std::string& path, const Copied& copied);
  /// The row number that the last INSERT here was given, where the engine numbers rows: cheaper than to ask for it back.
  virtual std::optional<std::int64_t> lastRowId() const { return {}; }
  /// executeEach() with values that are there. @return rows changed, by set
  std::vector<std::int64_t> executeMany(std::string_view sql, std::span<const std::vector<Value>> bindSets);

  /// Splits a script at its statement boundaries as the engine reads them; comments and empty ones are dropped.
  virtual std::vector<std::string> splitStatements(std::string_view script) const = 0;

  /// What the engine says, also after an error: SQLite rolls back by itself on some.
  virtual TransactionState transactionState() const = 0;

  /// Asks the engine, by a cheap round trip where there is a server. @return false when the connection is dead
  virtual bool isAlive() = 0;

  /// Stops the running statement, from any thread; it then ends with DbError Cancelled. Blocks for a round trip where
  /// there is a server. Does nothing when no statement runs. The caller sees to it that nothing starts meanwhile.
  virtual void cancel() = 0;

  /// "SQLite 3.40.1", "PostgreSQL 15.20".
  virtual std::string serverVersion() const = 0;
  /// Whether it refuses every write.
  virtual bool isReadOnly() const = 0;
  /// Notices and warnings since the last call, in order, plain text.
  virtual std::vector<std::string> takeWarnings() = 0;
};

}  // namespace joinery
