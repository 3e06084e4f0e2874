// SPDX-License-Identifier: GPL-3.0-or-later
// One member of some loaded objects or records is changed and written, in a transaction that is open already.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

double updateRawSqlite() {
  const RawSqlite database(filledSqlite());
  std::vector<Event> loaded(events().begin(), events().begin() + updateCount());
  database.run("BEGIN");
  const double time = seconds([&] {
    RawStatement update(database, "UPDATE event SET amount = ? WHERE id = ?");
    for (Event& event : loaded) {
      event.amount = -1 - event.amount;
      update.bind(1, event.amount);
      update.bind(2, event.id);
      update.execute();
      require(sqlite3_changes(database.handle()) == 1, "one row is updated");
    }
  });
  require(database.number("SELECT count(*) FROM event WHERE amount < 0") == updateCount(), "as many rows updated as objects changed");
  database.run("ROLLBACK");
  return time;
}

double updateOrmSqlite() {
  OrmPlace place(Url::sqliteFile(filledSqlite()));
  return updateByOrm(place);
}

}  // namespace joinery::bench
