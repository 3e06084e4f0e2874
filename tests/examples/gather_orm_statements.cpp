// SPDX-License-Identifier: GPL-3.0-or-later
// Many statements at once, each on a connection of its own; what they read becomes records of one session, without a further query.
#include <map>
#include <set>

#include "awaited.h"
#include "example.h"
#include "orm/core/db_error.h"
#include "orm/session/async_session.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

constexpr int kRows = 100;
constexpr int kTasks = 30;
constexpr std::size_t kMostConnections = 5 + 10;

/// Some of them are asked for twice.
std::string dataOf(int task) { return "a_" + std::to_string(task * 7 % 20); }

void insertHundred(Example& example, AsyncSession& session) {
  awaited(session.run([](Session& here) {
    for (int i = 0; i < kRows; ++i) {
      const RecordPtr made = here.make("A");
      made->set("data", Value::text("a_" + std::to_string(i)));
      here.add(*made);
    }
    here.commit();
  }));
  const Counts counts = example.counts();
  example.expect("H1", "rows inserted", counts.rowsInserted, kRows);
  example.expectAtMost("H1", "INSERT", counts.inserts, kRows, 1);
}

std::vector<FrozenRecordsPtr> gather(Example& example) {
  const std::uint64_t before = example.lastNumber();
  std::vector<std::unique_ptr<AsyncSession>> sessions;
  std::vector<Job<FrozenRecordsPtr>> jobs;
  for (int task = 0; task < kTasks; ++task) {
    sessions.push_back(std::make_unique<AsyncSession>(example.engine(), example.registry(), Session::Options{.expireOnCommit = false, .autocommit = true}, Engine::Access::Read, "task " + std::to_string(task)));
    jobs.push_back(sessions.back()->select({.model = "A", .filter = {{"data", dataOf(task)}}}));
  }
  std::vector<FrozenRecordsPtr> results;
  std::size_t mostLent = 0;
  for (const auto& job : jobs) {
    results.push_back(awaited(job));
    mostLent = std::max(mostLent, example.engine()->statistics(Engine::Access::Read).lent);
  }
  std::set<std::string> users;
  std::size_t others = 0;
  for (const LoggedStatement& each : example.engine()->log().statements(before)) {
    if (each.sql.starts_with("SELECT")) users.insert(each.connection);
    else if (each.sql.starts_with("BEGIN") || each.sql.starts_with("COMMIT")) ++others;
  }
  example.expect("H1", "sessions that sent a SELECT", users.size(), std::size_t{kTasks});
  example.expect("H1", "SELECT in all", example.counts().selects, kTasks);
  example.expect("H1", "BEGIN and COMMIT", others, std::size_t{0});
  example.expectAtMost("H2", "connections at once", static_cast<std::int64_t>(mostLent), kMostConnections);
  return results;
}

/// What one session makes of the results: how many records, and whether they are its own, unmodified, one for each row.
struct Merged {
  std::size_t rows = 0, records = 0;
  bool areOwn = true, areRight = true, areShared = true;
};

Merged merge(Session& session, const std::vector<FrozenRecordsPtr>& results) {
  Merged merged;
  std::map<std::string, RecordPtr> byData;
  for (std::size_t task = 0; task < results.size(); ++task)
    for (const RecordPtr& record : results[task]->thaw(session)) {
      const std::string data(record->value("data").bytes());
      ++merged.rows;
      merged.areRight = merged.areRight && data == dataOf(static_cast<int>(task));
      merged.areOwn = merged.areOwn && session.contains(*record) && !record->isModified();
      merged.areShared = merged.areShared && byData.try_emplace(data, record).first->second == record;
    }
  merged.areOwn = merged.areOwn && !session.isModified();
  merged.records = byData.size();
  return merged;
}

/// The kind of error of a merge that must not read.
std::string refusedMerge(Session& session, bool isNew) {
  const auto heap = RecordHeap::create();
  Session other(session.connection(), session.dialect(), session.sharedRegistry(), {.autocommit = true}, heap);
  const RecordPtr given = isNew ? other.make("A") : other.get("A", {Value::integer(50)});
  given->set("data", Value::text("changed"));
  try {
    session.merge(*given, false);
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "none";
}

void gatherStatements(Example& example) {
  schema::MetaData tables;
  tables.add(table("a", {example.key("id"), required(text("data"))}, {"id"}));
  example.create(tables, {{.name = "A", .table = QualifiedName("a")}});
  example.giveBack();
  example.counts();
  AsyncSession session(example.engine(), example.registry());
  insertHundred(example, session);
  const std::vector<FrozenRecordsPtr> results = gather(example);
  const Merged merged = awaited(session.run([&results](Session& here) { return merge(here, results); }));
  example.expect("H1", "SELECT to merge", example.counts().selects, 0);
  example.expect("H1", "rows of all results", merged.rows, std::size_t{kTasks});
  example.expect("H1", "each task's own row", merged.areRight, true);
  example.expect("H2", "records", merged.records, std::size_t{20});
  example.expect("H2", "equal statements give the same record", merged.areShared, true);
  example.expect("H2", "in the session and unmodified", merged.areOwn, true);
  for (const bool isNew : {true, false})
    example.expect("H3", isNew ? "merging a new record without reading" : "merging a changed one", awaited(session.run([isNew](Session& here) { return refusedMerge(here, isNew); })), "InvalidRequestError");
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, gatherStatements, Example::Storage::File); }
