// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "orm/dialect/compiled_statement.h"
#include "orm/schema/metadata.h"

/// A PostgreSQL database of its own on the tests' server, read through libpq alone, so that reflection is tested
/// without a driver. It is dropped with this object.
class PostgresqlCatalogueDatabase {
 public:
  /// @param server a URL or connection string of a user that may create databases @throws std::runtime_error
  explicit PostgresqlCatalogueDatabase(const std::string& server);
  ~PostgresqlCatalogueDatabase();
  PostgresqlCatalogueDatabase(const PostgresqlCatalogueDatabase&) = delete;
  PostgresqlCatalogueDatabase& operator=(const PostgresqlCatalogueDatabase&) = delete;

  /// @throws std::runtime_error
  void run(const std::string& script);
  /// In one transaction, as the program does.
  joinery::schema::MetaData reflect();
  /// The only cell of an answer.
  int number(const std::string& query);
  int version() const { return PQserverVersion(m_connection.get()); }

 private:
  using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
  Connection connected(const std::string& database) const;
  std::shared_ptr<const joinery::RowBatch> rows(const joinery::CompiledStatement& query);

  std::string m_server;
  std::string m_name;
  Connection m_connection{nullptr, &PQfinish};
};
