// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/logging_connection.h"

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

/// Adds to the log entry what only fetching tells.
class LoggingCursor final : public Cursor {
 public:
  LoggingCursor(std::unique_ptr<Cursor> inner, StatementLog& log, std::uint64_t number, bool rowsKnown)
      : m_inner(std::move(inner)), m_log(log), m_number(number), m_settled(rowsKnown) {}

  const std::vector<ResultColumn>& columns() const override { return m_inner->columns(); }
  std::int64_t affectedRows() const override { return m_inner->affectedRows(); }
  std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes) override {
    try {
      auto batch = m_inner->fetch(maxRows, maxCellBytes);
      settle();
      return batch;
    } catch (const DbError& error) {
      m_settled = true;
      m_log.amend(m_number, {}, error.message());
      throw;
    }
  }

 private:
  void settle() {
    if (m_settled || m_inner->affectedRows() < 0) return;
    m_settled = true;
    m_log.amend(m_number, m_inner->affectedRows(), {});
  }

  std::unique_ptr<Cursor> m_inner;
  StatementLog& m_log;
  std::uint64_t m_number;
  bool m_settled;
};

/// @return bytes kept
template <typename Binds>
std::size_t logBinds(LoggedStatement& entry, std::vector<Value>& set, const Binds& binds) {
  std::size_t bytes = 0;
  set.reserve(binds.size());
  for (const ValueView value : binds) {
    const auto head = value.bytes().substr(0, LoggingConnection::kLoggedValueBytes);
    bytes += sizeof(Value) + head.size();
    if (head.size() == value.bytes().size()) {
      set.emplace_back(value);
      continue;
    }
    entry.bindsCut = true;
    set.push_back(value.storageClass() == StorageClass::Text ? Value::text(std::string(head))
                                                             : Value::blob(std::string(head)));
  }
  return bytes;
}

/// Notes the sets that pass, as many as an entry keeps, and counts rows.
class LoggedSets final : public BindSets {
 public:
  LoggedSets(BindSets& inner, LoggedStatement& entry) : m_inner(inner), m_entry(entry) { m_entry.bindSets = inner.size(); }

  std::size_t size() const override { return m_inner.size(); }
  std::span<const ValueView> values(std::size_t set) override {
    const std::span<const ValueView> values = m_inner.values(set);
    m_asked = std::max(m_asked, set + 1);
    if (set == m_entry.binds.size()) note(values);
    return values;
  }
  void done(std::size_t set, std::int64_t rows, std::span<const ValueView> returned) override {
    m_rows += std::max<std::int64_t>(rows, 0);
    m_inner.done(set, rows, returned);
  }
  std::int64_t rows() const { return m_rows; }
  /// Runs what asks for the sets. Where it fails, those after the last that was asked for were never sent.
  template <typename Run>
  auto during(const Run& run) {
    try {
      return run();
    } catch (const DbError&) {
      m_entry.bindSets = m_asked;
      throw;
    }
  }

 private:
  void note(std::span<const ValueView> values) {
    if (m_bytes > LoggingConnection::kLoggedBindBytes) m_entry.bindsCut = true;
    else m_bytes += logBinds(m_entry, m_entry.binds.emplace_back(), values);
  }

  BindSets& m_inner;
  LoggedStatement& m_entry;
  std::size_t m_bytes = 0, m_asked = 0;
  std::int64_t m_rows = 0;
};

}  // namespace

LoggingConnection::LoggingConnection(std::unique_ptr<Connection> inner, StatementLog& log, const Listeners& listeners)
    : ForwardingConnection(*inner), m_connection(std::move(inner)), m_log(log), m_listeners(listeners) {}

std::uint64_t LoggingConnection::finish(LoggedStatement& entry) {
  entry.number = m_listeners.empty() ? m_log.add(std::move(entry)) : m_log.add(entry);
  for (const auto& listener : m_listeners) listener->statementEnded(entry);
  return entry.number;
}

template <typename Statement>
auto LoggingConnection::timed(LoggedStatement& entry, Statement&& statement) {
  auto start = std::chrono::steady_clock::now();
  entry.started = m_clock.at(start);
  if (!m_listeners.empty()) {
    for (const auto& listener : m_listeners) listener->statementStarts(entry);
    start = std::chrono::steady_clock::now();
  }
  const auto stop = [&] {
    entry.duration = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  };
  try {
    if constexpr (std::is_void_v<decltype(statement())>) {
      statement();
      stop();
    } else {
      auto result = statement();
      stop();
      return result;
    }
  } catch (const DbError& error) {
    stop();
    entry.error = error.message();
    finish(entry);
    throw;
  }
}

LoggedStatement& LoggingConnection::begin(std::string_view sql, std::size_t sets) {
  if (m_entry.sql != sql) m_entry.sql = sql;
  m_entry.bindSets = 1;
  m_entry.bindsCut = false;
  m_entry.affectedRows.reset();
  m_entry.error.clear();
  m_entry.binds.resize(sets);
  return m_entry;
}

LoggedStatement& LoggingConnection::begin(std::string_view sql, std::span<const Value> binds) {
  LoggedStatement& entry = begin(sql, std::size_t{1});
  entry.binds.front().clear();
  logBinds(entry, entry.binds.front(), binds);
  return entry;
}

std::unique_ptr<Cursor> LoggingConnection::execute(std::string_view sql, std::span<const Value> binds) {
  LoggedStatement& entry = begin(sql, binds);
  auto cursor = timed(entry, [&] { return inner().execute(sql, binds); });
  const bool rowsKnown = cursor->columns().empty() && cursor->affectedRows() >= 0;
  if (rowsKnown) entry.affectedRows = cursor->affectedRows();
  const auto number = finish(entry);
  return std::make_unique<LoggingCursor>(std::move(cursor), m_log, number, rowsKnown);
}

bool LoggingConnection::readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) {
  LoggedStatement& entry = begin(sql, binds);
  const bool isThere = timed(entry, [&] { return inner().readRow(sql, binds, take); });
  finish(entry);
  return isThere;
}

std::int64_t LoggingConnection::copyIn(std::string_view sql, BindSets& rows) {
  LoggedStatement& entry = begin(sql);
  LoggedSets logged(rows, entry);
  const std::int64_t count = timed(entry, [&] { return logged.during([&] { return inner().copyIn(sql, logged); }); });
  entry.affectedRows = count;
  finish(entry);
  return count;
}

std::int64_t LoggingConnection::copyInText(std::string_view sql, const NextText& next) {
  return counted(sql, [&] { return inner().copyInText(sql, next); });
}

std::int64_t LoggingConnection::copyOut(std::string_view sql, const TakeLine& take) {
  return counted(sql, [&] { return inner().copyOut(sql, take); });
}

template <typename Statement>
std::int64_t LoggingConnection::counted(std::string_view sql, const Statement& statement) {
  LoggedStatement& entry = begin(sql);
  const std::int64_t count = timed(entry, statement);
  entry.affectedRows = count;
  finish(entry);
  return count;
}

void LoggingConnection::executeEach(std::string_view sql, BindSets& sets) {
  LoggedStatement& entry = begin(sql);
  LoggedSets logged(sets, entry);
  timed(entry, [&] { logged.during([&] { inner().executeEach(sql, logged); }); });
  entry.affectedRows = logged.rows();
  finish(entry);
}

}  // namespace joinery
