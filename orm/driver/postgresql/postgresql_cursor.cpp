// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_cursor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

/// Whether it surely only reads: in doubt, as with a comment in front or such a word in a text, it does not.
bool isReading(std::string_view sql) {
  constexpr std::array kReading{"select", "values", "table", "show"};
  constexpr std::array kWriting{"insert", "update", "delete", "merge"};
  const std::string text = asciiLower(sql);
  if (std::ranges::any_of(kReading, [&](const char* word) { return text.starts_with(word); })) return true;
  return text.starts_with("with") && std::ranges::none_of(kWriting, [&](const char* word) { return text.find(word) != std::string::npos; });
}

}  // namespace

std::int64_t postgresqlAffectedRows(PGresult* result) {
  constexpr std::array<std::string_view, 4> kChanging{"INSERT", "UPDATE", "DELETE", "MERGE"};
  const std::string_view tag = PQcmdStatus(result);
  const bool changes = std::ranges::any_of(kChanging, [&](std::string_view word) { return tag.starts_with(word); });
  const std::string_view number = PQcmdTuples(result);
  std::int64_t rows = -1;
  if (changes) std::from_chars(number.data(), number.data() + number.size(), rows);
  return rows;
}

PostgresqlCursor::PostgresqlCursor(PostgresqlSession& session, std::string sql) : m_session(session), m_sql(std::move(sql)) { advance(); }

PostgresqlCursor::~PostgresqlCursor() {
  // Stopping a statement undoes what it has done and fails the transaction around it, so only a query outside of one is
  // stopped soon.
  constexpr std::chrono::milliseconds kForQuery(200);
  constexpr std::chrono::seconds kForOthers(30);
  if (m_ended) return;
  const bool expendable = isReading(m_sql) && m_session.transactionState() == Connection::TransactionState::Idle;
  m_session.abandon(expendable ? kForQuery : std::chrono::milliseconds(kForOthers));
}

std::shared_ptr<const RowBatch> PostgresqlCursor::fetch(std::size_t maxRows, std::size_t maxCellBytes) {
  if (!m_shared) m_shared = std::make_shared<const ResultColumns>(m_columns);
  RowBatchBuilder builder = RowBatchBuilder::of(m_shared);
  CellLimit limit(maxCellBytes);
  while (builder.rows() < maxRows) {
    if (!m_row && !m_ended) advance();
    if (!m_row) break;
    appendRow(builder, limit);
    m_row.reset();
  }
  return builder.build();
}

/// Goes on to the next row or to the end.
void PostgresqlCursor::advance() {
  while (!m_row && !m_ended) {
    PostgresqlResult result = m_session.next();
    if (!result) return finish();
    take(std::move(result));
  }
}

void PostgresqlCursor::take(PostgresqlResult result) {
  switch (PQresultStatus(result.get())) {
    case PGRES_SINGLE_TUPLE:
      readColumns(result.get());
      m_row = std::move(result);
      return;
    case PGRES_TUPLES_OK:
      readColumns(result.get());
      m_affectedRows = postgresqlAffectedRows(result.get());
      return finish();
    case PGRES_COMMAND_OK:
      m_affectedRows = postgresqlAffectedRows(result.get());
      return finish();
    case PGRES_EMPTY_QUERY: refuse(ErrorKind::Programming, "the statement is empty", "Write a statement; this is nothing but blanks and comments.");
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
      refuse(ErrorKind::NotSupported, "COPY to and from the client cannot be run as a statement", "Use import and export, or INSERT and SELECT.");
    default: fail(result.get());
  }
}

void PostgresqlCursor::readColumns(const PGresult* result) {
  if (std::exchange(m_hasColumns, true)) return;
  const int count = PQnfields(result);
  for (int i = 0; i < count; ++i) {
    const Oid type = PQftype(result, i);
    m_columns.push_back({PQfname(result, i), m_session.types().typeOf(type, PQfmod(result, i))});
    m_decodings.push_back(postgresqlDecodingOf(type));
  }
}

void PostgresqlCursor::appendRow(RowBatchBuilder& builder, CellLimit& limit) const {
  constexpr int kOnlyRow = 0;
  for (std::size_t column = 0; column < m_columns.size(); ++column) {
    const int position = static_cast<int>(column);
    if (PQgetisnull(m_row.get(), kOnlyRow, position)) {
      builder.append(column, ValueView::null());
      continue;
    }
    const std::string_view text(PQgetvalue(m_row.get(), kOnlyRow, position), static_cast<std::size_t>(PQgetlength(m_row.get(), kOnlyRow, position)));
    appendPostgresqlCell(builder, column, m_decodings[column], text, limit);
  }
  builder.endRow();
}

/// Reads on until the connection is free. An error may still come: a deferred constraint's, at the end.
void PostgresqlCursor::finish() {
  while (PostgresqlResult rest = m_session.next()) {
    if (PQresultStatus(rest.get()) == PGRES_FATAL_ERROR) fail(rest.get());
  }
  m_ended = true;
  m_session.end(PostgresqlSession::Ending::Otherwise);
}

void PostgresqlCursor::fail(const PGresult* result) {
  const DbError error = postgresqlError(m_session.handle(), result, m_sql);
  while (m_session.next()) {
    // What follows an error says nothing new.
  }
  m_ended = true;
  m_session.end(error.kind() == ErrorKind::Cancelled ? PostgresqlSession::Ending::Cancelled : PostgresqlSession::Ending::Otherwise);
  throw error;
}

void PostgresqlCursor::refuse(ErrorKind kind, const std::string& message, const std::string& hint) {
  while (m_session.next()) {
    // The server's own error about it is less clear.
  }
  m_ended = true;
  m_session.end(PostgresqlSession::Ending::Otherwise);
  DbError error(kind, message);
  error.sql = m_sql;
  error.hint = hint;
  throw error;
}

}  // namespace joinery
