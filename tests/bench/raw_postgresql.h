// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "event.h"
#include "orm/core/url.h"

namespace joinery::bench {

/// PostgreSQL by hand: a connection to the database of this run, which is made with the filled table "event" when it is first asked
/// for, on the server of JOINERY_TEST_POSTGRES, and is dropped with the program.
class RawPostgresql {
 public:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  /// @throws Skipped where no server is named
  RawPostgresql();
  RawPostgresql(const std::string& server, const std::string& database);
  ~RawPostgresql();
  RawPostgresql(const RawPostgresql&) = delete;
  RawPostgresql& operator=(const RawPostgresql&) = delete;

  PGconn* handle() const { return m_handle; }
  void run(const char* sql) const;
  std::int64_t number(const char* sql) const;
  /// @throws std::runtime_error where the result is another one
  Result checked(PGresult* result, ExecStatusType wanted) const;

  /// Rows into a table's columns but the key by COPY, in binary.
  void copyWithoutKey(const std::string& table, const std::vector<Event>& rows) const;
  /// The same for rows that are made one after another. @param next null at the end
  void copyWithoutKey(const std::string& table, const std::function<const Event*()>& next) const;
  /// An empty table of that name in the place of what had it.
  void makeTable(const std::string& name) const;

 private:
  PGconn* m_handle = nullptr;
};

/// A row of kColumns out of a result in binary.
void readEvent(const PGresult* result, int row, Event& event);
/// The URL of the server of JOINERY_TEST_POSTGRES. @throws Skipped where none is named
std::string postgresqlServer();
/// The database of this run for the ORM. @throws Skipped
Url postgresqlUrl();

}  // namespace joinery::bench
