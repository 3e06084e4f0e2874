// SPDX-License-Identifier: GPL-3.0-or-later
// Every event as a new row, committed: by a prepared statement from objects that are there, and as records that are made, set, added
// and committed. Keys are the database's, which object and record get, or the program's.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

namespace {

enum class Keys { Generated, Given };

void insertGenerated(const RawSqlite& database, std::vector<Event>& rows) {
  RawStatement insert(database, std::string("INSERT INTO event(") + kColumnsWithoutKey + ") VALUES(?, ?, ?, ?, ?)");
  for (Event& row : rows) {
    insert.bindWithoutKey(row, 1);
    insert.execute();
    row.id = sqlite3_last_insert_rowid(database.handle());
  }
}

void insertGiven(const RawSqlite& database, const std::vector<Event>& rows) {
  RawStatement insert(database, std::string("INSERT INTO event(") + kColumns + ") VALUES(?, ?, ?, ?, ?, ?)");
  for (const Event& row : rows) {
    insert.bind(1, row.id);
    insert.bindWithoutKey(row, 2);
    insert.execute();
  }
}

double insertRaw(Keys keys) {
  const RawSqlite database(emptySqlite());
  std::vector<Event> rows = events();
  const double time = seconds([&] {
    database.run("BEGIN");
    if (keys == Keys::Generated) insertGenerated(database, rows);
    else insertGiven(database, rows);
    database.run("COMMIT");
  });
  require(database.number("SELECT count(*) FROM event") == rowCount() && rows.back().id == rowCount(), "every object is a row");
  return time;
}

double insertOrm(Keys keys) {
  OrmPlace place(Url::sqliteFile(emptySqlite()));
  Session& session = place.session();
  const std::vector<Event>& rows = events();
  RecordPtr last;
  const double time = seconds([&] {
    for (const Event& event : rows) {
      last = session.make("event");
      if (keys == Keys::Given) last->set("id", Value::integer(event.id));
      setWithoutKey(*last, event);
      session.add(*last);
    }
    session.commit();
  });
  require(place.number("SELECT count(*) FROM event") == rowCount() && last->value("id").toInteger() == rowCount(), "every record has a row");
  return time;
}

}  // namespace

double insertRawSqlite() { return insertRaw(Keys::Generated); }
double insertOrmSqlite() { return insertOrm(Keys::Generated); }
double insertKeyedRawSqlite() { return insertRaw(Keys::Given); }
double insertKeyedOrmSqlite() { return insertOrm(Keys::Given); }

}  // namespace joinery::bench
