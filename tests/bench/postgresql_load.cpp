// SPDX-License-Identifier: GPL-3.0-or-later
// A whole table: copied into objects from a binary result, and loaded as records.
#include "network_order.h"
#include "orm_place.h"
#include "raw_postgresql.h"
#include "workload.h"

namespace joinery::bench {

namespace {

std::string textAt(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

void readRow(const PGresult* result, int row, Event& event) {
  event.id = fromNetwork<std::int64_t>(PQgetvalue(result, row, 0));
  event.userId = fromNetwork<std::int64_t>(PQgetvalue(result, row, 1));
  event.kind = textAt(result, row, 2);
  event.amount = fromNetwork<double>(PQgetvalue(result, row, 3));
  event.createdAt = textAt(result, row, 4);
  if (!PQgetisnull(result, row, 5)) event.note = textAt(result, row, 5);
}

}  // namespace

double loadRawPostgresql() {
  const RawPostgresql database;
  std::vector<Event> loaded;
  const double time = seconds([&] {
    const std::string sql = std::string("SELECT ") + kColumns + " FROM event";
    const auto result = database.checked(PQexecParams(database.handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), PGRES_TUPLES_OK);
    const int rows = PQntuples(result.get());
    loaded.resize(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) readRow(result.get(), row, loaded[static_cast<std::size_t>(row)]);
  });
  require(loaded.size() == events().size() && loaded.back().note == events().back().note, "every row is an object");
  return time;
}

double loadOrmPostgresql() {
  OrmPlace place(postgresqlUrl());
  std::vector<RecordPtr> loaded;
  const double time = seconds([&] { loaded = place.session().select({.model = "event"}); });
  require(loaded.size() == events().size() && loaded.back()->value("kind").bytes() == events().back().kind, "every row is a record");
  return time;
}

}  // namespace joinery::bench
