// SPDX-License-Identifier: GPL-3.0-or-later
// Every event as a new row, committed: by COPY, and by the ORM without records.
#include "orm_place.h"
#include "raw_postgresql.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr const char* kNewTable = "new_event";

}  // namespace

double bulkInsertRawPostgresql() {
  const RawPostgresql database;
  database.makeTable(kNewTable);
  const double time = seconds([&] {
    database.run("BEGIN");
    database.copyWithoutKey(kNewTable, events());
    database.run("COMMIT");
  });
  require(database.number("SELECT count(*) FROM new_event") == rowCount(), "every object is a row");
  return time;
}

double bulkInsertOrmPostgresql() {
  RawPostgresql().makeTable(kNewTable);
  OrmPlace place(postgresqlUrl());
  return bulkInsertByOrm(place, kNewTable);
}

}  // namespace joinery::bench
