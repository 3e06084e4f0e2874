// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace joinery::bench {

/// One repetition of one side of what is done to the table "events" of that many rows, as Side of workload.h.
using SizedSide = double (*)(std::int64_t rows);

/// The sizes that how a cost grows is told from: 10,000, a million and ten millions, or those of JOINERY_BENCH_SIZES
/// ("10000,1000000,10000000,100000000").
const std::vector<std::int64_t>& browsedSizes();

double firstPageRawSqlite(std::int64_t rows);
double firstPageOrmSqlite(std::int64_t rows);
double jumpMiddleRawSqlite(std::int64_t rows);
double jumpMiddleOrmSqlite(std::int64_t rows);
double jumpEndRawSqlite(std::int64_t rows);
double jumpEndOrmSqlite(std::int64_t rows);
double unindexedMiddleOrmSqlite(std::int64_t rows);
double unindexedEndOrmSqlite(std::int64_t rows);
double keyIndexRawSqlite(std::int64_t rows);
double keyIndexOrmSqlite(std::int64_t rows);
double sortedPageRawSqlite(std::int64_t rows);
double sortedPageOrmSqlite(std::int64_t rows);
double sortedKeysRawSqlite(std::int64_t rows);
double sortedKeysOrmSqlite(std::int64_t rows);
double sortedEndOrmSqlite(std::int64_t rows);
double rareFilterRawSqlite(std::int64_t rows);
double rareFilterOrmSqlite(std::int64_t rows);
double sortedPageRawRollback(std::int64_t rows);
double sortedPageOrmRollback(std::int64_t rows);
double rareFilterRawRollback(std::int64_t rows);
double rareFilterOrmRollback(std::int64_t rows);
double exportAllShellSqlite(std::int64_t rows);
double exportAllOrmSqlite(std::int64_t rows);

double firstPageRawPostgresql(std::int64_t rows);
double firstPageOrmPostgresql(std::int64_t rows);
double jumpMiddleRawPostgresql(std::int64_t rows);
double jumpMiddleOrmPostgresql(std::int64_t rows);
double jumpEndRawPostgresql(std::int64_t rows);
double jumpEndOrmPostgresql(std::int64_t rows);
double unindexedMiddleOrmPostgresql(std::int64_t rows);
double unindexedEndOrmPostgresql(std::int64_t rows);
double keyIndexRawPostgresql(std::int64_t rows);
double keyIndexOrmPostgresql(std::int64_t rows);
double sortedPageRawPostgresql(std::int64_t rows);
double sortedPageOrmPostgresql(std::int64_t rows);
double rareFilterRawPostgresql(std::int64_t rows);
double rareFilterOrmPostgresql(std::int64_t rows);
double exportAllShellPostgresql(std::int64_t rows);
double exportAllOrmPostgresql(std::int64_t rows);

}  // namespace joinery::bench
