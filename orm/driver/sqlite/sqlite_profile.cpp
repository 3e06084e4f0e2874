// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_profile.h"

#include "orm/driver/sqlite/sqlite_error.h"

namespace joinery {
namespace {

struct Limit {
  int id;
  int value;
};

// Far above what people's schemas need, far below what could stall the program.
constexpr Limit kLimits[] = {
    {SQLITE_LIMIT_VDBE_OP, 25'000'000},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 5'000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 500},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

void configure(sqlite3* database, int option, int value) {
  checkSqlite(database, sqlite3_db_config(database, option, value, static_cast<int*>(nullptr)));
}

}  // namespace

void applySqliteProfile(sqlite3* database) {
  configure(database, SQLITE_DBCONFIG_DEFENSIVE, 1);
  configure(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  configure(database, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
  configure(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
  for (const Limit& limit : kLimits) sqlite3_limit(database, limit.id, limit.value);
  constexpr const char* kPragmas = "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = FULL;";
  checkSqlite(database, sqlite3_exec(database, kPragmas, nullptr, nullptr, nullptr), kPragmas);
}

}  // namespace joinery
