// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/tree.h"

#include <limits>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"

namespace joinery::cli {

int runTree(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("tree"), text("Prints one row and its related rows, nested, as JSON."),
                            {{text("URL"), text("the database"), true},
                             {text("MODEL"), text("a table's or view's name"), true},
                             {text("KEY"), text("the row's key; a JSON array for one of several columns"), true}},
                            {{text("depth"), text("N"), text("Levels below the row; 1 if left out.")},
                             {text("path"), text("P"), text("Only this relationship, or dotted path; may be given several times.")},
                             {text("limit"), text("N"), text("At most so many children of one branch; all if left out.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  const Model& model = database.registry()->at(arguments.word(1));
  TreeOptions options;
  options.depth = static_cast<int>(arguments.number(text("depth")).value_or(options.depth));
  options.paths = arguments.values(text("path"));
  options.limit = static_cast<std::size_t>(arguments.number(text("limit")).value_or(std::numeric_limits<std::int64_t>::max()));
  RecordReader reader(database.connection(), database.dialect(), database.registry(), interruptToken());
  printJson(relationTree(reader, model.name, parseKey(arguments.word(2), model), options));
  return kDone;
}

}  // namespace joinery::cli
