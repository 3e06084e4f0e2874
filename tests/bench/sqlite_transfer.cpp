// SPDX-License-Identifier: GPL-3.0-or-later
// Every event into a file of CSV, and back into an empty table: by the sqlite3 shell, and by export and import.
#include "browsing.h"
#include "csv_transfer.h"
#include "events_file.h"
#include "raw_sqlite.h"
#include "shell_command.h"
#include "workload.h"

namespace joinery::bench {

namespace {

double exportByShell(const std::string& database, const std::string& table, std::int64_t rows) {
  const TransferFile file("exported.csv");
  const double time = seconds([&] { runCommand({"sqlite3", "-csv", "-header", database, std::string("SELECT ") + kColumns + " FROM " + table}, file.path()); });
  require(linesOf(file.path()) == rows + 1, "a line for each row, and the names");
  return time;
}

}  // namespace

double exportShellSqlite() { return exportByShell(filledSqlite(), "event", rowCount()); }

double exportOrmSqlite() { return exportCsvByOrm(Url::sqliteFile(filledSqlite()), "event", rowCount()); }

double exportAllShellSqlite(std::int64_t rows) { return exportByShell(eventsFile(rows), "events", rows); }

double exportAllOrmSqlite(std::int64_t rows) { return exportCsvByOrm(Url::sqliteFile(eventsFile(rows)), "events", rows); }

double importShellSqlite() {
  const std::string& rows = eventsCsv();
  const std::string database = emptySqlite();
  const double time = seconds([&] { runCommand({"sqlite3", database, ".mode csv", ".import --skip 1 '" + rows + "' event"}); });
  require(RawSqlite(database).number("SELECT count(*) FROM event") == rowCount(), "every line is a row");
  return time;
}

double importOrmSqlite() { return importCsvByOrm(Url::sqliteFile(emptySqlite()), "event"); }

}  // namespace joinery::bench
