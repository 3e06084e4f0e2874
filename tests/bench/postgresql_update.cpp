// SPDX-License-Identifier: GPL-3.0-or-later
// One member of some loaded objects or records is changed and written, in a transaction that is open already: by a prepared statement
// in a pipeline, and by a flush.
#include <algorithm>
#include <span>

#include "network_order.h"
#include "orm_place.h"
#include "raw_postgresql.h"
#include "workload.h"

namespace joinery::bench {

namespace {

/// Few enough for the socket's buffers, so that neither side waits for the other to read.
constexpr std::size_t kMostInFlight = 500;

void sendUpdate(const RawPostgresql& database, const Event& event) {
  const auto id = toNetwork(event.id);
  const auto amount = toNetwork(event.amount);
  const char* values[] = {amount.data(), id.data()};
  const int lengths[] = {static_cast<int>(amount.size()), static_cast<int>(id.size())}, formats[] = {1, 1};
  require(PQsendQueryPrepared(database.handle(), "change", 2, values, lengths, formats, 0) == 1, "an update is sent");
}

/// Takes the answer to one statement of the pipeline.
void takeAnswer(const RawPostgresql& database) {
  const auto answer = database.checked(PQgetResult(database.handle()), PGRES_COMMAND_OK);
  require(std::string_view(PQcmdTuples(answer.get())) == "1", "one row is updated");
  require(PQgetResult(database.handle()) == nullptr, "a statement has one answer");
}

void updateAll(const RawPostgresql& database, std::span<Event> loaded) {
  PQenterPipelineMode(database.handle());
  for (std::size_t first = 0; first < loaded.size(); first += kMostInFlight) {
    const auto part = loaded.subspan(first, std::min(kMostInFlight, loaded.size() - first));
    for (Event& event : part) {
      event.amount = -1 - event.amount;
      sendUpdate(database, event);
    }
    PQpipelineSync(database.handle());
    for (std::size_t i = 0; i < part.size(); ++i) takeAnswer(database);
    database.checked(PQgetResult(database.handle()), PGRES_PIPELINE_SYNC);
  }
  PQexitPipelineMode(database.handle());
}

}  // namespace

double updateRawPostgresql() {
  const RawPostgresql database;
  std::vector<Event> loaded(events().begin(), events().begin() + updateCount());
  database.run("BEGIN");
  const double time = seconds([&] {
    database.checked(PQprepare(database.handle(), "change", "UPDATE event SET amount = $1 WHERE id = $2", 0, nullptr), PGRES_COMMAND_OK);
    updateAll(database, loaded);
  });
  require(database.number("SELECT count(*) FROM event WHERE amount < 0") == updateCount(), "as many rows updated as objects changed");
  database.run("ROLLBACK");
  return time;
}

double updateOrmPostgresql() {
  OrmPlace place(postgresqlUrl());
  return updateByOrm(place);
}

}  // namespace joinery::bench
