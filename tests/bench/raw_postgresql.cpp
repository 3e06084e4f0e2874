// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_postgresql.h"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "network_order.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr std::size_t kCopyBytes = 64 * 1024;

/// The database of this run.
class RunDatabase {
 public:
  RunDatabase() : m_server(postgresqlServer()), m_name("joinery_bench_" + std::to_string(getpid())) {
    RawPostgresql(m_server, {}).run(("CREATE DATABASE " + m_name).c_str());
    const RawPostgresql database(m_server, m_name);
    database.makeTable("event");
    database.copyWithoutKey("event", events());
    database.run("VACUUM ANALYZE event");
  }
  ~RunDatabase() {
    try {
      RawPostgresql(m_server, {}).run(("DROP DATABASE " + m_name + " WITH (FORCE)").c_str());
    } catch (const std::exception&) {
      // The server is gone, and the database with it.
    }
  }
  RunDatabase(const RunDatabase&) = delete;
  RunDatabase& operator=(const RunDatabase&) = delete;
  const std::string& server() const { return m_server; }
  const std::string& name() const { return m_name; }

 private:
  std::string m_server, m_name;
};

const RunDatabase& runDatabase() {
  static const RunDatabase made;
  return made;
}

template <typename Number>
void appendNumber(std::string& buffer, Number number) {
  const auto bytes = toNetwork(number);
  buffer.append(bytes.data(), bytes.size());
}

template <typename Number>
void appendField(std::string& buffer, Number number) {
  appendNumber(buffer, static_cast<std::int32_t>(sizeof(Number)));
  appendNumber(buffer, number);
}

void appendTextField(std::string& buffer, const std::string& text) {
  appendNumber(buffer, static_cast<std::int32_t>(text.size()));
  buffer += text;
}

void appendCopyRow(std::string& buffer, const Event& row) {
  appendNumber(buffer, std::int16_t{5});
  appendField(buffer, row.userId);
  appendTextField(buffer, row.kind);
  appendField(buffer, row.amount);
  appendTextField(buffer, row.createdAt);
  if (row.note) appendTextField(buffer, *row.note);
  else appendNumber(buffer, std::int32_t{-1});
}

std::string textAt(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

}  // namespace

std::string postgresqlServer() {
  const char* server = std::getenv("JOINERY_TEST_POSTGRES");
  if (!server || !*server) throw Skipped{"JOINERY_TEST_POSTGRES names no server"};
  return server;
}

RawPostgresql::RawPostgresql() : RawPostgresql(runDatabase().server(), runDatabase().name()) {}

RawPostgresql::RawPostgresql(const std::string& server, const std::string& database) {
  const char* keywords[] = {"dbname", database.empty() ? nullptr : "dbname", nullptr};
  const char* values[] = {server.c_str(), database.c_str(), nullptr};
  m_handle = PQconnectdbParams(keywords, values, 1);
  if (PQstatus(m_handle) == CONNECTION_OK) return;
  const std::string message = PQerrorMessage(m_handle);
  PQfinish(m_handle);
  throw std::runtime_error(message);
}

RawPostgresql::~RawPostgresql() { PQfinish(m_handle); }

RawPostgresql::Result RawPostgresql::checked(PGresult* result, ExecStatusType wanted) const {
  Result owned(result, &PQclear);
  if (PQresultStatus(result) != wanted) throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(m_handle));
  return owned;
}

void RawPostgresql::run(const char* sql) const { checked(PQexec(m_handle, sql), PGRES_COMMAND_OK); }

std::int64_t RawPostgresql::number(const char* sql) const { return std::strtoll(PQgetvalue(checked(PQexec(m_handle, sql), PGRES_TUPLES_OK).get(), 0, 0), nullptr, 10); }

void RawPostgresql::copyWithoutKey(const std::string& table, const std::vector<Event>& rows) const {
  copyWithoutKey(table, [next = rows.begin(), end = rows.end()]() mutable { return next == end ? nullptr : &*next++; });
}

void RawPostgresql::copyWithoutKey(const std::string& table, const std::function<const Event*()>& next) const {
  checked(PQexec(m_handle, ("COPY " + table + "(" + kColumnsWithoutKey + ") FROM STDIN (FORMAT binary)").c_str()), PGRES_COPY_IN);
  std::string buffer("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
  const auto send = [&] {
    if (PQputCopyData(m_handle, buffer.data(), static_cast<int>(buffer.size())) != 1) throw std::runtime_error(PQerrorMessage(m_handle));
    buffer.clear();
  };
  while (const Event* row = next()) {
    appendCopyRow(buffer, *row);
    if (buffer.size() >= kCopyBytes) send();
  }
  appendNumber(buffer, std::int16_t{-1});
  send();
  if (PQputCopyEnd(m_handle, nullptr) != 1) throw std::runtime_error(PQerrorMessage(m_handle));
  checked(PQgetResult(m_handle), PGRES_COMMAND_OK);
  while (PGresult* more = PQgetResult(m_handle)) PQclear(more);
}

/// Nothing is cleaned up behind the back of what is measured.
void RawPostgresql::makeTable(const std::string& name) const {
  run("SET client_min_messages = warning");
  run(("DROP TABLE IF EXISTS " + name).c_str());
  run(("CREATE TABLE " + name +
       "(id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL, kind text NOT NULL, amount double precision NOT NULL,"
       " created_at text NOT NULL, note text) WITH (autovacuum_enabled = false)")
          .c_str());
  run("CHECKPOINT");
}

void readEvent(const PGresult* result, int row, Event& event) {
  event.id = fromNetwork<std::int64_t>(PQgetvalue(result, row, 0));
  event.userId = fromNetwork<std::int64_t>(PQgetvalue(result, row, 1));
  event.kind = textAt(result, row, 2);
  event.amount = fromNetwork<double>(PQgetvalue(result, row, 3));
  event.createdAt = textAt(result, row, 4);
  if (!PQgetisnull(result, row, 5)) event.note = textAt(result, row, 5);
}

Url postgresqlUrl() {
  Url url = Url::parse(runDatabase().server());
  url.database = runDatabase().name();
  return url;
}

}  // namespace joinery::bench
