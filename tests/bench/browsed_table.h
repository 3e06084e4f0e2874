// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/paging/paged_query.h"

namespace joinery::bench {

/// The table "events" as a window opens it, on a connection of its own.
class BrowsedTable {
 public:
  /// As many rows as a page of the window has.
  static constexpr std::int64_t kPageRows = 256;
  explicit BrowsedTable(const Url& url, std::vector<std::string> sorts = {}, Json filter = Json::object());

  /// @return seconds
  double scan();
  /// A page as the window asks for it. @return seconds, with what comes of it in last()
  double read(std::int64_t first);
  const Page& last() const { return m_last; }
  const PagedQuery& query() const { return m_query; }

 private:
  static PagedQuery::Spec specOf(std::vector<std::string> sorts, Json filter);
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_reader;
  PagedQuery m_query;
  Page m_last;
};

/// One whose keys were scanned: kept for the program's life, as the scan costs far more than what is read by it.
BrowsedTable& scannedTable(const Url& url, const std::vector<std::string>& sorts);

/// What the ORM takes for it; the rows that are read have to be the right ones. @return seconds
double firstPageByOrm(const Url& url);
enum class Place { Middle, End };
double jumpByOrm(const Url& url, std::int64_t rows, Place place);
/// The same before anything was scanned.
double unindexedJumpByOrm(const Url& url, std::int64_t rows, Place place);
double keyIndexByOrm(const Url& url, std::int64_t rows);
double sortedPageByOrm(const Url& url);
double rareFilterByOrm(const Url& url, std::int64_t rows);

}  // namespace joinery::bench
