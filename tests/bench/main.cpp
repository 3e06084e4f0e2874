// SPDX-License-Identifier: GPL-3.0-or-later
// bench [GOOGLE BENCHMARK'S OPTIONS]: each workload by hand and by the ORM, one right after the other, five times in a random order.
//   JOINERY_BENCH_ROWS      rows of the largest workload, 1000000 when not said; the others are parts of it
//   JOINERY_BENCH_SIZES     rows of the tables that are browsed, 10000,1000000,10000000 when not said
//   JOINERY_BENCH_DATA      the folder where those tables are kept for the next run, one in the build tree when not said
//   JOINERY_TEST_POSTGRES   the URL of a server on which a database may be made; without it those workloads are skipped, aloud
#include <benchmark/benchmark.h>

#include <string>
#include <memory>
#include <vector>

#include "browsing.h"
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
    {"sqlite_export_csv", 1.0, exportShellSqlite, exportOrmSqlite},
    {"sqlite_import_csv", 1.0, importShellSqlite, importOrmSqlite},
    {"postgresql_load", 1.2, loadRawPostgresql, loadOrmPostgresql},
    {"postgresql_bulk_insert", 1.2, bulkInsertRawPostgresql, bulkInsertOrmPostgresql},
    {"postgresql_update", 1.5, updateRawPostgresql, updateOrmPostgresql},
    {"postgresql_export_csv", 1.0, exportShellPostgresql, exportOrmPostgresql},
    {"postgresql_import_csv", 1.0, importShellPostgresql, importOrmPostgresql},
};

/// What is done to a table of any size. It holds where the ORM takes no more than `target` times what is done by hand and `more`
/// milliseconds; there is nothing to hold where both are 0. By hand nothing is done where there is nothing to compare with.
struct Browsing {
  const char* name;
  double target, more;
  SizedSide raw, orm;
};

constexpr Browsing kBrowsing[] = {
    {"sqlite_first_page", 0, 0, firstPageRawSqlite, firstPageOrmSqlite},
    {"sqlite_jump_middle", 0, 30, jumpMiddleRawSqlite, jumpMiddleOrmSqlite},
    {"sqlite_jump_end", 0, 30, jumpEndRawSqlite, jumpEndOrmSqlite},
    {"sqlite_jump_middle_at_once", 0, 60, jumpMiddleRawSqlite, unindexedMiddleOrmSqlite},
    {"sqlite_jump_end_at_once", 0, 60, jumpEndRawSqlite, unindexedEndOrmSqlite},
    {"sqlite_key_index", 1.3, 0, keyIndexRawSqlite, keyIndexOrmSqlite},
    {"sqlite_sorted_page", 1.2, 0, sortedPageRawSqlite, sortedPageOrmSqlite},
    {"sqlite_sorted_keys", 1.3, 0, sortedKeysRawSqlite, sortedKeysOrmSqlite},
    {"sqlite_sorted_end", 0, 30, nullptr, sortedEndOrmSqlite},
    {"sqlite_rare_filter", 1.2, 0, rareFilterRawSqlite, rareFilterOrmSqlite},
    {"sqlite_sorted_page_rollback", 1.2, 0, sortedPageRawRollback, sortedPageOrmRollback},
    {"sqlite_rare_filter_rollback", 1.2, 0, rareFilterRawRollback, rareFilterOrmRollback},
    {"sqlite_export_all", 1.0, 0, exportAllShellSqlite, exportAllOrmSqlite},
    {"postgresql_first_page", 1.5, 30, firstPageRawPostgresql, firstPageOrmPostgresql},
    {"postgresql_jump_middle", 0, 40, jumpMiddleRawPostgresql, jumpMiddleOrmPostgresql},
    {"postgresql_jump_end", 0, 40, jumpEndRawPostgresql, jumpEndOrmPostgresql},
    {"postgresql_jump_middle_at_once", 0, 40, jumpMiddleRawPostgresql, unindexedMiddleOrmPostgresql},
    {"postgresql_jump_end_at_once", 0, 40, jumpEndRawPostgresql, unindexedEndOrmPostgresql},
    {"postgresql_key_index", 0, 0, keyIndexRawPostgresql, keyIndexOrmPostgresql},
    {"postgresql_sorted_page", 0, 0, sortedPageRawPostgresql, sortedPageOrmPostgresql},
    {"postgresql_rare_filter", 0, 0, rareFilterRawPostgresql, rareFilterOrmPostgresql},
    {"postgresql_export_all", 1.0, 0, exportAllShellPostgresql, exportAllOrmPostgresql},
};

template <typename Work>
void runSide(benchmark::State& state, double target, double more, Work work) {
  for (auto _ : state) {
    try {
      state.SetIterationTime(work());
    } catch (const Skipped& skipped) {
      state.SkipWithError(("skipped: " + skipped.why).c_str());
    } catch (const std::exception& error) {
      state.SkipWithError(error.what());
    }
  }
  state.counters["target"] = target;
  state.counters["more"] = more;
}

template <typename Work>
void registerSide(const std::string& name, double target, double more, Work work) {
  const auto run = [=](benchmark::State& state) { runSide(state, target, more, work); };
  benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
}

/// One right after the other, in turns who is first: what else the machine does, and how fast it is just then, is the same for both.
template <typename Raw, typename Orm>
void registerPair(const std::string& name, double target, Raw rawSide, Orm ormSide) {
  const auto run = [=, isRawFirst = std::make_shared<bool>(false)](benchmark::State& state) {
    double raw = 0, orm = 0;
    *isRawFirst = !*isRawFirst;
    const auto both = [&] {
      if (*isRawFirst) raw = rawSide();
      orm = ormSide();
      if (!*isRawFirst) raw = rawSide();
      return raw + orm;
    };
    runSide(state, target, 0, both);
    constexpr double kMilliseconds = 1'000;
    state.counters["raw"] = kMilliseconds * raw;
    state.counters["orm"] = kMilliseconds * orm;
  };
  benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
}

void registerBrowsing(const Browsing& browsing, std::int64_t rows) {
  const std::string size = "/" + std::to_string(rows);
  const auto sized = [rows](SizedSide side) { return [=] { return side(rows); }; };
  // What is to be a multiple of the work by hand alone takes long enough to be measured in pairs.
  if (browsing.raw && browsing.target > 0 && browsing.more == 0) return registerPair(browsing.name + ("/both" + size), browsing.target, sized(browsing.raw), sized(browsing.orm));
  if (browsing.raw) registerSide(browsing.name + std::string("/raw") + size, browsing.target, browsing.more, sized(browsing.raw));
  registerSide(browsing.name + std::string("/orm") + size, browsing.target, browsing.more, sized(browsing.orm));
}

}  // namespace

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
  for (const Workload& workload : kWorkloads) registerPair(workload.name + std::string("/both"), workload.target, workload.raw, workload.orm);
  for (const Browsing& browsing : kBrowsing)
    for (const std::int64_t rows : browsedSizes()) registerBrowsing(browsing, rows);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
