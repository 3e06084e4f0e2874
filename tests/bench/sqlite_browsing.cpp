// SPDX-License-Identifier: GPL-3.0-or-later
// A table of any size as it is browsed in SQLite: its first page, any other, in its own order and sorted, found by a filter; and the
// scans of its keys.
#include <map>

#include "browsed_table.h"
#include "browsing.h"
#include "event.h"
#include "events_file.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr const char* kByAmount = " FROM events ORDER BY amount, id";

Url urlOf(std::int64_t rows) { return Url::sqliteFile(eventsFile(rows)); }

/// Rows of a statement as objects. @return seconds
double readRows(const std::string& file, const std::string& tail, std::vector<Event>& read) {
  const RawSqlite database(file);
  return seconds([&] {
    RawStatement select(database, std::string("SELECT ") + kColumns + tail);
    while (select.step()) select.read(read.emplace_back());
  });
}

double readPage(const std::string& file, const std::string& tail) {
  std::vector<Event> page;
  const double time = readRows(file, tail + " LIMIT " + std::to_string(BrowsedTable::kPageRows), page);
  require(std::ssize(page) == BrowsedTable::kPageRows, "a page is read");
  return time;
}

double findRareRow(const std::string& file, std::int64_t rows) {
  std::vector<Event> found;
  const double time = readRows(file, " FROM events WHERE note LIKE '%" + rareText(rows) + "%' ORDER BY id LIMIT 256", found);
  require(found.size() == 1, "the one row is found");
  return time;
}

/// Every so many-th key of a statement's result, and how long it took to read all.
double readKeys(std::int64_t rows, const std::string& sql, std::int64_t stride, std::vector<std::int64_t>& kept) {
  const RawSqlite database(eventsFile(rows));
  std::int64_t seen = 0;
  const double time = seconds([&] {
    RawStatement select(database, sql);
    while (select.step()) {
      const std::int64_t key = sqlite3_column_int64(select.get(), 0);
      if (seen++ % stride == 0) kept.push_back(key);
    }
  });
  require(seen == rows, "every key is read");
  return time;
}

/// The key in the middle of the sorted order. (An OFFSET would take SQLite ten times as long.)
std::int64_t middleKeyByAmount(std::int64_t rows) {
  static std::map<std::int64_t, std::int64_t> known;
  const auto [key, isNew] = known.try_emplace(rows);
  if (!isNew) return key->second;
  std::vector<std::int64_t> kept;
  readKeys(rows, std::string("SELECT id") + kByAmount, 1, kept);
  return key->second = kept[static_cast<std::size_t>(rows / 2)];
}

}  // namespace

double firstPageRawSqlite(std::int64_t rows) { return readPage(eventsFile(rows), " FROM events ORDER BY id"); }

double firstPageOrmSqlite(std::int64_t rows) { return firstPageByOrm(urlOf(rows)); }

double jumpMiddleRawSqlite(std::int64_t rows) { return readPage(eventsFile(rows), " FROM events WHERE id >= " + std::to_string(rows / 2) + " ORDER BY id"); }

double jumpMiddleOrmSqlite(std::int64_t rows) { return jumpByOrm(urlOf(rows), rows, Place::Middle); }

double jumpEndRawSqlite(std::int64_t rows) { return readPage(eventsFile(rows), " FROM events ORDER BY id DESC"); }

double jumpEndOrmSqlite(std::int64_t rows) { return jumpByOrm(urlOf(rows), rows, Place::End); }

double unindexedMiddleOrmSqlite(std::int64_t rows) { return unindexedJumpByOrm(urlOf(rows), rows, Place::Middle); }

double unindexedEndOrmSqlite(std::int64_t rows) { return unindexedJumpByOrm(urlOf(rows), rows, Place::End); }

double keyIndexRawSqlite(std::int64_t rows) {
  std::vector<std::int64_t> kept;
  return readKeys(rows, "SELECT id FROM events ORDER BY id", KeyIndex::kStride, kept);
}

double keyIndexOrmSqlite(std::int64_t rows) { return keyIndexByOrm(urlOf(rows), rows); }

double sortedPageRawSqlite(std::int64_t rows) { return readPage(eventsFile(rows), kByAmount); }

double sortedPageOrmSqlite(std::int64_t rows) { return sortedPageByOrm(urlOf(rows)); }

double sortedKeysRawSqlite(std::int64_t rows) {
  std::vector<std::int64_t> kept;
  return readKeys(rows, std::string("SELECT id") + kByAmount, 1, kept);
}

double sortedKeysOrmSqlite(std::int64_t rows) {
  BrowsedTable table(urlOf(rows), {"+amount"});
  const double time = table.scan();
  table.read(rows / 2);
  require(table.query().index().rowsSeen() == rows && table.last().rows->at(0, 0).toInteger() == middleKeyByAmount(rows), "any page is found");
  return time;
}

double sortedEndOrmSqlite(std::int64_t rows) {
  BrowsedTable& table = scannedTable(urlOf(rows), {"+amount"});
  const double time = table.read(rows - BrowsedTable::kPageRows);
  require(table.last().size() == BrowsedTable::kPageRows, "a page is read");
  return time;
}

double rareFilterRawSqlite(std::int64_t rows) { return findRareRow(eventsFile(rows), rows); }

double rareFilterOrmSqlite(std::int64_t rows) { return rareFilterByOrm(urlOf(rows), rows); }

double rareFilterRawRollback(std::int64_t rows) { return findRareRow(rollbackFile(rows), rows); }

double rareFilterOrmRollback(std::int64_t rows) { return rareFilterByOrm(Url::sqliteFile(rollbackFile(rows)), rows); }

double sortedPageRawRollback(std::int64_t rows) { return readPage(rollbackFile(rows), kByAmount); }

double sortedPageOrmRollback(std::int64_t rows) { return sortedPageByOrm(Url::sqliteFile(rollbackFile(rows))); }

}  // namespace joinery::bench
