// SPDX-License-Identifier: GPL-3.0-or-later
// bench [GOOGLE BENCHMARK'S OPTIONS]: each workload by hand and by the ORM, five times each in a random order.
//   JOINERY_BENCH_ROWS      rows of the largest workload, 1000000 when not said; the others are parts of it
//   JOINERY_TEST_POSTGRES   the URL of a server on which a database may be made; without it those workloads are skipped, aloud
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <vector>

#include "workload.h"

namespace joinery::bench {

namespace {

struct Workload {
  const char* name;
  double target;  ///< the most that the ORM may take, as a multiple of what the work by hand takes; 0 for none
  Side raw, orm;
};

constexpr Workload kWorkloads[] = {
    {"sqlite_load", 1.0, loadRawSqlite, loadOrmSqlite},
    {"sqlite_load_and_read", 0, loadAndReadRawSqlite, loadAndReadOrmSqlite},
    {"sqlite_insert", 1.3, insertRawSqlite, insertOrmSqlite},
    {"sqlite_insert_keyed", 1.3, insertKeyedRawSqlite, insertKeyedOrmSqlite},
    {"sqlite_bulk_insert", 1.15, insertRawSqlite, bulkInsertOrmSqlite},
    {"sqlite_update", 1.5, updateRawSqlite, updateOrmSqlite},
    {"sqlite_lookup", 1.3, lookupRawSqlite, lookupOrmSqlite},
    {"sqlite_selectin", 1.5, selectinRawSqlite, selectinOrmSqlite},
    {"sqlite_key_index", 1.3, keyIndexRawSqlite, keyIndexOrmSqlite},
    {"sqlite_sorted_first_page", 1.2, firstPageRawSqlite, firstPageOrmSqlite},
    {"sqlite_sorted_keys", 1.3, sortedKeysRawSqlite, sortedKeysOrmSqlite},
    {"sqlite_export_csv", 1.0, exportShellSqlite, exportOrmSqlite},
    {"sqlite_import_csv", 1.0, importShellSqlite, importOrmSqlite},
    {"postgresql_load", 1.2, loadRawPostgresql, loadOrmPostgresql},
    {"postgresql_bulk_insert", 1.2, bulkInsertRawPostgresql, bulkInsertOrmPostgresql},
    {"postgresql_update", 1.5, updateRawPostgresql, updateOrmPostgresql},
    {"postgresql_export_csv", 1.0, exportShellPostgresql, exportOrmPostgresql},
    {"postgresql_import_csv", 1.0, importShellPostgresql, importOrmPostgresql},
};

void runSide(benchmark::State& state, double target, Side side) {
  for (auto _ : state) {
    try {
      state.SetIterationTime(side());
    } catch (const Skipped& skipped) {
      state.SkipWithError(("skipped: " + skipped.why).c_str());
    } catch (const std::exception& error) {
      state.SkipWithError(error.what());
    }
  }
  state.counters["target"] = target;
}

void registerSide(const Workload& workload, const char* name, Side side) {
  benchmark::RegisterBenchmark((std::string(workload.name) + "/" + name).c_str(), runSide, workload.target, side)
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

std::int64_t rowCount() {
  static const std::int64_t count = [] {
    const char* text = std::getenv("JOINERY_BENCH_ROWS");
    const std::int64_t asked = text ? std::strtoll(text, nullptr, 10) : 0;
    return asked >= 1'000 ? asked : 1'000'000;
  }();
  return count;
}

}  // namespace joinery::bench

int main(int argc, char** argv) {
  using namespace joinery::bench;
  // What is said later counts, so these can be overruled.
  std::string repetitions = "--benchmark_repetitions=5", interleaving = "--benchmark_enable_random_interleaving=true";
  std::vector<char*> arguments{argv[0], repetitions.data(), interleaving.data()};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  auto count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  benchmark::AddCustomContext("rows", std::to_string(rowCount()));
  for (const Workload& workload : kWorkloads) {
    registerSide(workload, "raw", workload.raw);
    registerSide(workload, "orm", workload.orm);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
