// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgresql_catalogue_database.h"

#include <unistd.h>

#include <array>
#include <stdexcept>

#include "orm/dialect/postgresql/postgresql_reflection.h"

using joinery::CompiledStatement;
using joinery::RowBatch;
using joinery::ValueView;

namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Result checked(PGconn* connection, PGresult* given) {
  Result result(given, &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
  return result;
}

Result execute(PGconn* connection, const std::string& sql) { return checked(connection, PQexec(connection, sql.c_str())); }

std::string uniqueName() {
  static int counter = 0;
  return "joinery_reflection_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

}  // namespace

PostgresqlCatalogueDatabase::PostgresqlCatalogueDatabase(const std::string& server)
    : m_server(server), m_name(uniqueName()) {
  execute(connected({}).get(), "CREATE DATABASE " + m_name);
  m_connection = connected(m_name);
}

PostgresqlCatalogueDatabase::~PostgresqlCatalogueDatabase() {
  m_connection.reset();
  try {
    execute(connected({}).get(), "DROP DATABASE " + m_name);
  } catch (const std::runtime_error&) {
    // The server of the tests goes with its data.
  }
}

void PostgresqlCatalogueDatabase::run(const std::string& script) { execute(m_connection.get(), script); }

joinery::schema::MetaData PostgresqlCatalogueDatabase::reflect() {
  std::vector<std::shared_ptr<const RowBatch>> batches;
  run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  for (const CompiledStatement& query : joinery::postgresqlReflectionQueries()) batches.push_back(rows(query));
  for (const auto& query : joinery::postgresqlReflectionTables(batches).queries) batches.push_back(rows(query.statement));
  run("COMMIT");
  return joinery::foldPostgresqlReflection(batches);
}

int PostgresqlCatalogueDatabase::number(const std::string& query) { return std::stoi(PQgetvalue(execute(m_connection.get(), query).get(), 0, 0)); }

PostgresqlCatalogueDatabase::Connection PostgresqlCatalogueDatabase::connected(const std::string& database) const {
  // The first dbname is the whole connection string; the second one, where given, wins over the database in it.
  const std::array keywords{"dbname", "options", database.empty() ? static_cast<const char*>(nullptr) : "dbname",
                            static_cast<const char*>(nullptr)};
  const std::array values{m_server.c_str(), "-c client_min_messages=warning", database.c_str(),
                          static_cast<const char*>(nullptr)};
  constexpr int kExpandFirst = 1;
  Connection connection(PQconnectdbParams(keywords.data(), values.data(), kExpandFirst), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

std::shared_ptr<const RowBatch> PostgresqlCatalogueDatabase::rows(const CompiledStatement& query) {
  std::vector<std::string> texts;
  for (const auto& bind : query.binds) texts.push_back(bind.storageClass() == joinery::StorageClass::Integer ? std::to_string(bind.toInteger()) : std::string(bind.bytes()));
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  const Result result = checked(m_connection.get(), PQexecParams(m_connection.get(), query.sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0));
  const int columns = PQnfields(result.get());
  std::vector<joinery::ResultColumn> labels;
  for (int i = 0; i < columns; ++i) labels.push_back({PQfname(result.get(), i), {}});
  joinery::RowBatchBuilder builder(std::move(labels));
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    for (int i = 0; i < columns; ++i) {
      const std::string_view text(PQgetvalue(result.get(), row, i),
                                  static_cast<std::size_t>(PQgetlength(result.get(), row, i)));
      builder.append(static_cast<std::size_t>(i),
                     PQgetisnull(result.get(), row, i) ? ValueView::null() : ValueView::text(text));
    }
    builder.endRow();
  }
  return builder.build();
}
