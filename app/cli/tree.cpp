// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>
#include <limits>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/saved_view.h"
#include "ui/relations/tree_json.h"

namespace joinery::cli {

namespace {

Arguments treeArguments(const QStringList& words, bool hasView) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  std::vector<Arguments::Positional> positionals{{text("URL"), text("the database"), true}};
  if (!hasView) positionals.push_back({text("MODEL"), text("a table's or view's name"), true});
  positionals.push_back({text("KEY"), text("the row's key; a JSON array for one of several columns"), true});
  std::vector<Arguments::Option> options{{text("depth"), text("N"), text("Levels below the row; 1 if left out.")},
                                         {text("path"), text("P"), text("Only this relationship, or dotted path; may be given several times.")},
                                         {text("limit"), text("N"), text("At most so many children of one branch; all if left out.")}};
  std::ranges::move(savedViewOptions(), std::back_inserter(options));
  return {text("tree"), text("Prints one row and its related rows, nested, as JSON."), positionals, options, words};
}

}  // namespace

int runTree(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const bool hasView = namesSavedView(words);
  const Arguments arguments = treeArguments(words, hasView);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const SavedView view = hasView ? savedView(arguments, arguments.word(0)) : SavedView{.model = arguments.word(1)};
  OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  database.declare(declarationsFor(arguments, arguments.word(0)));
  const Model& model = database.registry()->at(view.model);
  TreeOptions options;
  options.depth = static_cast<int>(arguments.number(text("depth")).value_or(view.treeDepth.value_or(options.depth)));
  options.paths = arguments.has(text("path")) ? arguments.values(text("path")) : view.treePaths;
  options.prune = view.prune;
  options.limit = static_cast<std::size_t>(arguments.number(text("limit")).value_or(std::numeric_limits<std::int64_t>::max()));
  const ui::TreeSubject subject{.model = model.name, .key = parseKey(arguments.word(hasView ? 1 : 2), model), .options = options};
  JobProgress progress;
  Worker::Context context{database.connection(), database.dialect(), interruptToken(), progress};
  // Some rows are read at a time, as they are written: a tree of any size takes the same memory.
  ui::writeTrees(context, database.registry(), subject, print);
  return kDone;
}

}  // namespace joinery::cli
