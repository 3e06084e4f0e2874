// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "orm/dialect/dialect.h"

namespace joinery {

/// Statements that were compiled, so that one that is made once and run often is rendered once. What differs from run to run are
/// parameters in it (sql::parameter), given by Dialect::bound(). Any thread (guarded by m_mutex).
class StatementCache {
 public:
  struct Statistics { std::uint64_t hits = 0, misses = 0; std::size_t size = 0; };

  /// @param dialect outlives this @param capacity statements; those that were not used for longest go first
  explicit StatementCache(const Dialect& dialect, std::size_t capacity = 500) : m_dialect(dialect), m_capacity(capacity) {}

  /// A statement is told by its identity: this Select or a copy of it, not another that is merely equal.
  /// @throws DbError as Dialect::compile()
  std::shared_ptr<const CompiledStatement> compiled(const sql::Select& statement);
  Statistics statistics() const;
  void clear();

 private:
  struct Entry {
    sql::Select statement;  ///< keeps its identity from being another's
    std::shared_ptr<const CompiledStatement> compiled;
  };
  using Entries = std::list<Entry>;  // last used first

  const Dialect& m_dialect;
  const std::size_t m_capacity;
  mutable std::mutex m_mutex;
  Entries m_entries;
  std::unordered_map<const sql::Select::Data*, Entries::iterator> m_found;
  Statistics m_statistics;
};

}  // namespace joinery
