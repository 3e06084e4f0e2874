// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_statement_cache.h"

#include <utility>

namespace joinery {

std::unique_ptr<SqliteStatement> SqliteStatementCache::take(std::string_view sql) {
  const auto found = m_bySql.find(sql);
  if (found == m_bySql.end()) return nullptr;
  const Order::iterator place = found->second;
  m_bySql.erase(found);
  std::unique_ptr<SqliteStatement> statement = std::move(*place);
  m_order.erase(place);
  return statement;
}

void SqliteStatementCache::put(std::unique_ptr<SqliteStatement> statement) {
  constexpr std::size_t kLongestKept = 64 * 1024;  // bytes: a bulk insert is not run twice
  if (statement->sql().size() > kLongestKept || m_bySql.contains(statement->sql())) return;
  m_order.push_front(std::move(statement));
  m_bySql.emplace(m_order.front()->sql(), m_order.begin());
  if (m_order.size() <= m_capacity) return;
  m_bySql.erase(m_order.back()->sql());
  m_order.pop_back();
}

void SqliteStatementCache::clear() {
  m_bySql.clear();
  m_order.clear();
}

}  // namespace joinery
