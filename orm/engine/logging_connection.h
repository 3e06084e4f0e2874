// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/engine/engine_listener.h"
#include "orm/engine/forwarding_connection.h"
#include "orm/engine/statement_log.h"
#include "orm/engine/wall_clock.h"

namespace joinery {

/// A driver's connection that writes down every statement: its text, binds, time, rows changed and error; and tells listeners of it.
/// Same threads as the connection inside. The log and the listeners must outlive it.
class LoggingConnection final : public ForwardingConnection {
 public:
  /// Long binds are shortened to this many bytes in the log, so that it does not hold a table's pictures.
  static constexpr std::size_t kLoggedValueBytes = 64 * 1024;
  /// Bytes of binds that one entry keeps; further sets of an executeMany are counted only.
  static constexpr std::size_t kLoggedBindBytes = 64 * 1024;

  using Listeners = std::vector<std::shared_ptr<EngineListener>>;
  LoggingConnection(std::unique_ptr<Connection> inner, StatementLog& log, const Listeners& listeners);
  /// The name that the next statements are logged under.
  void setUser(std::string user) { m_entry.connection = std::move(user); }

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) override;
  bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) override;
  void executeEach(std::string_view sql, BindSets& sets) override;
  std::int64_t copyIn(std::string_view sql, BindSets& rows) override;
  std::int64_t copyInText(std::string_view sql, const NextText& next) override;
  std::int64_t copyOut(std::string_view sql, const TakeLine& take) override;

 private:
  /// The entry of the statement that runs now. @param sets of binds to make room for
  LoggedStatement& begin(std::string_view sql, std::size_t sets = 0);
  LoggedStatement& begin(std::string_view sql, std::span<const Value> binds);
  /// Runs the statement and stops the entry's clock. A failure is logged and told of; success is its caller's to log.
  template <typename Statement>
  auto timed(LoggedStatement& entry, Statement&& statement);
  /// Runs and logs one that returns how many rows it was.
  template <typename Statement>
  std::int64_t counted(std::string_view sql, const Statement& statement);
  /// @return the entry's number
  std::uint64_t finish(LoggedStatement& entry);

  std::unique_ptr<Connection> m_connection;
  StatementLog& m_log;
  const Listeners& m_listeners;
  WallClock m_clock;
  LoggedStatement m_entry{.connection = "main"};  ///< made anew for each statement of the same memory
};

}  // namespace joinery
