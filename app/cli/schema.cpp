// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"

namespace joinery::cli {

namespace {

const char* actionName(schema::ReferentialAction action) {
  switch (action) {
    case schema::ReferentialAction::NoAction: return "NO ACTION";
    case schema::ReferentialAction::Restrict: return "RESTRICT";
    case schema::ReferentialAction::Cascade: return "CASCADE";
    case schema::ReferentialAction::SetNull: return "SET NULL";
    case schema::ReferentialAction::SetDefault: return "SET DEFAULT";
  }
  return "";
}

Json columnJson(const schema::Column& column) {
  Json json{{"name", column.name}, {"type", column.type.declared}, {"kind", typeKindName(column.type.kind)}, {"nullable", column.nullable}};
  if (column.defaultExpression) json["default"] = *column.defaultExpression;
  if (column.isComputed()) json["computed"] = column.generationExpression;
  if (column.generation == schema::Generation::IdentityAlways || column.generation == schema::Generation::IdentityByDefault) json["identity"] = true;
  if (!column.collation.empty()) json["collation"] = column.collation;
  if (!column.comment.empty()) json["comment"] = column.comment;
  return json;
}

/// A key's name and when it is judged, where it is not at once.
template <typename Key>
Json withConstraint(Json json, const Key& key) {
  if (!key.name.empty()) json["name"] = key.name;
  if (key.deferrable) json["deferrable"] = key.initiallyDeferred ? "initially deferred" : "initially immediate";
  return json;
}

Json keyJson(const schema::UniqueKey& key) { return withConstraint({{"columns", key.columns}}, key); }

Json foreignKeyJson(const schema::ForeignKey& key) {
  return withConstraint({{"columns", key.columns}, {"refers", key.referredTable.toString()}, {"to", key.referredColumns},
                         {"on_delete", actionName(key.onDelete)}, {"on_update", actionName(key.onUpdate)}}, key);
}

Json indexJson(const schema::Index& index) {
  Json parts = Json::array();
  for (const auto& part : index.parts) {
    Json json = part.column.empty() ? Json{{"expression", part.expression}} : Json{{"column", part.column}};
    if (part.descending) json["descending"] = true;
    parts.push_back(std::move(json));
  }
  Json json{{"name", index.name}, {"parts", std::move(parts)}, {"unique", index.unique}};
  if (!index.predicate.empty()) json["where"] = index.predicate;
  if (!index.method.empty()) json["method"] = index.method;
  return json;
}

template <typename Items, typename Function>
Json list(const Items& items, Function function) {
  Json json = Json::array();
  for (const auto& item : items) json.push_back(function(item));
  return json;
}

Json tableJson(const schema::Table& table) {
  Json json{{"name", table.name.toString()}, {"kind", schema::tableKindName(table.kind)}};
  if (!table.comment.empty()) json["comment"] = table.comment;
  json["columns"] = list(table.columns, columnJson);
  json["primary_key"] = table.primaryKey ? keyJson(*table.primaryKey) : Json(nullptr);
  json["unique"] = list(table.uniqueKeys, keyJson);
  json["foreign_keys"] = list(table.foreignKeys, foreignKeyJson);
  json["checks"] = list(table.checks, [](const auto& check) { return Json{{"name", check.name}, {"expression", check.expression}}; });
  json["indexes"] = list(table.indexes, indexJson);
  json["triggers"] = list(table.triggers, [](const auto& trigger) { return Json{{"name", trigger.name}, {"definition", trigger.definition}}; });
  if (table.isView()) json["definition"] = table.definition;
  return json;
}

}  // namespace

int runSchema(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("schema"), text("Prints the schema as the database describes it, as JSON."),
                            {{text("URL"), text("the database"), true}},
                            {{text("format"), text("json"), text("How to print; json if left out.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  if (const auto format = arguments.value(text("format"), "json"); format != "json")
    throw DbError(ErrorKind::Argument, "'" + format + "' is no format of schema; there is json");
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  const auto& metadata = *database.metadata();
  Json json{{"default_schema", metadata.defaultSchema}, {"schemas", metadata.schemas}};
  json["enums"] = list(metadata.enums, [](const auto& type) { return Json{{"name", type.name.toString()}, {"labels", type.labels}}; });
  json["tables"] = list(metadata.tables(), [](const auto& table) { return tableJson(*table); });
  printJson(json);
  return kDone;
}

}  // namespace joinery::cli
