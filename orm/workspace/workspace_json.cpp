// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <set>

#include "orm/core/db_error.h"
#include "orm/core/url_without_secrets.h"
#include "orm/workspace/declarations_json.h"
#include "orm/workspace/diagram_json.h"
#include "orm/workspace/json_place.h"
#include "orm/workspace/workspace.h"

namespace joinery {

namespace {

constexpr int kWidestColumn = 10'000;
constexpr int kMostFrozen = 10'000;
constexpr int kDeepestTree = 100;

SavedView::Column readColumn(const JsonPlace& place) {
  if (place.json().is_string()) return {place.text(), {}, place.json()};
  SavedView::Column column{place.at("name").text(), {}, place.json()};
  if (place.has("width")) column.width = place.at("width").number(1, kWidestColumn);
  return column;
}

std::vector<SavedView::Column> readColumns(const JsonPlace& place) {
  std::vector<SavedView::Column> columns;
  std::set<std::string> names;
  for (const JsonPlace& item : place.items()) {
    columns.push_back(readColumn(item));
    if (!names.insert(columns.back().name).second) item.refuse("the column \"" + columns.back().name + "\" is there twice");
  }
  return columns;
}

void readTree(const JsonPlace& place, SavedView& view) {
  if (place.has("paths")) view.treePaths = place.at("paths").texts();
  if (place.has("depth")) view.treeDepth = place.at("depth").number(0, kDeepestTree);
}

SavedView readView(const JsonPlace& place) {
  SavedView view;
  view.source = place.object();
  view.name = place.at("name").text();
  view.model = place.at("model").text();
  if (place.has("filter")) view.filter = place.at("filter").object();
  if (place.has("sorts")) view.sorts = place.at("sorts").texts();
  if (place.has("columns")) view.columns = readColumns(place.at("columns"));
  if (place.has("frozen")) view.frozen = place.at("frozen").number(0, kMostFrozen);
  if (place.has("joins")) view.joins = place.at("joins").texts();
  if (place.has("prune")) view.prune = place.at("prune").object();
  if (place.has("tree")) readTree(place.at("tree"), view);
  return view;
}

Url readUrl(const JsonPlace& place) {
  Url url;
  try {
    url = Url::parse(place.text());
  } catch (const DbError& error) {
    place.refuse(error.message(), error.hint);
  }
  // The text itself is not told: it holds the password.
  if (url.toString() != withoutSecrets(url).toString()) place.refuse("there is a password in it, and a workspace keeps none", "Take it out of the file; it is asked for when the database is opened.");
  return url;
}

/// @param names those that are taken already
void requireNew(const std::string& name, std::set<std::string>& names, const JsonPlace& place) {
  if (!names.insert(name).second) place.at("name").refuse("the name \"" + name + "\" is there twice");
}

void readViews(const JsonPlace& place, SavedConnection& connection) {
  std::set<std::string> names;
  for (const JsonPlace& item : place.items()) {
    connection.views.push_back(readView(item));
    requireNew(connection.views.back().name, names, item);
  }
}

void readDiagrams(const JsonPlace& place, SavedConnection& connection) {
  std::set<std::string> names;
  for (const JsonPlace& item : place.items()) {
    connection.diagrams.push_back(diagramFromJson(item));
    requireNew(connection.diagrams.back().name, names, item);
  }
}

SavedConnection readConnection(const JsonPlace& place) {
  SavedConnection connection;
  connection.source = place.object();
  connection.name = place.at("name").text();
  connection.url = readUrl(place.at("url"));
  connection.declarations = readDeclarations(place);
  if (place.has("views")) readViews(place.at("views"), connection);
  if (place.has("diagrams")) readDiagrams(place.at("diagrams"), connection);
  return connection;
}

/// Sets a member in its place, or takes it away where it says nothing.
void put(Json& object, const char* key, Json value, bool isThere) {
  if (isThere) object[key] = std::move(value);
  else object.erase(key);
}

Json columnJson(const SavedView::Column& column) {
  const bool wasText = !column.source.is_object();
  if (wasText && !column.width) return column.name;
  Json json = wasText ? Json::object() : column.source;
  json["name"] = column.name;
  put(json, "width", column.width.value_or(0), column.width.has_value());
  return json;
}

Json columnsJson(const std::vector<SavedView::Column>& columns) {
  Json list = Json::array();
  for (const auto& column : columns) list.push_back(columnJson(column));
  return list;
}

Json treeJson(const SavedView& view) {
  Json tree = view.source.contains("tree") && view.source["tree"].is_object() ? view.source["tree"] : Json::object();
  put(tree, "paths", view.treePaths, !view.treePaths.empty());
  put(tree, "depth", view.treeDepth.value_or(0), view.treeDepth.has_value());
  return tree;
}

Json viewJson(const SavedView& view) {
  Json json = view.source;
  json["name"] = view.name;
  json["model"] = view.model;
  put(json, "filter", view.filter.value_or(Json::object()), view.filter.has_value());
  put(json, "sorts", view.sorts.value_or(std::vector<std::string>()), view.sorts.has_value());
  put(json, "columns", columnsJson(view.columns.value_or(std::vector<SavedView::Column>())), view.columns.has_value());
  put(json, "frozen", view.frozen, view.frozen > 0);
  put(json, "joins", view.joins, !view.joins.empty());
  put(json, "prune", view.prune, !view.prune.empty());
  Json tree = treeJson(view);
  const bool hasTree = !tree.empty();
  put(json, "tree", std::move(tree), hasTree);
  return json;
}

Json connectionJson(const SavedConnection& connection) {
  Json json = connection.source;
  json["name"] = connection.name;
  json["url"] = withoutSecrets(connection.url).toString();
  Json views = Json::array();
  for (const SavedView& view : connection.views) views.push_back(viewJson(view));
  const bool hasViews = !views.empty() || json.contains("views");
  put(json, "views", std::move(views), hasViews);
  putDeclarations(json, connection.declarations);
  Json diagrams = Json::array();
  for (const Diagram& diagram : connection.diagrams) diagrams.push_back(diagramToJson(diagram));
  const bool hasDiagrams = !diagrams.empty() || json.contains("diagrams");
  put(json, "diagrams", std::move(diagrams), hasDiagrams);
  return json;
}

}  // namespace

Workspace workspaceFromJson(const Json& json) {
  const JsonPlace place(json, "workspace");
  Workspace workspace;
  workspace.source = place.object();
  const Json& version = place.at("version").json();
  if (version.is_number_unsigned() && version.get<std::uint64_t>() > Workspace::kVersion)
    place.at("version").refuse("it is of version " + version.dump() + ", and this program knows up to " + std::to_string(Workspace::kVersion), "A newer Joinery wrote it; open it with that one.");
  place.at("version").number(1, Workspace::kVersion);
  if (!place.has("connections")) return workspace;
  std::set<std::string> names;
  for (const JsonPlace& item : place.at("connections").items()) {
    workspace.connections.push_back(readConnection(item));
    requireNew(workspace.connections.back().name, names, item);
  }
  return workspace;
}

Json workspaceToJson(const Workspace& workspace) {
  Json json = workspace.source;
  json["version"] = Workspace::kVersion;
  Json connections = Json::array();
  for (const SavedConnection& connection : workspace.connections) connections.push_back(connectionJson(connection));
  const bool hasConnections = !connections.empty() || json.contains("connections");
  put(json, "connections", std::move(connections), hasConnections);
  return json;
}

}  // namespace joinery
