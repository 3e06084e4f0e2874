// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_dialect.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "orm/core/hex.h"
#include "orm/dialect/postgresql/postgresql_compiler.h"
#include "orm/dialect/postgresql/postgresql_cut_value.h"
#include "orm/dialect/postgresql/postgresql_ddl_compiler.h"
#include "orm/dialect/postgresql/postgresql_insert_of_rows.h"
#include "orm/dialect/postgresql/postgresql_keywords.h"
#include "orm/dialect/postgresql/postgresql_reflection.h"
#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

bool isPlainNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) { return !part.empty() && std::ranges::all_of(part, isDigit); };
  return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

// Plain strings take a backslash as it is: standard_conforming_strings is on, as it is by default.
std::string textLiteral(std::string_view text, const ValueType& type) {
  return type.kind == TypeKind::Numeric && isPlainNumber(text) ? std::string(text) : quotedText(text);
}

std::string realLiteral(double value) {
  return std::isfinite(value) ? formatReal(value) : quotedText(formatReal(value)) + "::double precision";
}

constexpr std::array kIsolationLevels{IsolationLevel::ReadCommitted, IsolationLevel::RepeatableRead, IsolationLevel::Serializable, IsolationLevel::Autocommit};

class PostgresqlDialect : public Dialect {
 public:
  explicit PostgresqlDialect(ExecutionOptions options = {}) : Dialect(std::move(options)) {}
  std::string name() const override { return "postgresql"; }
  std::size_t maxBinds() const override { return 65535; }
  std::string randomUuidExpression() const override { return "gen_random_uuid()"; }
  bool namesIgnoreCase() const override { return false; }
  bool nullsSortFirst() const override { return false; }

  std::string literal(ValueView value, const ValueType& type) const override;
  const IdentifierPreparer& identifiers() const override { return m_identifiers; }
  const TypeCompiler& types() const override { return m_types; }
  const DdlCompiler& ddl() const override { return m_ddl; }
  std::span<const IsolationLevel> isolationLevels() const override { return kIsolationLevels; }
  std::string beginStatement(Purpose purpose) const override;
  std::optional<TransactionQueries> transactionQueries() const override;
  std::optional<CompiledStatement> lockHoldersQuery(const QualifiedName& table) const override;
  std::vector<std::string> cursorStatements(std::string_view cursor, const std::string& select) const override;
  std::optional<BulkCopy> bulkCopy(const QualifiedName& table, const std::vector<std::string>& columns) const override;
  std::optional<std::string> csvCopy(const std::string& statement, const CsvMarks& marks, Quotes quotes) const override;
  std::optional<std::string> copyOut(const std::string& select, const CsvMarks& marks, const std::vector<ResultColumn>& columns) const override;
  std::optional<CompiledStatement> advanceNumbers(const QualifiedName& table, const std::string& column) const override;
  std::string insertOfRows(const ReturningInsert& insert, std::size_t rows) const override { return postgresqlInsertOfRows(insert, rows, m_identifiers); }

  std::optional<CutValue> cutValue(const sql::Expression& column, std::size_t maxBytes) const override { return postgresqlCutValue(column, maxBytes); }

  std::optional<StoredBytes> storedBytes(const sql::Expression& column) const override { return postgresqlStoredBytes(column); }

  std::vector<CompiledStatement> reflectionQueries() const override { return postgresqlReflectionQueries(); }
  CatalogueTables reflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) const override {
    return postgresqlReflectionTables(batches);
  }
  schema::MetaData foldReflection(std::span<const std::shared_ptr<const RowBatch>> batches) const override {
    return foldPostgresqlReflection(batches);
  }

 protected:
  std::unique_ptr<SqlCompiler> makeCompiler() const override {
    return std::make_unique<PostgresqlCompiler>(m_identifiers, m_types);
  }
  std::shared_ptr<const Dialect> make(ExecutionOptions options) const override { return std::make_shared<const PostgresqlDialect>(std::move(options)); }

 private:
  IdentifierPreparer m_identifiers{kPostgresqlKeywords, IdentifierPreparer::PlainCase::LowerOnly, options().schemaTranslateMap};
  PostgresqlTypeCompiler m_types;
  PostgresqlDdlCompiler m_ddl{m_identifiers};
};

/// COPY passes over rules and refuses tables with row security.
std::optional<Dialect::BulkCopy> PostgresqlDialect::bulkCopy(const QualifiedName& table, const std::vector<std::string>& columns) const {
  if (columns.empty()) return {};
  BulkCopy copy;
  copy.isPossible.sql = "SELECT relkind IN ('r', 'p') AND NOT relhasrules AND NOT relrowsecurity FROM pg_catalog.pg_class WHERE oid = $1::regclass";
  copy.isPossible.binds = {Value::text(quote(table))};
  for (const std::string& column : columns) copy.statement += (copy.statement.empty() ? "COPY " + quote(table) + " (" : ", ") + quote(column);
  copy.statement += ") FROM STDIN";
  return copy;
}

std::optional<CompiledStatement> PostgresqlDialect::advanceNumbers(const QualifiedName& table, const std::string& column) const {
  CompiledStatement statement;
  statement.sql = "SELECT pg_catalog.setval(s.seqrelid::regclass, given.highest) FROM pg_catalog.pg_sequence AS s CROSS JOIN (SELECT max(" + quote(column) + ")::bigint AS highest FROM " + quote(table) +
                  ") AS given WHERE s.seqrelid = pg_catalog.pg_get_serial_sequence($1, $2)::regclass AND s.seqincrement > 0"
                  " AND given.highest BETWEEN coalesce(pg_catalog.pg_sequence_last_value(s.seqrelid) + 1, s.seqstart) AND s.seqmax";
  statement.binds = {Value::text(quote(table)), Value::text(column)};
  return statement;
}

std::string csvOptions(const Dialect::CsvMarks& marks) {
  return " WITH (FORMAT csv, DELIMITER " + quotedText({&marks.delimiter, 1}) + ", QUOTE " + quotedText({&marks.quote, 1}) + ", NULL " + quotedText(marks.nullText) + ")";
}

/// The server takes one character of ASCII for each mark; a backslash at the beginning of a line means something to it.
bool areCsvMarks(const Dialect::CsvMarks& marks) {
  const auto isMark = [](char c) { return c == '\t' || (c >= ' ' && c < '\x7f' && c != '\\'); };
  return isMark(marks.delimiter) && isMark(marks.quote) && marks.nullText.find('\0') == std::string::npos;
}

std::optional<std::string> PostgresqlDialect::csvCopy(const std::string& statement, const CsvMarks& marks, Quotes quotes) const {
  if (!areCsvMarks(marks)) return {};
  // Without those two the text format says the same, and the server reads it in nine tenths of the time.
  if (quotes == Quotes::None) return statement + " WITH (DELIMITER " + quotedText({&marks.delimiter, 1}) + ", NULL " + quotedText(marks.nullText) + ")";
  return statement + csvOptions(marks);
}

/// What the server sends as text anyway, as it stands; not truth values, bytes, and reals of four bytes, which round earlier.
bool isSentAsShown(const ValueType& type) {
  switch (type.kind) {
    case TypeKind::Integer:
    case TypeKind::Numeric:
    case TypeKind::Text:
    case TypeKind::Date:
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
    case TypeKind::Uuid:
    case TypeKind::Json:
    case TypeKind::Enum: return true;
    case TypeKind::Real: return type.declared == "double precision";
    default: return false;
  }
}

std::optional<std::string> PostgresqlDialect::copyOut(const std::string& select, const CsvMarks& marks, const std::vector<ResultColumn>& columns) const {
  const bool areSent = std::ranges::all_of(columns, [](const ResultColumn& each) { return isSentAsShown(each.type); });
  if (columns.empty() || !areSent || !areCsvMarks(marks)) return {};
  return "COPY (" + select + ") TO STDOUT" + csvOptions(marks);
}

std::string PostgresqlDialect::beginStatement(Purpose purpose) const {
  const IsolationLevel level = options().isolationLevel;
  if (level == IsolationLevel::Autocommit) return {};
  const bool reads = purpose == Purpose::Read;
  if (level == IsolationLevel::Engine) return reads ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN";
  return std::string("BEGIN ISOLATION LEVEL ") + isolationLevelName(level) + (reads ? " READ ONLY" : "");
}

/// The timeline is the one that is written to now: after a failover the control file still names the older for a while.
std::optional<Dialect::TransactionQueries> PostgresqlDialect::transactionQueries() const {
  return TransactionQueries{"SELECT system_identifier::text, substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8), current_schema()::text FROM pg_control_system()",
                            "SELECT pg_current_xact_id()::text", "SELECT pg_xact_status($1::text::xid8)"};
}

/// Who only reads is in nobody's way.
std::optional<CompiledStatement> PostgresqlDialect::lockHoldersQuery(const QualifiedName& table) const {
  CompiledStatement statement;
  statement.sql =
      "SELECT string_agg(DISTINCT format('session %s of %s (%s, %s)', a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'no name'), a.state), ', ')"
      " FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.relation = to_regclass($1::text) AND l.granted AND l.mode <> 'AccessShareLock'"
      " AND l.pid <> pg_backend_pid()";
  statement.binds = {Value::text((table.schema.empty() ? std::string() : quote(table.schema) + ".") + quote(table.name))};
  return statement;
}

/// All of the result is read, so the plan that ends first is wanted, not the one that begins first.
std::vector<std::string> PostgresqlDialect::cursorStatements(std::string_view cursor, const std::string& select) const {
  return {"SET LOCAL cursor_tuple_fraction = 1", "DECLARE " + quote(cursor) + " NO SCROLL CURSOR FOR " + select};
}

std::string PostgresqlDialect::literal(ValueView value, const ValueType& type) const {
  switch (value.storageClass()) {
    case StorageClass::Null:
      return "NULL";
    case StorageClass::Boolean:
      return value.toBoolean() ? "TRUE" : "FALSE";
    case StorageClass::Integer:
      return std::to_string(value.toInteger());
    case StorageClass::Unsigned:
      return std::to_string(value.toUnsigned());
    case StorageClass::Real:
      return realLiteral(value.toReal());
    case StorageClass::Text:
      return textLiteral(value.bytes(), type);
    case StorageClass::Blob:
      return "'\\x" + hexEncode(value.bytes()) + "'::bytea";
  }
  return {};
}

}  // namespace

const Dialect& postgresqlDialect() {
  static const PostgresqlDialect dialect;
  return dialect;
}

}  // namespace joinery
