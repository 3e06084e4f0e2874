// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/compiled_statement.h"
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
  virtual ~Dialect() = default;

  /// "sqlite", "postgresql".
  virtual std::string name() const = 0;
  /// Rows come back from INSERT, UPDATE and DELETE.
  virtual bool supportsReturning() const { return true; }
  /// The most placeholders one statement takes.
  virtual std::size_t maxBinds() const = 0;
  /// How names of tables and columns compare: SQLite ignores the letter case of ASCII.
  virtual bool namesIgnoreCase() const = 0;
  /// Where NULLs stand in an ascending index: first for SQLite, last for PostgreSQL.
  virtual bool nullsSortFirst() const = 0;
  /// SQL that makes a random UUID as text: for a column's DEFAULT.
  virtual std::string randomUuidExpression() const = 0;

  CompiledStatement compile(const sql::Select& statement) const;
  CompiledStatement compile(const sql::Insert& statement) const;
  CompiledStatement compile(const sql::Update& statement) const;
  CompiledStatement compile(const sql::Delete& statement) const;
  /// A lone expression, for tests and for showing conditions.
  CompiledStatement compile(const sql::Expression& expression) const;

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

  /// @param forWriting takes the write lock at once where the engine has one; else the transaction sees one state of
  ///        the database from beginning to end
  virtual std::string beginStatement(bool forWriting) const = 0;

  /// The catalogue in a fixed number of statements, whatever the number of tables: run all, in order, then fold.
  virtual std::vector<CompiledStatement> reflectionQueries() const = 0;
  /// What the first round calls for: statistics that only some databases hold, a view that must be asked for by itself
  /// since another one is broken. Each may fail alone, outside of any transaction that a failure would end.
  /// @param batches one for each reflection query @return none, nearly always
  virtual std::vector<CompiledStatement> reflectionFollowUps(std::span<const std::shared_ptr<const RowBatch>>) const {
    return {};
  }
  /// @param batches one for each reflection query, whole, then one for each follow-up: null where that failed
  virtual schema::MetaData foldReflection(std::span<const std::shared_ptr<const RowBatch>> batches) const = 0;

 protected:
  virtual std::unique_ptr<SqlCompiler> makeCompiler() const = 0;
};

}  // namespace joinery
