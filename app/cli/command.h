// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace joinery::cli {

/// One command of the program. `run` throws DbError; what it returns is the exit code.
struct Command {
  const char* name;
  const char* summary;
  int (*run)(const QStringList& words);
};

int runTables(const QStringList& words);
int runSchema(const QStringList& words);
int runDiff(const QStringList& words);
int runModels(const QStringList& words);
int runRows(const QStringList& words);
int runTree(const QStringList& words);
int runApply(const QStringList& words);
int runGenerate(const QStringList& words);
int runImport(const QStringList& words);
int runExport(const QStringList& words);
int runSql(const QStringList& words);
int runMigrate(const QStringList& words);
int runRevision(const QStringList& words);

/// The commands that need no display.
const std::vector<Command>& commands();
/// Runs one, reports what it throws on stderr. @return the exit code
int runCommand(const Command& command, const QStringList& words);

}  // namespace joinery::cli
