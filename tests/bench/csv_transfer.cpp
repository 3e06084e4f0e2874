// SPDX-License-Identifier: GPL-3.0-or-later
#include "csv_transfer.h"

#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/transfer/row_export.h"
#include "orm/transfer/row_import.h"
#include "shell_command.h"
#include "workload.h"

namespace joinery::bench {

double exportCsvByOrm(const Url& url, const std::string& table, std::int64_t rowsOfTable) {
  const auto engine = Engine::create(url);
  const auto lease = engine->connect(Engine::Access::Read);
  const auto models = automap(reflect(*lease, engine->dialect()), engine->dialect().namesIgnoreCase());
  const TransferFile file("exported.csv");
  RowFormatOptions format;
  format.delimited.lineEnd = "\n";
  const RowExport rows(engine->dialect(), format);
  const double time = seconds([&] { rows.runTo(file.path(), *lease, exportStatement({.model = table}, *models, engine->dialect(), format.format)); });
  require(linesOf(file.path()) == rowsOfTable + 1, "a line for each row, and the names");
  return time;
}

double importCsvByOrm(const Url& url, const std::string& table) {
  const std::string& path = eventsCsv();
  const auto engine = Engine::create(url);
  const auto lease = engine->connect(Engine::Access::Write);
  ImportOptions options;
  options.table = QualifiedName(url.backend == "sqlite" ? "main" : "public", table);
  std::int64_t taken = 0;
  const double time = seconds([&] {
    InputFile in(path);
    taken = RowImport(*lease, engine->dialect(), options).run(in).rows;
  });
  require(taken == rowCount(), "as many rows taken as there are lines");
  return time;
}

}  // namespace joinery::bench
