// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/statement_log.h"

#include <algorithm>

namespace joinery {

std::uint64_t StatementLog::add(LoggedStatement statement) {
  std::function<void(const LoggedStatement&)> observer;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(m_mutex);
    number = statement.number = ++m_lastNumber;
    if (m_statements.size() == m_capacity) m_statements.pop_front();
    if (!m_observer) {
      m_statements.push_back(std::move(statement));
      return number;
    }
    m_statements.push_back(statement);
    observer = m_observer;
  }
  observer(statement);
  return number;
}

void StatementLog::amend(std::uint64_t number, std::optional<std::int64_t> affectedRows, const std::string& error) {
  std::function<void(const LoggedStatement&)> observer;
  LoggedStatement amended;
  {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::lower_bound(m_statements, number, {}, &LoggedStatement::number);
    if (found == m_statements.end() || found->number != number) return;
    if (affectedRows) found->affectedRows = affectedRows;
    if (!error.empty()) found->error = error;
    amended = *found;
    observer = m_observer;
  }
  if (observer) observer(amended);
}

std::vector<LoggedStatement> StatementLog::statements(std::uint64_t after) const {
  const std::lock_guard lock(m_mutex);
  const auto first = std::ranges::upper_bound(m_statements, after, {}, &LoggedStatement::number);
  return {first, m_statements.end()};
}

void StatementLog::setObserver(std::function<void(const LoggedStatement&)> observer) {
  const std::lock_guard lock(m_mutex);
  m_observer = std::move(observer);
}

}  // namespace joinery
