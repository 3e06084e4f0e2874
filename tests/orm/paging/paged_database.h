// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <memory>
#include <string>

#include "orm/engine/engine.h"
#include "orm/paging/paged_query.h"

namespace joinery::test {

/// A database with its models, its pages, and what hand-written statements find in it.
class PagedDatabase {
 public:
  PagedDatabase(const Url& url, const std::string& script);

  Connection& connection() { return *m_reader; }
  /// One more of its own.
  ConnectionPool::Lease connect(Engine::Access access) { return m_engine->connect(access); }
  void run(const std::string& script);
  /// Reads the catalogue again.
  void reflect();
  PagedQuery query(PagedQuery::Spec spec) const { return {m_registry, m_engine->dialect(), std::move(spec)}; }
  /// The rows of a hand-written statement.
  QStringList rows(const std::string& sql);
  /// Each place's row as text.
  static constexpr const char* kGone = "gone";
  QStringList page(const PagedQuery& query, std::int64_t first, std::int64_t count);
  QStringList lastPage(const PagedQuery& query, std::int64_t count);
  void scan(const PagedQuery& query);
  const Dialect& dialect() const { return m_engine->dialect(); }
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }
  std::uint64_t statementCount() const { return m_engine->log().lastNumber(); }
  /// The statement that was sent last.
  std::string lastStatement() const { return m_engine->log().statements(statementCount() - 1).back().sql; }
  /// Those before it too, in the order in which they were sent.
  QStringList lastStatements(std::size_t count) const;

  /// Compares pages from the beginning, the middle and the end with LIMIT and OFFSET, before the keys are known and after.
  /// @param sql the same rows in the same order
  void comparePages(const PagedQuery& query, const std::string& sql);

 private:
  void compareFirstKeys(const PagedQuery& query);
  void comparePagesOnce(const PagedQuery& query, const std::string& sql, std::int64_t rows);

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_reader;
  std::shared_ptr<const Registry> m_registry;
};

/// Each row's first cells, one text a row.
QStringList rowTexts(const RowBatch& batch, std::size_t columns);

}  // namespace joinery::test
