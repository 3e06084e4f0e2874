// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/connected_database.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/outline_text.h"
#include "app/cli/output.h"
#include "app/cli/revision_create.h"
#include "app/cli/revision_files.h"
#include "orm/revision/migrator.h"

namespace joinery::cli {

namespace {

using migration::DatabaseRevision;
using migration::Migrator;
using migration::Revision;
using migration::RevisionChain;

QString wording(const char* utf8) { return QString::fromUtf8(utf8); }

Migrator migratorOf(RevisionChain chain, const ConnectedDatabase& database) { return Migrator(std::move(chain), database.engine()); }

DatabaseRevision standingOf(const std::string& url) {
  const ConnectedDatabase database(url, Engine::Access::Read);
  return migratorOf(RevisionChain({}), database).standing(database.connection());
}

/// For people, on stderr: what a script reads is the id alone.
void tellInterrupted(const DatabaseRevision& standing) {
  if (!standing.interrupted) return;
  const bool isUp = standing.interrupted->direction == RevisionChain::Direction::Up;
  printError("a migration was interrupted: revision " + plainLine(standing.interrupted->id) + (isUp ? "" : ", on its way back,") + " is done up to its part " + std::to_string(standing.interrupted->done),
             "The next joinery migrate goes on with it.");
}

int runList(const QStringList& words) {
  const Arguments arguments(wording("revision list"), wording("The revisions of a workspace, the first one first."),
                            {{wording("WORKSPACE"), wording("the file *.joinery"), true}, {wording("URL"), wording("a database: where it stands is marked *"), false}}, {}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const RevisionChain chain = revisionFolder(arguments.word(0)).chain();
  const DatabaseRevision standing = arguments.word(1).empty() ? DatabaseRevision() : standingOf(arguments.word(1));
  const std::vector<std::string> heads = chain.heads();
  TextTable table({{""}, {"Id"}, {"Follows"}, {"Message"}, {"No way back"}});
  for (const Revision& each : chain.revisions()) {
    const std::string id = each.id + (std::ranges::find(heads, each.id) == heads.end() ? "" : " (head)");
    table.addRow({standing.id == each.id ? "*" : "", id, revisionWord(each.parent), plainLine(each.message), each.losses().empty() ? "" : plainLine(each.losses().front())});
  }
  print(table.toString());
  if (!standing.id.empty() && !chain.find(standing.id)) printError("the database is at revision " + plainLine(standing.id) + ", which is not among them");
  tellInterrupted(standing);
  return kDone;
}

void printWay(const char* title, const migration::Operations& operations) {
  printLine(title);
  for (const migration::Operation& each : operations) printLine("  " + operationLine({migration::description(each), migration::isDestructive(each), migration::whyIrreversible(each)}));
}

int runShow(const QStringList& words) {
  const Arguments arguments(wording("revision show"), wording("What a revision does."),
                            {{wording("WORKSPACE"), wording("the file *.joinery"), true}, {wording("ID"), wording("the revision's id or its beginning, or head"), true}},
                            {{wording("format"), wording("F"), wording("text or json; text if left out.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const std::string format = arguments.value(wording("format"), "text");
  if (format != "text" && format != "json") throw DbError(ErrorKind::Argument, "'" + format + "' is no format of revision show; there are text and json");
  const RevisionChain chain = revisionFolder(arguments.word(0)).chain();
  const Revision* revision = chain.find(chain.idOf(arguments.word(1)));
  if (!revision) throw DbError(ErrorKind::InvalidRequest, "base is before the first revision: there is nothing to show");
  if (format == "json") return printJson(migration::revisionToJson(*revision)), kDone;
  printLine(plainLine(migration::revisionName(revision->id, revision->message)) + ", follows " + revisionWord(revision->parent));
  printWay("Up:", revision->up);
  printWay("Down:", revision->down);
  return kDone;
}

int runCurrent(const QStringList& words) {
  const Arguments arguments(wording("revision current"), wording("The id of the revision that a database is at; base before the first, none where nothing is noted."),
                            {{wording("URL"), wording("the database"), true}}, {}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const DatabaseRevision standing = standingOf(arguments.word(0));
  printLine(standing.isKnown ? plainLine(revisionWord(standing.id)) : "none");
  tellInterrupted(standing);
  return kDone;
}

int runStamp(const QStringList& words) {
  const Arguments arguments(wording("revision stamp"), wording("Notes that a database is at a revision, and does nothing else with it."),
                            {{wording("WORKSPACE"), wording("the file *.joinery"), true}, {wording("URL"), wording("the database"), true}, {wording("ID"), wording("the revision's id or its beginning, head or base"), true}}, {}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  RevisionChain chain = revisionFolder(arguments.word(0)).chain();
  const std::string id = chain.idOf(arguments.word(2));
  const ConnectedDatabase database(arguments.word(1), Engine::Access::Write);
  migration::MigrationOptions options;
  options.cancel = interruptToken();
  migratorOf(std::move(chain), database).stamp(database.connection(), id, options);
  printLine(database.name() + " is noted to be at " + revisionWord(id));
  return kDone;
}

constexpr std::array kSubcommands{Command{"list", "The revisions of a workspace, and where a database stands", runList}, Command{"show", "What a revision does", runShow},
                                  Command{"current", "The revision that a database is at", runCurrent}, Command{"stamp", "Notes that a database is at a revision", runStamp},
                                  Command{"create", "Makes a new revision of what was designed, or of SQL", runRevisionCreate}};

}  // namespace

int runRevision(const QStringList& words) {
  const QString first = words.value(0);
  const auto* chosen = std::ranges::find_if(kSubcommands, [&](const Command& each) { return first == QLatin1String(each.name); });
  if (chosen != kSubcommands.end()) return chosen->run(words.mid(1));
  if (first == QLatin1String("--help") || first == QLatin1String("-h")) {
    for (const Command& each : kSubcommands) printLine(std::string("joinery revision ") + each.name + std::string(10 - std::string(each.name).size(), ' ') + each.summary);
    return kDone;
  }
  DbError error(ErrorKind::Argument, first.isEmpty() ? "what to do with revisions is missing" : "'" + first.toStdString() + "' is no command of revision");
  error.hint = "There are list, show, current, stamp and create; each takes --help.";
  throw error;
}

}  // namespace joinery::cli
