// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/statement_log.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace joinery {

LoggedStatement StatementLog::Entry::statement() const {
  LoggedStatement whole;
  whole.number = number;
  whole.started = started;
  whole.duration = duration;
  whole.connection = *connection;
  whole.sql = *sql;
  whole.affectedRows = affectedRows;
  if (more) {
    whole.bindSets = more->bindSets;
    whole.bindsCut = more->bindsCut;
    whole.error = more->error;
  }
  if (!more) {
    whole.binds.push_back(binds);
    return whole;
  }
  auto next = binds.begin();
  for (const std::size_t size : more->setSizes) {
    const auto first = std::exchange(next, next + static_cast<std::ptrdiff_t>(size));
    whole.binds.emplace_back(first, next);
  }
  return whole;
}

std::unique_ptr<StatementLog::Entry::More> StatementLog::moreOf(const LoggedStatement& statement) {
  if (statement.binds.size() == 1 && statement.bindSets == 1 && !statement.bindsCut && statement.error.empty()) return nullptr;
  auto more = std::make_unique<Entry::More>();
  for (const std::vector<Value>& set : statement.binds) more->setSizes.push_back(set.size());
  more->bindSets = statement.bindSets;
  more->bindsCut = statement.bindsCut;
  more->error = statement.error;
  return more;
}

/// @param text stays where it says the same already
void StatementLog::share(Text& place, const std::string& text) {
  if (place && *place == text) return;
  for (const Text& each : m_texts) {
    if (!each || *each != text) continue;
    place = each;
    return;
  }
  place = m_texts[m_nextText] = std::make_shared<const std::string>(text);
  m_nextText = (m_nextText + 1) % m_texts.size();
}

/// The oldest one gives its place, and with it the memory of its binds where they were one set.
StatementLog::Entry& StatementLog::nextEntry() {
  const std::uint64_t number = ++m_lastNumber;
  if (m_entries.size() < m_capacity) m_entries.emplace_back();
  Entry& entry = entryOf(number);
  if (entry.more && entry.more->setBytes > 0) dropSets(entry);
  entry.number = number;
  fetchSoon(number);
  return entry;
}

/// The oldest entries, which are next, have long left the processor's caches: it is told of them some statements before.
void StatementLog::fetchSoon(std::uint64_t number) {
  if (m_entries.size() < m_capacity) return;
  const Entry& soon = entryOf(number + 2);
  __builtin_prefetch(&soon, 1);
  __builtin_prefetch(reinterpret_cast<const char*>(&soon) + sizeof(Entry) - 1, 1);
  __builtin_prefetch(entryOf(number + 1).binds.data(), 1);
}

/// One set changes places with the entry's last one, whose memory the next statement uses.
void StatementLog::keepBinds(Entry& entry, LoggedStatement& statement) {
  if (statement.binds.size() == 1) return entry.binds.swap(statement.binds.front());
  entry.binds.clear();
  for (const std::vector<Value>& set : statement.binds) entry.binds.insert(entry.binds.end(), set.begin(), set.end());
}

/// The newest keeps its sets whatever their size.
void StatementLog::countSets(Entry& entry) {
  for (const Value& value : entry.binds) entry.more->setBytes += sizeof(Value) + value.bytes().size();
  m_setBytes += entry.more->setBytes;
  for (std::uint64_t number = firstNumber(); m_setBytes > kMostSetBytes && number < m_lastNumber; ++number) {
    Entry& each = entryOf(number);
    if (each.more && each.more->setBytes > 0) dropSets(each);
  }
}

void StatementLog::dropSets(Entry& entry) {
  entry.binds = {};
  entry.more->setSizes.clear();
  entry.more->bindsCut = true;
  m_setBytes -= std::exchange(entry.more->setBytes, 0);
}

std::uint64_t StatementLog::add(LoggedStatement&& statement) {
  std::function<void(const LoggedStatement&)> observer;
  LoggedStatement numbered;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(m_mutex);
    Entry& entry = nextEntry();
    number = entry.number;
    entry.started = statement.started;
    entry.duration = statement.duration;
    share(entry.connection, statement.connection);
    share(entry.sql, statement.sql);
    entry.affectedRows = statement.affectedRows;
    entry.more = moreOf(statement);
    keepBinds(entry, statement);
    if (statement.binds.size() > 1) countSets(entry);
    if (!m_observer) return number;
    observer = m_observer;
    numbered = entry.statement();
  }
  observer(numbered);
  return number;
}

void StatementLog::amend(std::uint64_t number, std::optional<std::int64_t> affectedRows, const std::string& error) {
  std::function<void(const LoggedStatement&)> observer;
  LoggedStatement amended;
  {
    const std::lock_guard lock(m_mutex);
    if (number < firstNumber() || number > m_lastNumber) return;
    Entry& entry = entryOf(number);
    if (affectedRows) entry.affectedRows = affectedRows;
    if (!error.empty()) {
      LoggedStatement failed = entry.statement();
      failed.error = error;
      const std::size_t setBytes = entry.more ? entry.more->setBytes : 0;
      entry.more = moreOf(failed);
      entry.more->setBytes = setBytes;
    }
    observer = m_observer;
    if (observer) amended = entry.statement();
  }
  if (observer) observer(amended);
}

std::vector<LoggedStatement> StatementLog::statements(std::uint64_t after) const {
  const std::lock_guard lock(m_mutex);
  std::vector<LoggedStatement> found;
  for (std::uint64_t number = std::max(after + 1, firstNumber()); number <= m_lastNumber; ++number) found.push_back(entryOf(number).statement());
  return found;
}

std::uint64_t StatementLog::lastNumber() const {
  const std::lock_guard lock(m_mutex);
  return m_lastNumber;
}

void StatementLog::setObserver(std::function<void(const LoggedStatement&)> observer) {
  const std::lock_guard lock(m_mutex);
  m_observer = std::move(observer);
}

}  // namespace joinery
