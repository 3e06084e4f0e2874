// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// One statement as it reached the driver.
struct LoggedStatement {
  std::uint64_t number = 0;
  std::chrono::system_clock::time_point started;
  std::chrono::microseconds duration{0};  ///< until its first result was known
  std::string connection;                 ///< the name of the worker or "main"
  std::string sql;
  std::vector<std::vector<Value>> binds;  ///< one set, or several of an executeMany
  std::size_t bindSets = 1;               ///< all of them, also those that were too many to keep
  bool bindsCut = false;                  ///< binds are not whole: sets were left out or long values shortened
  std::optional<std::int64_t> affectedRows;
  std::string error;                      ///< empty when it went well
};

/// The last statements of an engine, in order. Any thread (guarded by m_mutex).
class StatementLog {
 public:
  explicit StatementLog(std::size_t capacity = 2'000) : m_capacity(capacity) {}
  /// @return the number that it was given, from 1
  std::uint64_t add(LoggedStatement statement);
  /// Writes down what was learnt after the statement had begun: the rows changed, or how fetching failed.
  void amend(std::uint64_t number, std::optional<std::int64_t> affectedRows, const std::string& error);
  /// Those with a number above `after`, oldest first.
  std::vector<LoggedStatement> statements(std::uint64_t after = 0) const;
  /// Called on the adding thread after each addition, and once more with the same number where it was amended.
  /// Set before the engine is used.
  void setObserver(std::function<void(const LoggedStatement&)> observer);

 private:
  mutable std::mutex m_mutex;
  std::deque<LoggedStatement> m_statements;
  std::uint64_t m_lastNumber = 0;
  std::size_t m_capacity;
  std::function<void(const LoggedStatement&)> m_observer;
};

}  // namespace joinery
