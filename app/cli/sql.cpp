// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/row_printer.h"
#include "app/cli/text_input.h"
#include "orm/engine/engine.h"

namespace joinery::cli {

namespace {

constexpr std::size_t kBatchRows = 1'000;

/// Prints a result a batch at a time; a table is aligned by batch.
std::int64_t printResult(Cursor& cursor, RowFormat format) {
  std::int64_t rows = 0;
  while (true) {
    const auto batch = cursor.fetch(kBatchRows);
    if (batch->rows() == 0 && rows > 0) break;
    rows += static_cast<std::int64_t>(batch->rows());
    printBatch(*batch, format);
    if (batch->rows() < kBatchRows) break;
  }
  return rows;
}

void runStatement(Connection& connection, const std::string& statement, RowFormat format) {
  const auto cursor = connection.execute(statement);
  if (cursor->columns().empty()) {
    cursor->fetch(1);
    const auto affected = cursor->affectedRows();
    if (format == RowFormat::Table) printLine(affected >= 0 ? "OK, " + groupedNumber(affected) + " rows changed" : "OK");
    return;
  }
  const auto rows = printResult(*cursor, format);
  if (format == RowFormat::Table) printLine("(" + groupedNumber(rows) + (rows == 1 ? " row)" : " rows)"));
}

}  // namespace

int runSql(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("sql"), text("Runs SQL, several statements too; each is its own transaction unless the text says otherwise."),
                            {{text("URL"), text("the database"), true},
                             {text("STATEMENT"), text("the SQL; or -f"), false}},
                            {{text("f|file"), text("FILE"), text("Reads the SQL from a file; - is standard input.")},
                             {text("format"), text("table|json|jsonl|csv"), text("How to print; table if left out.")},
                             {text("read-only"), {}, text("Refuses statements that write.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const auto format = parseRowFormat(arguments.value(text("format"), "table"));
  const bool fromFile = arguments.has(text("file"));
  if (fromFile == !arguments.word(1).empty()) throw DbError(ErrorKind::Argument, "Give either a statement or -f FILE");
  const std::string script = fromFile ? readText(arguments.value(text("file"))) : arguments.word(1);

  const auto engine = Engine::create(Url::parse(arguments.word(0)));
  const auto lease = engine->connect(arguments.has(text("read-only")) ? Engine::Access::Read : Engine::Access::Write);
  setInterruptTarget(&*lease);
  const auto statements = lease->splitStatements(script);
  for (const auto& statement : statements) {
    if (interruptToken().isCancelled()) break;
    runStatement(*lease, statement, format);
    for (const auto& warning : lease->takeWarnings()) printError(warning);
  }
  setInterruptTarget(nullptr);
  return interruptToken().isCancelled() ? kCancelled : kDone;
}

}  // namespace joinery::cli
