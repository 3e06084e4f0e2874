// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/saved_view.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/workspace/workspace_file.h"

namespace joinery::cli {

namespace {

const auto kWorkspace = QStringLiteral("workspace");
const auto kView = QStringLiteral("view");

[[noreturn]] void refuseView(const Workspace& workspace, const std::string& name, const std::string& file) {
  std::vector<std::string> names;
  for (const auto& connection : workspace.connections)
    for (const auto& view : connection.views) names.push_back(view.name);
  DbError error(ErrorKind::Argument, file + " has no view called '" + name + "'");
  error.hint = names.empty() ? "No view is saved in it." : nearestNamesHint(name, names);
  throw error;
}

}  // namespace

std::vector<Arguments::Option> savedViewOptions() {
  return {{kWorkspace, QStringLiteral("FILE"), QStringLiteral("A workspace (*.joinery): its labels and relationships of the models, and its views.")},
          {kView, QStringLiteral("NAME"), QStringLiteral("A view that is saved in the workspace; it names the model, so MODEL is left out.")}};
}

bool namesSavedView(const QStringList& words) {
  return std::ranges::any_of(words, [](const QString& word) { return word == QStringLiteral("--view") || word.startsWith(QStringLiteral("--view=")); });
}

ModelDeclarations declarationsFor(const Arguments& arguments, const std::string& url) {
  if (!arguments.has(kWorkspace)) return {};
  const Workspace workspace = WorkspaceFile(arguments.value(kWorkspace)).read();
  const SavedConnection* own = workspace.connectionTo(Url::parse(url));
  return own ? own->declarations : ModelDeclarations();
}

SavedView savedView(const Arguments& arguments, const std::string& url) {
  if (!arguments.has(kWorkspace)) throw DbError(ErrorKind::Argument, "--view needs --workspace FILE");
  WorkspaceFile file(arguments.value(kWorkspace));
  const Workspace workspace = file.read();
  const std::string name = arguments.value(kView);
  const SavedConnection* own = workspace.connectionTo(Url::parse(url));
  if (const SavedView* view = own ? findView(*own, name) : nullptr) return *view;
  std::vector<const SavedView*> others;
  for (const auto& connection : workspace.connections)
    if (const SavedView* view = findView(connection, name)) others.push_back(view);
  if (others.empty()) refuseView(workspace, name, file.path());
  if (others.size() > 1) throw DbError(ErrorKind::Argument, "Several connections of " + file.path() + " have a view called '" + name + "', and none of them is to this database");
  return *others.front();
}

}  // namespace joinery::cli
