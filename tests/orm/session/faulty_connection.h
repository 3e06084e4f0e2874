// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/db_error.h"
#include "orm/driver/connection.h"

namespace joinery::test {

/// Another connection that fails as it is told when a statement begins with a word.
class FaultyConnection final : public Connection {
 public:
  FaultyConnection(Connection& inner, std::string word, ErrorKind kind, int times)
      : m_inner(inner), m_word(std::move(word)), m_kind(kind), m_times(times) {}

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds) override {
    if (sql.starts_with(m_word)) {
      ++attempts;
      if (m_times-- > 0) throw DbError(m_kind, "it fails as it was told");
    }
    return m_inner.execute(sql, binds);
  }
  std::vector<std::int64_t> executeMany(std::string_view sql, std::span<const std::vector<Value>> sets) override {
    return m_inner.executeMany(sql, sets);
  }
  std::vector<std::string> splitStatements(std::string_view script) const override {
    return m_inner.splitStatements(script);
  }
  TransactionState transactionState() const override { return m_inner.transactionState(); }
  bool isAlive() override { return m_inner.isAlive(); }
  void cancel() override { m_inner.cancel(); }
  std::string serverVersion() const override { return m_inner.serverVersion(); }
  bool isReadOnly() const override { return m_inner.isReadOnly(); }
  std::vector<std::string> takeWarnings() override { return m_inner.takeWarnings(); }

  int attempts = 0;

 private:
  Connection& m_inner;
  std::string m_word;
  ErrorKind m_kind;
  int m_times;
};

}  // namespace joinery::test
