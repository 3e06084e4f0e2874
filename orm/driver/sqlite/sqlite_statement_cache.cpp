// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_statement_cache.h"

#include <utility>

namespace joinery {

std::unique_ptr<SqliteStatement> SqliteStatementCache::take(std::string_view sql) {
  const auto found = m_bySql.find(sql);
  if (found == m_bySql.end()) return nullptr;
  m_order.splice(m_order.begin(), m_order, found->second);
  return std::move(m_order.front().statement);
}

void SqliteStatementCache::put(std::unique_ptr<SqliteStatement> statement) {
  constexpr std::size_t kLongestKept = 64 * 1024;  // bytes: a bulk insert is not run twice
  if (statement->sql().size() > kLongestKept) return;
  // Most come back before another is taken.
  if (!m_order.empty() && !m_order.front().statement && m_order.front().sql == statement->sql()) {
    m_order.front().statement = std::move(statement);
    return;
  }
  if (const auto found = m_bySql.find(statement->sql()); found != m_bySql.end()) {
    if (!found->second->statement) found->second->statement = std::move(statement);
    return;
  }
  m_order.push_front({statement->sql(), nullptr});
  m_order.front().statement = std::move(statement);
  m_bySql.emplace(m_order.front().sql, m_order.begin());
  if (m_order.size() <= m_capacity) return;
  m_bySql.erase(m_order.back().sql);
  m_order.pop_back();
}

void SqliteStatementCache::clear() {
  m_bySql.clear();
  m_order.clear();
}

}  // namespace joinery
