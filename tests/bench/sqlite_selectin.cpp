// SPDX-License-Identifier: GPL-3.0-or-later
// Parents, and the children of five hundred of them by one more SELECT each time.
#include <algorithm>
#include <unordered_map>

#include "orm_place.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr std::size_t kMostParents = 500;

std::vector<Person> selectPersons(const RawSqlite& database) {
  std::vector<Person> persons;
  RawStatement select(database, "SELECT id, name FROM person");
  while (select.step()) {
    Person& person = persons.emplace_back();
    person.id = sqlite3_column_int64(select.get(), 0);
    person.name = reinterpret_cast<const char*>(sqlite3_column_text(select.get(), 1));
  }
  return persons;
}

/// A statement for that many parents.
std::string selectVisits(std::size_t parents) {
  std::string sql = std::string("SELECT ") + kColumns + " FROM visit WHERE user_id IN (?";
  for (std::size_t i = 1; i < parents; ++i) sql += ", ?";
  return sql + ")";
}

void attachVisits(RawStatement& select, std::vector<Person>& persons, const std::unordered_map<std::int64_t, std::size_t>& places, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) select.bind(static_cast<int>(i - first) + 1, persons[i].id);
  while (select.step()) {
    const auto place = places.find(sqlite3_column_int64(select.get(), 1));
    if (place != places.end()) select.read(persons[place->second].visits.emplace_back());
  }
  select.reset();
}

void selectAllVisits(const RawSqlite& database, std::vector<Person>& persons) {
  std::unordered_map<std::int64_t, std::size_t> places;
  places.reserve(persons.size());
  for (std::size_t i = 0; i < persons.size(); ++i) places.emplace(persons[i].id, i);
  const std::size_t whole = persons.size() / kMostParents * kMostParents;
  RawStatement select(database, selectVisits(kMostParents));
  for (std::size_t first = 0; first < whole; first += kMostParents) attachVisits(select, persons, places, first, first + kMostParents);
  if (whole == persons.size()) return;
  RawStatement rest(database, selectVisits(persons.size() - whole));
  attachVisits(rest, persons, places, whole, persons.size());
}

}  // namespace

double selectinRawSqlite() {
  const RawSqlite database(filledSqlite());
  std::vector<Person> persons;
  const double time = seconds([&] {
    persons = selectPersons(database);
    selectAllVisits(database, persons);
  });
  const auto isWhole = [](const Person& person) { return std::ssize(person.visits) == kChildrenOfParent; };
  require(std::ssize(persons) == parentCount() && std::ranges::all_of(persons, isWhole), "every parent has its children");
  return time;
}

double selectinOrmSqlite() {
  OrmPlace place(Url::sqliteFile(filledSqlite()));
  std::vector<RecordPtr> persons;
  const double time = seconds([&] { persons = place.session().select({.model = "person"}, {.selectin = {"visit"}}); });
  const auto isWhole = [](const RecordPtr& person) { return std::ssize(person->collection("visit")) == kChildrenOfParent; };
  require(std::ssize(persons) == parentCount() && std::ranges::all_of(persons, isWhole), "every parent has its children");
  return time;
}

}  // namespace joinery::bench
