// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/connected_database.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/outline_text.h"
#include "app/cli/output.h"
#include "app/cli/revision_files.h"
#include "orm/revision/migrator.h"

namespace joinery::cli {

namespace {

using migration::MigrationOptions;
using migration::MigrationOutline;
using migration::MigrationProgress;
using migration::MigrationResult;
using migration::Migrator;

QString spelt(const char* utf8) { return QString::fromUtf8(utf8); }

/// On a terminal, the statement that runs.
class StatementLine {
 public:
  StatementLine() : m_isShown(isatty(STDERR_FILENO) == 1) {}
  ~StatementLine() { wipe(); }
  StatementLine(const StatementLine&) = delete;
  StatementLine& operator=(const StatementLine&) = delete;
  void show(const MigrationProgress& progress) {
    constexpr std::size_t kWidest = 70;
    if (!m_isShown) return;
    wipe();
    const QString doing = QString::fromStdString(plainLine(progress.doing)).left(kWidest);
    const std::string count = progress.steps > 0 ? std::to_string(progress.step) + "/" + std::to_string(progress.steps) + " " : std::string();
    std::fprintf(stderr, "%s%s", count.c_str(), doing.toUtf8().constData());
    m_isWritten = true;
  }

 private:
  void wipe() {
    if (std::exchange(m_isWritten, false)) std::fputs("\r\033[K", stderr);
  }
  const bool m_isShown;
  bool m_isWritten = false;
};

/// @return whether to go on
bool isConfirmed(const MigrationOutline& outline, const Arguments& arguments) {
  if ((!outline.isDestructive() && outline.losses().empty()) || arguments.has(spelt("yes"))) return true;
  if (isatty(STDIN_FILENO) != 1) {
    DbError error(ErrorKind::Argument, "the migration loses rows or values, or can't be undone: see the lines above");
    error.hint = "With --yes it is carried out.";
    throw error;
  }
  std::fflush(stdout);
  std::fputs("This loses rows or values, or can't be undone. Go on? [y/N] ", stderr);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void printOutcome(const MigrationResult& result, const std::string& database, const char* what) {
  for (const std::string& note : result.notes) printError(plainLine(note));
  if (!result.backup.empty()) printLine("The file as it was: " + result.backup);
  printLine(database + what + revisionWord(result.to));
}

/// A file that is to be made is planned as the empty database that it will be.
bool isToBeMade(const Arguments& arguments) {
  const Url url = Url::parse(arguments.word(1));
  return arguments.has(spelt("create")) && url.isSqlite() && !url.isMemory() && !std::filesystem::exists(url.database);
}

MigrationOptions optionsOf(const Arguments& arguments, StatementLine& line) {
  MigrationOptions options;
  if (arguments.has(spelt("no-backup"))) options.backup = MigrationOptions::Backup::None;
  options.cancel = interruptToken();
  options.progress = [&line](const MigrationProgress& progress) { line.show(progress); };
  return options;
}

/// Tells only what would be done.
int preview(const Arguments& arguments, const Migrator& migrator, const ConnectedDatabase& database, const std::string& target) {
  const MigrationOutline outline = migrator.outline(database.connection(), target);
  if (arguments.has(spelt("sql"))) return print(migrator.script(database.connection(), outline)), kDone;
  print(outlineText(outline));
  StatementLine line;
  const MigrationOptions options = optionsOf(arguments, line);
  const MigrationResult result = migrator.rehearse(database.connection(), outline, options);
  printOutcome(result, database.name(), " was left as it is; it would be at ");
  return kDone;
}

int migrate(const Arguments& arguments, const migration::RevisionChain& chain, const std::string& target) {
  if (isToBeMade(arguments)) {
    const ConnectedDatabase empty("sqlite://", Engine::Access::Write);
    Migrator(chain, empty.engine()).outline(empty.connection(), target);
  }
  const auto missing = arguments.has(spelt("create")) ? ConnectedDatabase::Missing::Created : ConnectedDatabase::Missing::Refused;
  const ConnectedDatabase database(arguments.word(1), Engine::Access::Write, missing);
  const Migrator migrator(chain, database.engine());
  const MigrationOutline outline = migrator.outline(database.connection(), target);
  if (outline.revisions.empty()) return printLine(database.name() + " is at " + revisionWord(outline.to) + " already"), kDone;
  print(outlineText(outline));
  if (!isConfirmed(outline, arguments)) return printError("nothing was done"), kCancelled;
  StatementLine line;
  const MigrationOptions options = optionsOf(arguments, line);
  printOutcome(migrator.run(database.connection(), outline, options), database.name(), " is at ");
  return kDone;
}

}  // namespace

int runMigrate(const QStringList& words) {
  const Arguments arguments(spelt("migrate"), spelt("Brings a database to a revision: what is to be done is told first, and asked about where something is lost."),
                            {{spelt("WORKSPACE"), spelt("the file *.joinery beside whose folder 'revisions' stands"), true}, {spelt("URL"), spelt("the database"), true}},
                            {{spelt("to"), spelt("ID"), spelt("A revision's id or its beginning, head or base; head if left out.")},
                             {spelt("sql"), {}, spelt("Prints the statements and does nothing.")},
                             {spelt("dry-run"), {}, spelt("Tries it with every check, on a copy or in a transaction that is rolled back.")},
                             {spelt("yes"), {}, spelt("Does not ask where something is lost.")},
                             {spelt("create"), {}, spelt("Makes the database where there is none.")},
                             {spelt("no-backup"), {}, spelt("Leaves out the copy of a SQLite file that is made where something is lost.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const migration::RevisionChain chain = revisionFolder(arguments.word(0)).chain();
  const std::string target = arguments.value(spelt("to"), "head");
  if (!arguments.has(spelt("sql")) && !arguments.has(spelt("dry-run"))) return migrate(arguments, chain, target);
  const ConnectedDatabase database(isToBeMade(arguments) ? "sqlite://" : arguments.word(1), Url::parse(arguments.word(1)).isSqlite() || arguments.has(spelt("sql")) ? Engine::Access::Read : Engine::Access::Write);
  return preview(arguments, Migrator(chain, database.engine()), database, target);
}

}  // namespace joinery::cli
