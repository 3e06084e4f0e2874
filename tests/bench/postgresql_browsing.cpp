// SPDX-License-Identifier: GPL-3.0-or-later
// The same as sqlite_browsing.cpp in PostgreSQL.
#include "browsed_table.h"
#include "browsing.h"
#include "event.h"
#include "events_file.h"
#include "raw_postgresql.h"
#include "workload.h"

namespace joinery::bench {

namespace {

/// The rows of a statement, in binary. @return seconds
double selectBinary(std::int64_t rows, const std::string& tail, std::vector<Event>& read) {
  const RawPostgresql database(postgresqlServer(), eventsDatabase(rows).database);
  return seconds([&] {
    const std::string sql = std::string("SELECT ") + kColumns + tail;
    const auto result = database.checked(PQexecParams(database.handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), PGRES_TUPLES_OK);
    for (int row = 0; row < PQntuples(result.get()); ++row) readEvent(result.get(), row, read.emplace_back());
  });
}

double selectPage(std::int64_t rows, const std::string& tail) {
  std::vector<Event> page;
  const double time = selectBinary(rows, tail + " LIMIT " + std::to_string(BrowsedTable::kPageRows), page);
  require(std::ssize(page) == BrowsedTable::kPageRows, "a page is read");
  return time;
}

}  // namespace

double firstPageRawPostgresql(std::int64_t rows) { return selectPage(rows, " FROM events ORDER BY id"); }

double firstPageOrmPostgresql(std::int64_t rows) { return firstPageByOrm(eventsDatabase(rows)); }

double jumpMiddleRawPostgresql(std::int64_t rows) { return selectPage(rows, " FROM events WHERE id >= " + std::to_string(rows / 2) + " ORDER BY id"); }

double jumpMiddleOrmPostgresql(std::int64_t rows) { return jumpByOrm(eventsDatabase(rows), rows, Place::Middle); }

double jumpEndRawPostgresql(std::int64_t rows) { return selectPage(rows, " FROM events ORDER BY id DESC"); }

double jumpEndOrmPostgresql(std::int64_t rows) { return jumpByOrm(eventsDatabase(rows), rows, Place::End); }

double unindexedMiddleOrmPostgresql(std::int64_t rows) { return unindexedJumpByOrm(eventsDatabase(rows), rows, Place::Middle); }

double unindexedEndOrmPostgresql(std::int64_t rows) { return unindexedJumpByOrm(eventsDatabase(rows), rows, Place::End); }

double keyIndexRawPostgresql(std::int64_t rows) {
  const RawPostgresql database(postgresqlServer(), eventsDatabase(rows).database);
  std::int64_t seen = 0;
  std::vector<std::string> kept;
  const double time = seconds([&] {
    const auto result = database.checked(PQexecParams(database.handle(), "SELECT id FROM events ORDER BY id", 0, nullptr, nullptr, nullptr, nullptr, 1), PGRES_TUPLES_OK);
    seen = PQntuples(result.get());
    for (int row = 0; row < seen; row += static_cast<int>(KeyIndex::kStride)) kept.emplace_back(PQgetvalue(result.get(), row, 0), sizeof(std::int64_t));
  });
  require(seen == rows, "every key is read");
  return time;
}

double keyIndexOrmPostgresql(std::int64_t rows) { return keyIndexByOrm(eventsDatabase(rows), rows); }

double sortedPageRawPostgresql(std::int64_t rows) { return selectPage(rows, " FROM events ORDER BY amount, id"); }

double sortedPageOrmPostgresql(std::int64_t rows) { return sortedPageByOrm(eventsDatabase(rows)); }

double rareFilterRawPostgresql(std::int64_t rows) {
  std::vector<Event> found;
  const double time = selectBinary(rows, " FROM events WHERE note ILIKE '%" + rareText(rows) + "%' ORDER BY id LIMIT 256", found);
  require(found.size() == 1, "the one row is found");
  return time;
}

double rareFilterOrmPostgresql(std::int64_t rows) { return rareFilterByOrm(eventsDatabase(rows), rows); }

}  // namespace joinery::bench
