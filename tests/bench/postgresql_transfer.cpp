// SPDX-License-Identifier: GPL-3.0-or-later
// Every event into a file of CSV, and back into an empty table: by \copy of psql, and by export and import.
#include <cstdlib>

#include "browsing.h"
#include "csv_transfer.h"
#include "events_file.h"
#include "raw_postgresql.h"
#include "shell_command.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr const char* kImported = "imported_event";

void runPsql(const RawPostgresql& database, const std::string& command) {
  PGconn* const session = database.handle();
  if (*PQpass(session)) setenv("PGPASSWORD", PQpass(session), 1);
  runCommand({"psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", std::string("--host=") + PQhost(session), std::string("--port=") + PQport(session), std::string("--username=") + PQuser(session),
              std::string("--dbname=") + PQdb(session), "--command=" + command});
}

double exportByPsql(const RawPostgresql& database, const std::string& table, std::int64_t rows) {
  const TransferFile file("exported.csv");
  const double time = seconds([&] { runPsql(database, "\\copy " + table + "(" + kColumns + ") to '" + file.path() + "' (format csv, header)"); });
  require(linesOf(file.path()) == rows + 1, "a line for each row, and the names");
  return time;
}

}  // namespace

double exportShellPostgresql() { return exportByPsql(RawPostgresql(), "event", rowCount()); }

double exportOrmPostgresql() { return exportCsvByOrm(postgresqlUrl(), "event", rowCount()); }

double exportAllShellPostgresql(std::int64_t rows) {
  return exportByPsql(RawPostgresql(postgresqlServer(), eventsDatabase(rows).database), "events", rows);
}

double exportAllOrmPostgresql(std::int64_t rows) { return exportCsvByOrm(eventsDatabase(rows), "events", rows); }

double importShellPostgresql() {
  const std::string& rows = eventsCsv();
  const RawPostgresql database;
  database.makeTable(kImported);
  const double time = seconds([&] { runPsql(database, std::string("\\copy ") + kImported + "(" + kColumns + ") from '" + rows + "' (format csv, header)"); });
  require(database.number("SELECT count(*) FROM imported_event") == rowCount(), "every line is a row");
  return time;
}

double importOrmPostgresql() {
  RawPostgresql().makeTable(kImported);
  return importCsvByOrm(postgresqlUrl(), kImported);
}

}  // namespace joinery::bench
