// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_dialect.h"

#include <array>
#include <cmath>
#include <utility>

#include "orm/core/hex.h"
#include "orm/dialect/sql_text.h"
#include "orm/dialect/sqlite/sqlite_compiler.h"
#include "orm/dialect/sqlite/sqlite_ddl_compiler.h"
#include "orm/dialect/sqlite/sqlite_keywords.h"
#include "orm/dialect/sqlite/sqlite_reflection.h"
#include "orm/dialect/sqlite/sqlite_type_compiler.h"

namespace joinery {
namespace {

// Without a point it would be an integer; beyond the range of a double SQLite reads infinity.
std::string realLiteral(double value) {
  if (std::isnan(value)) return "NULL";
  if (std::isinf(value)) return value > 0 ? "9e999" : "-9e999";
  std::string text = formatReal(value);
  if (text.find_first_of(".eE") == std::string::npos) text += ".0";
  return text;
}

// A string ends at a NUL in SQL text, so such a one is written as its bytes.
std::string textLiteral(std::string_view text) {
  const bool hasNul = text.find('\0') != std::string_view::npos;
  return hasNul ? "CAST(x'" + hexEncode(text) + "' AS TEXT)" : quotedText(text);
}

// Version 4 of RFC 4122, of 122 random bits: `xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx`.
constexpr const char* kRandomUuid =
    "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
    "substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";

// Its transactions are serializable whatever one asks for; they differ in when they lock.
constexpr std::array kIsolationLevels{IsolationLevel::Serializable, IsolationLevel::Deferred, IsolationLevel::Immediate, IsolationLevel::Exclusive, IsolationLevel::Autocommit};

class SqliteDialect : public Dialect {
 public:
  explicit SqliteDialect(ExecutionOptions options = {}) : Dialect(std::move(options)) {}
  std::string name() const override { return "sqlite"; }
  std::size_t maxBinds() const override { return 32766; }
  std::size_t rowsOfInsert() const override { return 64; }
  std::string randomUuidExpression() const override { return kRandomUuid; }
  bool namesIgnoreCase() const override { return true; }
  bool setsDefaults() const override { return false; }
  bool nullsSortFirst() const override { return true; }

  std::string literal(ValueView value, const ValueType& type) const override;
  const IdentifierPreparer& identifiers() const override { return m_identifiers; }
  const TypeCompiler& types() const override { return m_types; }
  const DdlCompiler& ddl() const override { return m_ddl; }
  std::span<const IsolationLevel> isolationLevels() const override { return kIsolationLevels; }
  std::string beginStatement(Purpose purpose) const override;

  std::optional<CompiledStatement> readersBlockWritersQuery() const override;
  std::optional<CompiledStatement> tableNamesQuery(const std::string& schema) const override;
  std::vector<CompiledStatement> reflectionQueries() const override { return sqliteReflectionQueries(); }
  CatalogueTables reflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) const override {
    return sqliteReflectionTables(batches);
  }
  std::vector<CompiledStatement> reflectionFollowUps(
      std::span<const std::shared_ptr<const RowBatch>> batches) const override {
    return sqliteReflectionFollowUps(batches);
  }
  schema::MetaData foldReflection(std::span<const std::shared_ptr<const RowBatch>> batches) const override {
    return foldSqliteReflection(batches);
  }

 protected:
  std::unique_ptr<SqlCompiler> makeCompiler() const override {
    return std::make_unique<SqliteCompiler>(m_identifiers, m_types);
  }
  std::shared_ptr<const Dialect> make(ExecutionOptions options) const override { return std::make_shared<const SqliteDialect>(std::move(options)); }

 private:
  IdentifierPreparer m_identifiers{kSqliteKeywords, IdentifierPreparer::PlainCase::Any, options().schemaTranslateMap};
  SqliteTypeCompiler m_types;
  SqliteDdlCompiler m_ddl{m_identifiers};
};

std::string SqliteDialect::beginStatement(Purpose purpose) const {
  switch (options().isolationLevel) {
    case IsolationLevel::Autocommit:
      return {};
    case IsolationLevel::Deferred:
      return "BEGIN";
    case IsolationLevel::Immediate:
      return "BEGIN IMMEDIATE";
    case IsolationLevel::Exclusive:
      return "BEGIN EXCLUSIVE";
    default:
      return purpose == Purpose::Write ? "BEGIN IMMEDIATE" : "BEGIN";
  }
}

// With a write-ahead log nobody waits for readers, and a database in memory has no others.
std::optional<CompiledStatement> SqliteDialect::readersBlockWritersQuery() const {
  CompiledStatement statement;
  statement.sql = "SELECT journal_mode NOT IN ('wal', 'memory') FROM pragma_journal_mode";
  return statement;
}

std::optional<CompiledStatement> SqliteDialect::tableNamesQuery(const std::string& schema) const {
  CompiledStatement statement;
  statement.sql = "SELECT name FROM " + m_identifiers.quote(schema) + ".sqlite_schema WHERE type = 'table'";
  return statement;
}

std::string SqliteDialect::literal(ValueView value, const ValueType&) const {
  switch (value.storageClass()) {
    case StorageClass::Null:
      return "NULL";
    case StorageClass::Boolean:
      return value.toBoolean() ? "1" : "0";
    case StorageClass::Integer:
      return std::to_string(value.toInteger());
    case StorageClass::Unsigned:
      return std::to_string(value.toUnsigned());
    case StorageClass::Real:
      return realLiteral(value.toReal());
    case StorageClass::Text:
      return textLiteral(value.bytes());
    case StorageClass::Blob:
      return "x'" + hexEncode(value.bytes()) + "'";
  }
  return {};
}

}  // namespace

const Dialect& sqliteDialect() {
  static const SqliteDialect dialect;
  return dialect;
}

}  // namespace joinery
