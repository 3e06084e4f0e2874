// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/statement_cache.h"

namespace joinery {

std::shared_ptr<const CompiledStatement> StatementCache::compiled(const sql::Select& statement) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_found.find(&statement.data());
  if (found != m_found.end()) {
    ++m_statistics.hits;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return m_entries.front().compiled;
  }
  auto compiled = std::make_shared<const CompiledStatement>(m_dialect.compile(statement));
  ++m_statistics.misses;
  m_entries.push_front({statement, compiled});
  m_found.emplace(&statement.data(), m_entries.begin());
  if (m_entries.size() > m_capacity) {
    m_found.erase(&m_entries.back().statement.data());
    m_entries.pop_back();
  }
  return compiled;
}

StatementCache::Statistics StatementCache::statistics() const {
  const std::lock_guard lock(m_mutex);
  Statistics now = m_statistics;
  now.size = m_entries.size();
  return now;
}

void StatementCache::clear() {
  const std::lock_guard lock(m_mutex);
  m_found.clear();
  m_entries.clear();
}

}  // namespace joinery
