// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "orm/core/nearest_names.h"
#include "orm/workspace/workspace_file.h"

namespace joinery::cli {

namespace {

const auto kConnection = QStringLiteral("connection");

Json attributeJson(const Attribute& attribute) {
  const schema::Column& column = attribute.column;
  Json json{{"name", attribute.name}, {"column", column.name}, {"type", column.type.declared},
            {"kind", typeKindName(column.type.kind)}, {"nullable", column.nullable}, {"key", attribute.isKey}};
  if (attribute.isForeignKey) json["foreign_key"] = true;
  if (column.defaultExpression) json["default"] = *column.defaultExpression;
  if (column.isComputed()) json["computed"] = column.generationExpression;
  if (column.type.labels) json["labels"] = *column.type.labels;
  return json;
}

Json relationshipJson(const Relationship& relationship) {
  Json json{{"name", relationship.name}, {"kind", relationshipKindName(relationship.kind)}, {"to", relationship.target},
            {"local", relationship.localColumns}, {"remote", relationship.remoteColumns}};
  if (!relationship.linkTable.isEmpty()) {
    json["link"] = {{"table", relationship.linkTable.toString()},
                    {"local", relationship.linkLocalColumns},
                    {"remote", relationship.linkRemoteColumns}};
  }
  json["back_populates"] = relationship.backPopulates.empty() ? Json(nullptr) : Json(relationship.backPopulates);
  if (relationship.isVirtual) json["virtual"] = true;
  if (relationship.postUpdate) json["post_update"] = true;
  return json;
}

Json modelJson(const Model& model) {
  Json json{{"name", model.name}, {"table", model.table->name.toString()}, {"kind", schema::tableKindName(model.table->kind)},
            {"label", model.label}, {"key", model.keyAttributes()}};
  if (const auto reason = model.readOnlyReason(); !reason.empty()) json["read_only"] = reason;
  json["attributes"] = Json::array();
  for (const auto& attribute : model.attributes) json["attributes"].push_back(attributeJson(attribute));
  json["relationships"] = Json::array();
  for (const auto& relationship : model.relationships) json["relationships"].push_back(relationshipJson(relationship));
  return json;
}

struct Source {
  std::string url;
  ModelDeclarations declarations;
};

const SavedConnection& connectionOf(const Workspace& workspace, const Arguments& arguments) {
  std::vector<std::string> names;
  for (const SavedConnection& each : workspace.connections) names.push_back(each.name);
  const std::string name = arguments.value(kConnection, names.size() == 1 ? names.front() : "");
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return workspace.connections[static_cast<std::size_t>(found - names.begin())];
  DbError error(ErrorKind::Argument, name.empty() ? arguments.word(0) + " has " + std::to_string(names.size()) + " connections" : arguments.word(0) + " has no connection called '" + name + "'");
  error.hint = names.empty() ? "Save a connection in it first." : name.empty() ? "Say which with --connection NAME. " + suggestion(name, names) : suggestion(name, names);
  throw error;
}

/// A database, or a workspace's connection to one with what is declared there.
Source sourceOf(const Arguments& arguments) {
  const std::string word = arguments.word(0);
  if (!word.ends_with(".joinery")) return {word, {}};
  const Workspace workspace = WorkspaceFile(word).read();
  const SavedConnection& connection = connectionOf(workspace, arguments);
  return {connection.url.toString(), connection.declarations};
}

}  // namespace

int runModels(const QStringList& words) {
  const Arguments arguments(QStringLiteral("models"), QStringLiteral("Prints the models that a database's tables make, with what a workspace says of them."),
                            {{QStringLiteral("SOURCE"), QStringLiteral("the database, or a workspace (*.joinery)"), true}},
                            {{kConnection, QStringLiteral("NAME"), QStringLiteral("The workspace's connection, where it has several.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const Source source = sourceOf(arguments);
  OpenedDatabase database(source.url, Engine::Access::Read);
  database.declare(source.declarations);
  Json json{{"models", Json::array()}};
  for (const auto& model : database.registry()->models()) json["models"].push_back(modelJson(*model));
  printJson(json);
  return kDone;
}

}  // namespace joinery::cli
