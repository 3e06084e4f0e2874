// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/connection.h"

namespace joinery {

/// Hands everything to another connection: for those that add something to one, and override that alone. Same threads as the connection
/// inside, which is there whenever something is asked of it.
class ForwardingConnection : public Connection {
 public:
  explicit ForwardingConnection(Connection& inner) : m_inner(inner) {}
  ForwardingConnection(const ForwardingConnection&) = delete;
  ForwardingConnection& operator=(const ForwardingConnection&) = delete;

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) override { return m_inner.execute(sql, binds); }
  bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) override { return m_inner.readRow(sql, binds, take); }
  void executeEach(std::string_view sql, BindSets& sets) override { m_inner.executeEach(sql, sets); }
  std::int64_t copyIn(std::string_view sql, BindSets& rows) override { return m_inner.copyIn(sql, rows); }
  std::int64_t copyInText(std::string_view sql, const NextText& next) override { return m_inner.copyInText(sql, next); }
  std::int64_t copyOut(std::string_view sql, const TakeLine& take) override { return m_inner.copyOut(sql, take); }
  void copyTo(const std::string& path, const Copied& copied) override { m_inner.copyTo(path, copied); }
  std::optional<std::int64_t> lastRowId() const override { return m_inner.lastRowId(); }
  void limitValues(std::size_t maxBytes) override { m_inner.limitValues(maxBytes); }
  void keepChanges(std::size_t mostBytes) override { m_inner.keepChanges(mostBytes); }
  void giveWay(std::optional<std::chrono::milliseconds> after) override { m_inner.giveWay(after); }
  std::unique_ptr<StoredValue> openValue(const QualifiedName& table, const std::string& column, std::int64_t rowId) override {
    return m_inner.openValue(table, column, rowId);
  }
  std::vector<std::string> splitStatements(std::string_view script) const override { return m_inner.splitStatements(script); }
  TransactionState transactionState() const override { return m_inner.transactionState(); }
  bool isAlive() override { return m_inner.isAlive(); }
  void cancel() override { m_inner.cancel(); }
  std::string serverVersion() const override { return m_inner.serverVersion(); }
  bool isReadOnly() const override { return m_inner.isReadOnly(); }
  std::vector<std::string> takeWarnings() override { return m_inner.takeWarnings(); }

 protected:
  Connection& inner() const { return m_inner; }

 private:
  Connection& m_inner;
};

}  // namespace joinery
