// SPDX-License-Identifier: GPL-3.0-or-later
// A whole table: copied into objects, and loaded as records. Records leave values where they were read until they are asked for, so
// once more with every value asked for, by attribute.
#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

namespace {

enum class Reading { Nothing, Everything };

/// Something that depends on every value.
std::uint64_t sumOf(const Event& event) {
  return static_cast<std::uint64_t>(event.id + event.userId) + event.kind.size() + static_cast<std::uint64_t>(event.amount) + event.createdAt.size() + (event.note ? event.note->size() : 0);
}

std::uint64_t sumOf(Record& record) {
  return static_cast<std::uint64_t>(record.value("id").toInteger() + record.value("user_id").toInteger()) + record.value("kind").bytes().size() +
         static_cast<std::uint64_t>(record.value("amount").toReal()) + record.value("created_at").bytes().size() + record.value("note").bytes().size();
}

std::uint64_t sumOfEvents() {
  std::uint64_t sum = 0;
  for (const Event& event : events()) sum += sumOf(event);
  return sum;
}

double loadRaw(Reading reading) {
  const RawSqlite database(filledSqlite());
  std::vector<Event> loaded;
  std::uint64_t sum = 0;
  const double time = seconds([&] {
    RawStatement select(database, std::string("SELECT ") + kColumns + " FROM event");
    while (select.step()) select.read(loaded.emplace_back());
    if (reading == Reading::Everything)
      for (const Event& event : loaded) sum += sumOf(event);
  });
  require(loaded.size() == events().size() && loaded.back().note == events().back().note, "every row is an object");
  require(reading == Reading::Nothing || sum == sumOfEvents(), "the values are those of the table");
  return time;
}

double loadOrm(Reading reading) {
  OrmPlace place(Url::sqliteFile(filledSqlite()));
  std::vector<RecordPtr> loaded;
  std::uint64_t sum = 0;
  const double time = seconds([&] {
    loaded = place.session().select({.model = "event"});
    if (reading == Reading::Everything)
      for (const RecordPtr& record : loaded) sum += sumOf(*record);
  });
  require(loaded.size() == events().size() && loaded.back()->value("kind").bytes() == events().back().kind, "every row is a record");
  require(reading == Reading::Nothing || sum == sumOfEvents(), "the values are those of the table");
  return time;
}

}  // namespace

double loadRawSqlite() { return loadRaw(Reading::Nothing); }
double loadOrmSqlite() { return loadOrm(Reading::Nothing); }
double loadAndReadRawSqlite() { return loadRaw(Reading::Everything); }
double loadAndReadOrmSqlite() { return loadOrm(Reading::Everything); }

}  // namespace joinery::bench
