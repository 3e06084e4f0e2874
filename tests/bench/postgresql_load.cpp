// SPDX-License-Identifier: GPL-3.0-or-later
// A whole table: copied into objects from a binary result, and loaded as records.
#include "orm_place.h"
#include "raw_postgresql.h"
#include "workload.h"

namespace joinery::bench {

double loadRawPostgresql() {
  const RawPostgresql database;
  std::vector<Event> loaded;
  const double time = seconds([&] {
    const std::string sql = std::string("SELECT ") + kColumns + " FROM event";
    const auto result = database.checked(PQexecParams(database.handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), PGRES_TUPLES_OK);
    const int rows = PQntuples(result.get());
    loaded.resize(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) readEvent(result.get(), row, loaded[static_cast<std::size_t>(row)]);
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
