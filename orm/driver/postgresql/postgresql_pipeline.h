// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/core/row_batch.h"
#include "orm/driver/bind_sets.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Runs one statement for many sets of values without waiting for each answer, as one transaction.
/// Source: postgresql.org/docs/15/libpq-pipeline-mode.html
class PostgresqlPipeline {
 public:
  /// @param session with a statement begun
  PostgresqlPipeline(PostgresqlSession& session, std::string sql, BindSets& sets) : m_session(session), m_sql(std::move(sql)), m_sets(sets) {}
  /// @throws DbError of the first set that fails; none takes effect then
  void run();

 private:
  void prepare();
  void send(std::size_t begin, std::size_t end);
  void flush();
  void read(std::size_t begin, std::size_t end);
  void readSet(std::size_t set);
  void readSync();
  void check(bool sent);
  void remember(const PGresult* result);
  void takeReturned(const PGresult* result);

  PostgresqlSession& m_session;
  std::string m_sql;
  BindSets& m_sets;
  std::shared_ptr<const RowBatch> m_returned;  // of the last set that was read
  std::size_t m_done = 0;
  std::optional<DbError> m_error;  // the first
};

}  // namespace joinery
