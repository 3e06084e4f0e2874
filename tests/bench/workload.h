// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace joinery::bench {

/// One repetition of one side of a workload. @return seconds of what counts: the ends of it, opening and making room before, and
/// freeing what was made after, are left out on either side
/// @throws std::exception where the work was not done as it should be
using Side = double (*)();

/// There is nothing to run it on.
struct Skipped {
  std::string why;
};

template <typename Work>
double seconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline void require(bool isRight, const char* what) {
  if (!isRight) throw std::runtime_error(std::string("not as it should be: ") + what);
}

/// Rows of the table of events: a million, or JOINERY_BENCH_ROWS. The other counts are parts of it.
std::int64_t rowCount();
inline std::int64_t updateCount() { return rowCount() / 100; }
inline std::int64_t lookupCount() { return rowCount() / 10; }
inline std::int64_t parentCount() { return rowCount() / 100; }
constexpr std::int64_t kChildrenOfParent = 10;

/// The keys of events to look up, all over the table and none twice.
inline std::int64_t lookupKey(std::int64_t number) { return number * 611'953 % rowCount() + 1; }

double loadRawSqlite();
double loadOrmSqlite();
double loadAndReadRawSqlite();
double loadAndReadOrmSqlite();
double insertRawSqlite();
double insertOrmSqlite();
double insertKeyedRawSqlite();
double insertKeyedOrmSqlite();
double bulkInsertOrmSqlite();
double updateRawSqlite();
double updateOrmSqlite();
double lookupRawSqlite();
double lookupOrmSqlite();
double selectinRawSqlite();
double selectinOrmSqlite();

double exportShellSqlite();
double exportOrmSqlite();
double importShellSqlite();
double importOrmSqlite();

double loadRawPostgresql();
double loadOrmPostgresql();
double bulkInsertRawPostgresql();
double bulkInsertOrmPostgresql();
double updateRawPostgresql();
double updateOrmPostgresql();
double exportShellPostgresql();
double exportOrmPostgresql();
double importShellPostgresql();
double importOrmPostgresql();

}  // namespace joinery::bench
