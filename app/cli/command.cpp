// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <cstdio>

#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

namespace joinery::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands{
      {"tables", "Tables and views with kind, columns and rows", runTables},
      {"schema", "The schema as the database describes it", runSchema},
      {"diff", "What has to be done to a schema to make it another one", runDiff},
      {"models", "Models with attributes and relationships, as JSON", runModels},
      {"rows", "Rows of a model: filtered, sorted, with related rows", runRows},
      {"tree", "One row and its related rows, nested", runTree},
      {"apply", "Carries out a document of changes in one transaction", runApply},
      {"sql", "Runs SQL statements", runSql},
      {"export", "Writes rows into a file: CSV, TSV, JSON, JSON Lines, SQL", runExport},
      {"import", "Takes rows of a file into a table: CSV, TSV, JSON, JSON Lines", runImport},
      {"migrate", "Brings a database from revision to revision", runMigrate},
      {"revision", "The revisions of a workspace: list, show, current, stamp, create", runRevision},
      {"generate", "Writes code and documents: C++, SQLAlchemy, Pydantic, JSON Schema, SQL, DBML, Mermaid, DOT, Markdown", runGenerate},
  };
  return kCommands;
}

int runCommand(const Command& command, const QStringList& words) {
  installInterruptHandler();
  try {
    const int code = command.run(words);
    if (std::fflush(stdout) != 0) throw DbError(ErrorKind::Operational, "The output could not be written");
    return code;
  } catch (const DbError& error) {
    std::fflush(stdout);
    printError(error);
    return exitCodeOf(error);
  } catch (const std::exception& error) {
    std::fflush(stdout);
    printError(error.what());
    return kRefused;
  }
}

}  // namespace joinery::cli
