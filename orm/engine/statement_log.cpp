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

/// The oldest one gives its place, and with it the memory of its binds.
StatementLog::Entry& StatementLog::nextEntry() {
  if (m_entries.size() < m_capacity) return m_entries.emplace_back();
  if (m_entries.front().more) m_setBytes -= m_entries.front().more->setBytes;
  m_entries.push_back(std::move(m_entries.front()));
  m_entries.pop_front();
  m_entries.back().binds.clear();
  return m_entries.back();
}

/// The newest keeps its sets whatever their size.
void StatementLog::countSets(Entry& entry) {
  for (const Value& value : entry.binds) entry.more->setBytes += sizeof(Value) + value.bytes().size();
  m_setBytes += entry.more->setBytes;
  for (Entry& each : m_entries) {
    if (m_setBytes <= kMostSetBytes || &each == &entry) return;
    if (each.more && each.more->setBytes > 0) dropSets(each);
  }
}

void StatementLog::dropSets(Entry& entry) {
  entry.binds = {};
  entry.more->setSizes.clear();
  entry.more->bindsCut = true;
  m_setBytes -= std::exchange(entry.more->setBytes, 0);
}

std::uint64_t StatementLog::add(const LoggedStatement& statement) {
  std::function<void(const LoggedStatement&)> observer;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(m_mutex);
    Entry& entry = nextEntry();
    number = entry.number = ++m_lastNumber;
    entry.started = statement.started;
    entry.duration = statement.duration;
    share(entry.connection, statement.connection);
    share(entry.sql, statement.sql);
    for (const std::vector<Value>& set : statement.binds) entry.binds.insert(entry.binds.end(), set.begin(), set.end());
    entry.affectedRows = statement.affectedRows;
    entry.more = moreOf(statement);
    if (statement.binds.size() > 1) countSets(entry);
    observer = m_observer;
  }
  if (!observer) return number;
  LoggedStatement numbered = statement;
  numbered.number = number;
  observer(numbered);
  return number;
}

void StatementLog::amend(std::uint64_t number, std::optional<std::int64_t> affectedRows, const std::string& error) {
  std::function<void(const LoggedStatement&)> observer;
  LoggedStatement amended;
  {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::lower_bound(m_entries, number, {}, &Entry::number);
    if (found == m_entries.end() || found->number != number) return;
    if (affectedRows) found->affectedRows = affectedRows;
    if (!error.empty()) {
      LoggedStatement failed = found->statement();
      failed.error = error;
      const std::size_t setBytes = found->more ? found->more->setBytes : 0;
      found->more = moreOf(failed);
      found->more->setBytes = setBytes;
    }
    observer = m_observer;
    if (observer) amended = found->statement();
  }
  if (observer) observer(amended);
}

std::vector<LoggedStatement> StatementLog::statements(std::uint64_t after) const {
  const std::lock_guard lock(m_mutex);
  std::vector<LoggedStatement> found;
  for (auto each = std::ranges::upper_bound(m_entries, after, {}, &Entry::number); each != m_entries.end(); ++each) found.push_back(each->statement());
  return found;
}

void StatementLog::setObserver(std::function<void(const LoggedStatement&)> observer) {
  const std::lock_guard lock(m_mutex);
  m_observer = std::move(observer);
}

}  // namespace joinery
