// SPDX-License-Identifier: GPL-3.0-or-later
#include "browsed_table.h"

#include <cstdlib>
#include <map>

#include "events_file.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "workload.h"

namespace joinery::bench {

namespace {

std::int64_t firstOf(std::int64_t rows, Place place) {
  // A page as the window asks for it begins at a multiple of its size.
  return (place == Place::Middle ? rows / 2 : rows - 1) / BrowsedTable::kPageRows * BrowsedTable::kPageRows;
}

/// The keys of "events" are 1, 2, 3 ….
void requireKeysFrom(const Page& page, std::int64_t first) {
  require(page.rows->rows() > 0 && page.rows->at(0, 0).toInteger() == first + 1, "the page's first row is the one of that place");
  const auto last = page.rows->rows() - 1;
  require(page.rows->at(last, 0).toInteger() == first + 1 + static_cast<std::int64_t>(last), "its last one too");
}

}  // namespace

BrowsedTable::BrowsedTable(const Url& url, std::vector<std::string> sorts, Json filter)
    : m_engine(Engine::create(url)),
      m_reader(m_engine->connect(Engine::Access::Read)),
      m_query(automap(reflect(*m_reader, m_engine->dialect()), m_engine->dialect().namesIgnoreCase()), m_engine->dialect(),
              specOf(std::move(sorts), std::move(filter))) {}

PagedQuery::Spec BrowsedTable::specOf(std::vector<std::string> sorts, Json filter) {
  PagedQuery::Spec spec;
  spec.model = "events";
  spec.sorts = std::move(sorts);
  spec.filter = std::move(filter);
  return spec;
}

double BrowsedTable::scan() {
  return seconds([&] { m_query.scanKeys(*m_reader, CancelToken(), [] {}); });
}

double BrowsedTable::read(std::int64_t first) {
  return seconds([&] { m_last = m_query.page(*m_reader, first, kPageRows, CancelToken(), PagedQuery::Accuracy::Near); });
}

BrowsedTable& scannedTable(const Url& url, const std::vector<std::string>& sorts) {
  static std::map<std::pair<std::string, std::vector<std::string>>, BrowsedTable> tables;
  const auto [place, isNew] = tables.try_emplace({url.toString(), sorts}, url, sorts);
  if (isNew) place->second.scan();
  return place->second;
}

double firstPageByOrm(const Url& url) {
  BrowsedTable table(url);
  const double time = table.read(0);
  requireKeysFrom(table.last(), 0);
  return time;
}

double jumpByOrm(const Url& url, std::int64_t rows, Place place) {
  BrowsedTable& table = scannedTable(url, {});
  const double time = table.read(firstOf(rows, place));
  requireKeysFrom(table.last(), firstOf(rows, place));
  return time;
}

double unindexedJumpByOrm(const Url& url, std::int64_t rows, Place place) {
  BrowsedTable table(url);
  const double time = table.read(firstOf(rows, place));
  // How many rows there are is an estimate yet.
  const bool isNear = table.last().rows->rows() > 0 && std::abs(table.last().rows->at(0, 0).toInteger() - firstOf(rows, place)) <= rows / 20 + 1;
  require(isNear, "rows near that place are read");
  return time;
}

double keyIndexByOrm(const Url& url, std::int64_t rows) {
  BrowsedTable table(url);
  const double time = table.scan();
  require(table.query().index().rowsSeen() == rows, "every key is seen");
  table.read(firstOf(rows, Place::Middle));
  requireKeysFrom(table.last(), firstOf(rows, Place::Middle));
  return time;
}

double sortedPageByOrm(const Url& url) {
  BrowsedTable table(url, {"+amount"});
  const double time = table.read(0);
  require(table.last().size() == BrowsedTable::kPageRows, "a page is read");
  return time;
}

double rareFilterByOrm(const Url& url, std::int64_t rows) {
  BrowsedTable table(url, {}, {{"note", {{"$ilike", "%" + rareText(rows) + "%"}}}});
  const double time = table.read(0);
  require(table.last().size() == 1, "the one row is found");
  return time;
}

}  // namespace joinery::bench
