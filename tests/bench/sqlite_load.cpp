// SPDX-License-Identifier: GPL-3.0-or-later
// A whole table: copied into objects, and loaded as records.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

double loadRawSqlite() {
  const RawSqlite database(filledSqlite());
  std::vector<Event> loaded;
  const double time = seconds([&] {
    RawStatement select(database, std::string("SELECT ") + kColumns + " FROM event");
    while (select.step()) select.read(loaded.emplace_back());
  });
  require(loaded.size() == events().size() && loaded.back().note == events().back().note, "every row is an object");
  return time;
}

double loadOrmSqlite() {
  OrmPlace place(Url::sqliteFile(filledSqlite()));
  std::vector<RecordPtr> loaded;
  const double time = seconds([&] { loaded = place.session().select({.model = "event"}); });
  require(loaded.size() == events().size() && loaded.back()->value("kind").bytes() == events().back().kind, "every row is a record");
  return time;
}

}  // namespace joinery::bench
