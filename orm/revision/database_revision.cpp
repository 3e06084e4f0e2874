// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/database_revision.h"

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/difference/revision_table_name.h"
#include "orm/engine/execution.h"

namespace joinery::migration {
namespace {

using Direction = RevisionChain::Direction;

constexpr const char* kUpWord = "up";
constexpr const char* kDownWord = "down";

std::shared_ptr<const RowBatch> answer(Connection& connection, const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  return fetchAll(connection, statement);
}

std::string textAt(const RowBatch& batch, std::size_t column) {
  const ValueView value = batch.at(0, column);
  return value.isNull() ? std::string() : displayText(value, {});
}

bool isSqlite(const Dialect& dialect) { return dialect.name() == "sqlite"; }

std::string ownSchema(Connection& connection, const Dialect& dialect) {
  if (isSqlite(dialect)) return "main";
  std::string schema = textAt(*answer(connection, "SELECT pg_catalog.current_schema()::text"), 0);
  if (!schema.empty()) return schema;
  DbError error(ErrorKind::InvalidRequest, "there is no schema for tables that are named without one: where the database stands can't be remembered");
  error.hint = "Set search_path to a schema that exists, in the URL or for the user.";
  throw error;
}

constexpr const char* kSqliteLook = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = 'joinery_revision'";
constexpr const char* kServerLook =
    "SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE c.relname = 'joinery_revision' AND n.nspname = pg_catalog.current_schema()";

/// Source: postgresql.org/docs/current/errcodes-appendix.html
constexpr const char* kNoRight = "42501";

}  // namespace

RevisionTable::RevisionTable(Connection& connection, const Dialect& dialect)
    : m_connection(connection), m_dialect(dialect), m_name(ownSchema(connection, dialect), kRevisionTable), m_exists(answer(connection, isSqlite(dialect) ? kSqliteLook : kServerLook)->rows() > 0) {}

DatabaseRevision RevisionTable::read(Reading reading) const {
  DatabaseRevision revision;
  if (!m_exists) return revision;
  const bool locks = reading == Reading::Locked && !isSqlite(m_dialect);
  const std::string sql = "SELECT id, interrupted, direction, done FROM " + m_dialect.quote(m_name) + " WHERE only_row = 1" + (locks ? " FOR UPDATE" : "");
  try {
    const auto batch = answer(m_connection, sql);
    if (batch->rows() == 0) return revision;
    revision.isKnown = true;
    revision.id = textAt(*batch, 0);
    if (const std::string id = textAt(*batch, 1); !id.empty()) {
      const ValueView done = batch->at(0, 3);
      const bool isNumber = done.storageClass() == StorageClass::Integer && done.toInteger() >= 0;
      revision.interrupted = {id, textAt(*batch, 2) == kDownWord ? Direction::Down : Direction::Up, isNumber ? static_cast<std::size_t>(done.toInteger()) : 0};
    }
    return revision;
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::Programming || error.sqlState == kNoRight) throw;
    throw DbError(ErrorKind::InvalidRequest, "the table joinery_revision is not the one that remembers revisions: " + error.message());
  }
}

std::vector<std::string> RevisionTable::writing(const DatabaseRevision& revision) const {
  const auto literal = [&](const std::string& text) { return text.empty() ? std::string("NULL") : m_dialect.literal(ValueView::text(text), {}); };
  std::string values = "1, " + literal(revision.id);
  if (const auto& each = revision.interrupted) values += ", " + literal(each->id) + ", " + literal(each->direction == Direction::Up ? kUpWord : kDownWord) + ", " + std::to_string(each->done);
  else values += ", NULL, NULL, NULL";
  const std::string table = m_dialect.quote(m_name);
  std::vector<std::string> statements;
  if (!m_exists) statements.push_back("CREATE TABLE " + table + " (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id TEXT, interrupted TEXT, direction TEXT, done INTEGER)");
  statements.push_back("INSERT INTO " + table + " (only_row, id, interrupted, direction, done) VALUES (" + values +
                       ") ON CONFLICT (only_row) DO UPDATE SET id = excluded.id, interrupted = excluded.interrupted, direction = excluded.direction, done = excluded.done");
  return statements;
}

void RevisionTable::write(const DatabaseRevision& revision) {
  for (const std::string& statement : writing(revision)) m_connection.execute(statement);
  m_exists = true;
}

}  // namespace joinery::migration
