// SPDX-License-Identifier: GPL-3.0-or-later
// Every event as a new row, without records; the work by hand is that of sqlite_insert.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

double bulkInsertOrmSqlite() {
  OrmPlace place(Url::sqliteFile(emptySqlite()));
  return bulkInsertByOrm(place, "event");
}

}  // namespace joinery::bench
