// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "orm/driver/sqlite/sqlite_statement.h"

namespace joinery {

/// The statements that ran last, ready to run again. One in use is taken out and put back afterwards.
class SqliteStatementCache {
 public:
  explicit SqliteStatementCache(std::size_t capacity) : m_capacity(capacity) {}
  /// @return null where that text was not kept
  std::unique_ptr<SqliteStatement> take(std::string_view sql);
  /// @param statement reset
  void put(std::unique_ptr<SqliteStatement> statement);
  void clear();

 private:
  struct Place {
    std::string sql;
    std::unique_ptr<SqliteStatement> statement;  ///< null while it is lent
  };
  using Order = std::list<Place>;
  const std::size_t m_capacity;
  Order m_order;  // the latest first
  std::unordered_map<std::string_view, Order::iterator> m_bySql;  // keys live in the places
};

}  // namespace joinery
