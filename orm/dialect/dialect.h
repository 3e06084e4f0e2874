// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/catalogue_tables.h"
#include "orm/dialect/compiled_statement.h"
#include "orm/dialect/execution_options.h"
#include "orm/dialect/identifier_preparer.h"
#include "orm/dialect/type_compiler.h"
#include "orm/schema/metadata.h"
#include "orm/sql/delete.h"
#include "orm/sql/insert.h"
#include "orm/sql/select.h"
#include "orm/sql/update.h"

namespace joinery {

class DdlCompiler;
class SqlCompiler;

/// One kind of database: how statements are spelled, what it can do, how its catalogue is read. Pure: no I/O, no state,
/// any thread. Made of a SqlCompiler, an IdentifierPreparer and catalogue queries; a dialect's own folder holds
/// differences only.
class Dialect {
 public:
  explicit Dialect(ExecutionOptions options = {}) : m_options(std::move(options)) {}
  virtual ~Dialect() = default;

  /// "sqlite", "postgresql".
  virtual std::string name() const = 0;
  /// Rows come back from INSERT, UPDATE and DELETE.
  virtual bool supportsReturning() const { return true; }
  /// `SET column = DEFAULT` is a column's own default; elsewhere its expression is written there.
  virtual bool setsDefaults() const { return true; }
  /// The most placeholders one statement takes.
  virtual std::size_t maxBinds() const = 0;
  /// How many rows one INSERT best takes; 1: one after another costs no more.
  virtual std::size_t rowsOfInsert() const { return 1; }
  /// How names of tables and columns compare: SQLite ignores the letter case of ASCII.
  virtual bool namesIgnoreCase() const = 0;
  /// Where NULLs stand in an ascending index: first for SQLite, last for PostgreSQL.
  virtual bool nullsSortFirst() const = 0;
  /// SQL that makes a random UUID as text: for a column's DEFAULT.
  virtual std::string randomUuidExpression() const = 0;

  /// The same dialect with other options; these replace all that it had. It must live as long as what was given it.
  /// @throws DbError NotSupported for an isolation level that the engine has not
  std::shared_ptr<const Dialect> withOptions(ExecutionOptions options) const;
  const ExecutionOptions& options() const { return m_options; }
  /// Those that withOptions() takes, beside IsolationLevel::Engine.
  virtual std::span<const IsolationLevel> isolationLevels() const = 0;

  CompiledStatement compile(const sql::Select& statement) const;
  CompiledStatement compile(const sql::Insert& statement) const;
  CompiledStatement compile(const sql::Update& statement) const;
  CompiledStatement compile(const sql::Delete& statement) const;
  /// A lone expression, for tests and for showing conditions.
  CompiledStatement compile(const sql::Expression& expression) const;

  /// The statement with values for its named parameters, each for all places of that name.
  /// @throws DbError Argument for a parameter without a value, or a value without a parameter
  CompiledStatement bound(CompiledStatement statement, const std::map<std::string, Value>& values) const;

  /// A value as text of a statement, for people to read and to paste: "copy as SQL" and previews.
  virtual std::string literal(ValueView value, const ValueType& type) const = 0;
  /// The statement with its values written in; named parameters as `:name`. Never what is run.
  std::string withLiterals(const CompiledStatement& statement) const;

  /// Quoted where needed. @throws DbError Argument for a name with a NUL in it
  std::string quote(std::string_view identifier) const { return identifiers().quote(identifier); }
  std::string quote(const QualifiedName& name) const { return identifiers().quote(name); }
  virtual const IdentifierPreparer& identifiers() const = 0;
  virtual const TypeCompiler& types() const = 0;
  virtual const DdlCompiler& ddl() const = 0;

  /// The engine's own way of loading many rows (Connection::copyIn).
  struct BulkCopy {
    CompiledStatement isPossible;  ///< one row with one boolean: whether it does for this table what INSERT would
    std::string statement;
  };
  /// @param columns all of what is given @return nothing where there is no such way
  virtual std::optional<BulkCopy> bulkCopy(const QualifiedName&, const std::vector<std::string>&) const { return {}; }

  /// How cells and rows of CSV are told apart, where the engine reads or writes it.
  struct CsvMarks {
    char delimiter = ',';
    char quote = '"';
    std::string nullText = {};  ///< a cell of this text that is not quoted is NULL
  };
  /// What makes a statement of bulk loading take lines of CSV (Connection::copyInText), a quote in quotes doubled.
  /// @param statement of BulkCopy @param quotes None: no line holds a quote or a backslash, so that it may be read by a quicker rule
  /// @return nothing where the engine can't read such lines
  enum class Quotes { None, Some };
  virtual std::optional<std::string> csvCopy(const std::string&, const CsvMarks&, Quotes) const { return {}; }

  /// Lines of CSV that the engine writes by itself (Connection::copyOut), LF at their ends; a text that would be NULL is quoted.
  /// @param select without binds @param columns of the result
  /// @return nothing where the engine has no such way, or writes cells of such columns otherwise than displayText()
  virtual std::optional<std::string> copyOut(const std::string&, const CsvMarks&, const std::vector<ResultColumn>&) const { return {}; }

  /// Sets the numbers that the database gives a column on behind the highest that is there, where they are not: one row with that number,
  /// or none where there is nothing to do. Never back. @return nothing where the engine sees to it by itself
  virtual std::optional<CompiledStatement> advanceNumbers(const QualifiedName&, const std::string&) const { return {}; }

  /// An INSERT whose rows come back.
  struct ReturningInsert {
    QualifiedName table;
    std::vector<std::string> columns;    ///< that are given, one at least
    std::vector<std::string> returning;
    std::string numberedKey;             ///< what the database numbers the rows by; empty: they are told apart by what is given
  };
  /// One statement for many rows, which binds the values of one after those of another. What comes back is in any order; the numbered
  /// key grows with the rows' order. Where that can't be relied upon, and where a trigger or a rule may change what is given, the
  /// statement inserts nothing, and the rows are to be inserted one by one. @return empty where the engine has no such statement
  virtual std::string insertOfRows(const ReturningInsert&, std::size_t) const { return {}; }

  /// What a transaction is begun for: reading, so that it sees one state of the database from beginning to end; writing, with
  /// the write lock at once where the engine has one; or whatever comes.
  enum class Purpose { Read, Write, Any };
  /// At the isolation level of the options. @return empty with IsolationLevel::Autocommit: then there is nothing to begin or to end
  virtual std::string beginStatement(Purpose purpose) const = 0;

  /// How to ask a server what came of a transaction. Each is one row; the last takes the transaction's id and this server's history is
  /// the same as before where the first gives the same.
  struct TransactionQueries {
    std::string server;       ///< which cluster, which history of it, and where names without a schema are looked for first
    std::string transaction;  ///< the id of the open transaction
    std::string status;       ///< 'committed', 'aborted', 'in progress', or NULL where it is no longer known
  };
  virtual std::optional<TransactionQueries> transactionQueries() const { return {}; }
  /// One text: who else has locks on that table that keep a row from being written; NULL for nobody. None where the engine can't tell.
  virtual std::optional<CompiledStatement> lockHoldersQuery(const QualifiedName&) const { return {}; }

  /// Statements that open a cursor of that name on the server, inside a transaction, for a result that is read to its end in pieces by
  /// FETCH; the last one takes the select's binds. @return none where a result comes in pieces by itself
  virtual std::vector<std::string> cursorStatements(std::string_view, const std::string&) const { return {}; }
  /// One row with one boolean: whether a statement that reads for long keeps others from writing. None where it never does.
  virtual std::optional<CompiledStatement> readersBlockWritersQuery() const { return {}; }

  /// A column's value of which the server gives only the beginning where it is long, and how long it is.
  struct CutValue {
    sql::Expression beginning;  ///< the value where it has no more than that many bytes, else its first characters or bytes, as many
    sql::Expression size;       ///< bytes; NULL where the value surely has no more
  };
  /// @return none where values of that type are short, and where the engine has no way to tell how long a value is without reading it
  virtual std::optional<CutValue> cutValue(const sql::Expression&, std::size_t) const { return {}; }

  /// A column's value as its bytes, of which the server can cut out a part by substr(), and how many they are.
  struct StoredBytes {
    sql::Expression bytes;  ///< a blob
    sql::Expression size;
  };
  /// @return none where values of that type are short, and where the engine reads the whole value for each part
  virtual std::optional<StoredBytes> storedBytes(const sql::Expression&) const { return {}; }

  /// Gives the names of the tables of a schema that the reflection queries pass over; none where they pass over none.
  virtual std::optional<CompiledStatement> tableNamesQuery(const std::string&) const { return {}; }
  /// What a database's tables are: the first few statements of reading its catalogue, cheap ones. After them come those of
  /// reflectionTables(), then reflectionFollowUps(); then all answers are folded.
  virtual std::vector<CompiledStatement> reflectionQueries() const = 0;
  /// What the first answers tell: which tables there are, and what is to be asked about them. The same few statements for any number
  /// of tables up to a thousand; for more some are asked again for each thousand, where the engine gives nothing of an answer before it
  /// has all of it. @param batches one for each reflection query
  virtual CatalogueTables reflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) const = 0;
  /// What the first round calls for: statistics that only some databases hold, a view that must be asked for by itself
  /// since another one is broken. Each may fail alone, outside of any transaction that a failure would end.
  /// @param batches one for each reflection query and each of reflectionTables() @return none, nearly always
  virtual std::vector<CompiledStatement> reflectionFollowUps(std::span<const std::shared_ptr<const RowBatch>>) const {
    return {};
  }
  /// @param batches one for each reflection query and each of reflectionTables(), whole, then one for each follow-up: null where that failed
  virtual schema::MetaData foldReflection(std::span<const std::shared_ptr<const RowBatch>> batches) const = 0;

 protected:
  virtual std::unique_ptr<SqlCompiler> makeCompiler() const = 0;
  /// One of the same kind.
  virtual std::shared_ptr<const Dialect> make(ExecutionOptions options) const = 0;

 private:
  const ExecutionOptions m_options;
};

}  // namespace joinery
