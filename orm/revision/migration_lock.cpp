// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/migration_lock.h"

#include <thread>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"

namespace joinery::migration {
namespace {

constexpr std::chrono::milliseconds kPauseOfLock{100};

/// "Joinery" as a number: each database has locks of its own, so that one key does for all.
constexpr std::int64_t kLockKey = 0x4A6F696E657279;

/// The first cell of a statement about the lock.
std::string lockAnswer(Connection& connection, std::string sql) {
  constexpr std::string_view kPlace = "KEY";
  sql.replace(sql.find(kPlace), kPlace.size(), std::to_string(kLockKey));
  CompiledStatement statement;
  statement.sql = std::move(sql);
  const auto batch = fetchAll(connection, statement);
  return batch->rows() == 0 || batch->at(0, 0).isNull() ? std::string() : displayText(batch->at(0, 0), {});
}

constexpr const char* kTake = "SELECT CASE WHEN pg_catalog.pg_try_advisory_lock(KEY) THEN 'taken' END";
constexpr const char* kGiveBack = "SELECT pg_catalog.pg_advisory_unlock(KEY)";
constexpr const char* kHolder =
    "SELECT coalesce(nullif(a.application_name, ''), 'a program') || coalesce(' of ' || a.usename, '') || ' (process ' || l.pid || ')'"
    " FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = KEY"
    " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";

}  // namespace

MigrationLock::MigrationLock(Connection& connection, const Dialect& dialect, const MigrationOptions& options)
    : m_connection(connection), m_isOnServer(dialect.name() == "postgresql") {
  const auto until = std::chrono::steady_clock::now() + options.patience;
  while (m_isOnServer && !isTaken()) {
    options.cancel.throwIfCancelled();
    const std::string who = holder();
    if (std::chrono::steady_clock::now() >= until) {
      DbError error(ErrorKind::Busy, "the database is being migrated by " + (who.empty() ? "another program" : who));
      error.hint = "Wait until that is done, and look where the database stands then.";
      throw error;
    }
    if (options.progress) options.progress({{}, 0, 0, "Waiting for " + (who.empty() ? "another program" : who) + ", which migrates the database"});
    std::this_thread::sleep_for(kPauseOfLock);
  }
}

/// The engine lets it go with the session in any case.
MigrationLock::~MigrationLock() {
  try {
    if (m_isOnServer) lockAnswer(m_connection, kGiveBack);
  } catch (const std::exception&) {
  }
}

bool MigrationLock::isTaken() { return !lockAnswer(m_connection, kTake).empty(); }

std::string MigrationLock::holder() { return lockAnswer(m_connection, kHolder); }

}  // namespace joinery::migration
