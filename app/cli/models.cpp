// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"

namespace joinery::cli {

namespace {

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

}  // namespace

int runModels(const QStringList& words) {
  const Arguments arguments(QStringLiteral("models"), QStringLiteral("Prints the models that a database's tables make."),
                            {{QStringLiteral("URL"), QStringLiteral("the database"), true}}, {}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  Json json{{"models", Json::array()}};
  for (const auto& model : database.registry()->models()) json["models"].push_back(modelJson(*model));
  printJson(json);
  return kDone;
}

}  // namespace joinery::cli
