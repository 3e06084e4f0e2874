// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/core/value.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Runs one statement for many sets of values without waiting for each answer, as one transaction.
/// Source: postgresql.org/docs/15/libpq-pipeline-mode.html
class PostgresqlPipeline {
 public:
  /// @param session with a statement begun
  PostgresqlPipeline(PostgresqlSession& session, std::string sql) : m_session(session), m_sql(std::move(sql)) {}
  /// @return rows changed, by set
  /// @throws DbError of the first set that fails; none takes effect then
  std::vector<std::int64_t> run(std::span<const std::vector<Value>> bindSets);

 private:
  void prepare(std::span<const std::vector<Value>> bindSets);
  void sendChunk(std::span<const std::vector<Value>> bindSets);
  void flush();
  void readChunk(std::size_t sets);
  void readSync();
  void check(bool sent);
  void remember(const PGresult* result);

  PostgresqlSession& m_session;
  std::string m_sql;
  std::vector<std::int64_t> m_changed;
  std::optional<DbError> m_error;  // the first
};

}  // namespace joinery
