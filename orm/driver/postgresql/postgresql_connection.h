// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/driver.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// A session on a PostgreSQL server.
class PostgresqlConnection : public Connection {
 public:
  /// Sets the session up. @throws DbError
  PostgresqlConnection(PostgresqlHandle handle, const ConnectOptions& options);

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds) override;
  void executeEach(std::string_view sql, BindSets& sets) override;
  std::int64_t copyIn(std::string_view sql, BindSets& rows) override;
  std::int64_t copyInText(std::string_view sql, const NextText& next) override;
  std::int64_t copyOut(std::string_view sql, const TakeLine& take) override;
  std::vector<std::string> splitStatements(std::string_view script) const override;
  TransactionState transactionState() const override { return m_session.transactionState(); }
  bool isAlive() override;
  void cancel() override { m_session.requestCancel(); }
  std::string serverVersion() const override;
  bool isReadOnly() const override;
  std::vector<std::string> takeWarnings() override { return m_session.takeWarnings(); }

  void warn(std::string text) { m_session.warn(std::move(text)); }

 private:
  std::string parameter(const char* name) const;
  template <typename Run>
  std::int64_t runCopy(std::string_view sql, const Run& run);

  PostgresqlSession m_session;
  const ConnectOptions::Access m_access;
};

}  // namespace joinery
