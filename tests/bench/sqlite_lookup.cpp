// SPDX-License-Identifier: GPL-3.0-or-later
// Rows by their keys, one after another in one transaction, each for the first time.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

double lookupRawSqlite() {
  const RawSqlite database(filledSqlite());
  std::vector<Event> found;
  database.run("BEGIN");
  const double time = seconds([&] {
    RawStatement select(database, std::string("SELECT ") + kColumns + " FROM event WHERE id = ?");
    for (std::int64_t i = 0; i < lookupCount(); ++i) {
      select.bind(1, lookupKey(i));
      if (select.step()) select.read(found.emplace_back());
      select.reset();
    }
  });
  database.run("COMMIT");
  require(std::ssize(found) == lookupCount() && found.back().id == lookupKey(lookupCount() - 1), "every key is found");
  return time;
}

double lookupOrmSqlite() {
  OrmPlace place(Url::sqliteFile(filledSqlite()));
  Session& session = place.session();
  std::vector<RecordPtr> found;
  session.connection();  // Begins the transaction.
  const double time = seconds([&] {
    for (std::int64_t i = 0; i < lookupCount(); ++i) found.push_back(session.get("event", {Value::integer(lookupKey(i))}));
  });
  require(found.back() && found.back()->value("id").toInteger() == lookupKey(lookupCount() - 1), "every key is found");
  return time;
}

}  // namespace joinery::bench
