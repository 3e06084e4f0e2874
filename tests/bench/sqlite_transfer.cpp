// SPDX-License-Identifier: GPL-3.0-or-later
// Every event into a file of CSV, and back into an empty table: by the sqlite3 shell, and by export and import.
#include "csv_transfer.h"
#include "raw_sqlite.h"
#include "shell_command.h"
#include "workload.h"

namespace joinery::bench {

double exportShellSqlite() {
  const TransferFile file("exported.csv");
  const std::string& database = filledSqlite();
  const double time = seconds([&] { runCommand({"sqlite3", "-csv", "-header", database, std::string("SELECT ") + kColumns + " FROM event"}, file.path()); });
  require(linesOf(file.path()) == rowCount() + 1, "a line for each row, and the names");
  return time;
}

double exportOrmSqlite() { return exportCsvByOrm(Url::sqliteFile(filledSqlite())); }

double importShellSqlite() {
  const std::string& rows = eventsCsv();
  const std::string database = emptySqlite();
  const double time = seconds([&] { runCommand({"sqlite3", database, ".mode csv", ".import --skip 1 '" + rows + "' event"}); });
  require(RawSqlite(database).number("SELECT count(*) FROM event") == rowCount(), "every line is a row");
  return time;
}

double importOrmSqlite() { return importCsvByOrm(Url::sqliteFile(emptySqlite()), "event"); }

}  // namespace joinery::bench
