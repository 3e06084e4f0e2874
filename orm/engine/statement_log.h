// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
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
  /// Bytes of the values of statements that ran with several sets; beyond that the oldest lose theirs.
  static constexpr std::size_t kMostSetBytes = 8 * 1024 * 1024;

  explicit StatementLog(std::size_t capacity = 2'000) : m_capacity(capacity) {}
  /// @return the number that it was given, from 1
  std::uint64_t add(const LoggedStatement& statement) { return add(LoggedStatement(statement)); }
  /// @param statement gives its binds away, for the memory of others
  std::uint64_t add(LoggedStatement&& statement);
  /// Writes down what was learnt after the statement had begun: the rows changed, or how fetching failed.
  void amend(std::uint64_t number, std::optional<std::int64_t> affectedRows, const std::string& error);
  /// Those with a number above `after`, oldest first.
  std::vector<LoggedStatement> statements(std::uint64_t after = 0) const;
  /// That of the last one; 0 before the first.
  std::uint64_t lastNumber() const;
  /// Called on the adding thread after each addition, and once more with the same number where it was amended.
  /// Set before the engine is used.
  void setObserver(std::function<void(const LoggedStatement&)> observer);

 private:
  using Text = std::shared_ptr<const std::string>;
  /// A statement as it is kept: thousands of them are to stay out of the way of what programs need near.
  struct Entry {
    std::uint64_t number = 0;
    std::chrono::system_clock::time_point started;
    std::chrono::microseconds duration{0};
    Text connection, sql;
    std::vector<Value> binds;  ///< of all sets that are kept
    std::optional<std::int64_t> affectedRows;
    /// What few have. Without it the binds are one set.
    struct More {
      std::vector<std::size_t> setSizes;
      std::size_t bindSets = 1;
      bool bindsCut = false;
      std::string error;
      std::size_t setBytes = 0;  ///< of the binds, where there are several sets
    };
    std::unique_ptr<More> more;

    LoggedStatement statement() const;
  };
  static std::unique_ptr<Entry::More> moreOf(const LoggedStatement& statement);
  void share(Text& place, const std::string& text);
  static void keepBinds(Entry& entry, LoggedStatement& statement);
  Entry& nextEntry();
  void fetchSoon(std::uint64_t number);
  std::uint64_t firstNumber() const { return m_lastNumber - m_entries.size() + 1; }
  /// @pre it is one of those that are kept
  Entry& entryOf(std::uint64_t number) { return m_entries[(number - 1) % m_capacity]; }
  const Entry& entryOf(std::uint64_t number) const { return m_entries[(number - 1) % m_capacity]; }
  void countSets(Entry& entry);
  void dropSets(Entry& entry);

  mutable std::mutex m_mutex;
  std::vector<Entry> m_entries;  ///< in a ring: the newest takes the oldest one's place
  /// The texts that were met last, for equal ones to be kept once.
  std::array<Text, 8> m_texts;
  std::size_t m_nextText = 0;
  std::uint64_t m_lastNumber = 0;
  std::size_t m_capacity;
  std::size_t m_setBytes = 0;
  std::function<void(const LoggedStatement&)> m_observer;
};

}  // namespace joinery
