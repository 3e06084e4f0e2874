// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/diagram_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace joinery {

namespace {

constexpr std::array<std::pair<Diagram::Columns, const char*>, 3> kColumnsNames{
    {{Diagram::Columns::All, "all"}, {Diagram::Columns::Keys, "keys"}, {Diagram::Columns::None, "none"}}};

std::vector<JsonPlace> upTo(std::size_t most, const JsonPlace& place) {
  auto items = place.items();
  if (items.size() > most) place.refuse("it has " + std::to_string(items.size()) + " entries; there may be up to " + std::to_string(most));
  return items;
}

std::string shortText(const JsonPlace& place) {
  const std::string& text = place.text();
  if (text.size() > Diagram::kLongestText) place.refuse("the text has " + std::to_string(text.size()) + " bytes; it may have up to " + std::to_string(Diagram::kLongestText));
  return text;
}

bool flag(const JsonPlace& place, const char* key) {
  if (!place.has(key)) return false;
  const JsonPlace member = place.at(key);
  if (!member.json().is_boolean()) member.refuse("it takes true or false, not " + shownJson(member.json()));
  return member.json().get<bool>();
}

int coordinate(const JsonPlace& place, const char* key) { return place.at(key).number(-Diagram::kFarthest, Diagram::kFarthest); }

Diagram::Place readPlace(const JsonPlace& place) { return {coordinate(place, "x"), coordinate(place, "y")}; }

QualifiedName readTableName(const JsonPlace& place) {
  return {place.has("schema") ? place.at("schema").text() : std::string(), place.at("name").text()};
}

Diagram::Table readTable(const JsonPlace& place) {
  Diagram::Table table{readTableName(place)};
  table.source = place.object();
  if (place.has("x") || place.has("y")) table.place = readPlace(place);
  table.hidden = flag(place, "hidden");
  return table;
}

Diagram::Group readGroup(const JsonPlace& place) {
  Diagram::Group group;
  group.source = place.object();
  group.title = place.has("title") ? shortText(place.at("title")) : std::string();
  if (place.has("colour")) group.colour = place.at("colour").text();
  for (const JsonPlace& item : upTo(Diagram::kMostTables, place.at("tables"))) group.tables.push_back(readTableName(item));
  return group;
}

Diagram::Note readNote(const JsonPlace& place) {
  Diagram::Note note;
  note.source = place.object();
  note.text = shortText(place.at("text"));
  note.place = readPlace(place);
  if (place.has("width")) note.width = place.at("width").number(Diagram::kNarrowestNote, Diagram::kWidestNote);
  if (place.has("colour")) note.colour = place.at("colour").text();
  return note;
}

Diagram::Columns readShownColumns(const JsonPlace& place) {
  const std::string& word = place.text();
  for (const auto& [columns, name] : kColumnsNames)
    if (word == name) return columns;
  place.refuse("\"" + word + "\" is no choice", "There are \"all\", \"keys\" and \"none\".");
}

void readTables(const JsonPlace& place, Diagram& diagram) {
  std::set<QualifiedName> names;
  for (const JsonPlace& item : upTo(Diagram::kMostTables, place)) {
    diagram.tables.push_back(readTable(item));
    if (!names.insert(diagram.tables.back().name).second) item.refuse("the table \"" + diagram.tables.back().name.toString() + "\" is there twice");
  }
}

/// Sets a member, or takes it away where it says what is meant without it.
void putUnless(bool isImplied, Json& object, const char* key, Json value) {
  if (isImplied) object.erase(key);
  else object[key] = std::move(value);
}

void putName(Json& object, const QualifiedName& name) {
  putUnless(name.schema.empty(), object, "schema", name.schema);
  object["name"] = name.name;
}

Json tableJson(const Diagram::Table& table) {
  Json json = table.source;
  putName(json, table.name);
  putUnless(!table.place, json, "x", table.place.value_or(Diagram::Place()).x);
  putUnless(!table.place, json, "y", table.place.value_or(Diagram::Place()).y);
  putUnless(!table.hidden, json, "hidden", true);
  return json;
}

/// The tables of a group as they were read, by their names.
std::map<QualifiedName, Json> tablesReadOf(const Diagram::Group& group) {
  std::map<QualifiedName, Json> known;
  if (!group.source.contains("tables")) return known;
  for (const JsonPlace& item : JsonPlace(group.source, "workspace").at("tables").items()) known.emplace(readTableName(item), item.json());
  return known;
}

Json groupJson(const Diagram::Group& group) {
  Json json = group.source;
  const auto known = tablesReadOf(group);
  putUnless(group.title.empty(), json, "title", group.title);
  json["colour"] = group.colour;
  Json tables = Json::array();
  for (const QualifiedName& name : group.tables) {
    const auto found = known.find(name);
    putName(tables.emplace_back(found == known.end() ? Json::object() : found->second), name);
  }
  json["tables"] = std::move(tables);
  return json;
}

Json noteJson(const Diagram::Note& note) {
  Json json = note.source;
  json["text"] = note.text;
  json["x"] = note.place.x;
  json["y"] = note.place.y;
  json["width"] = note.width;
  json["colour"] = note.colour;
  return json;
}

template <typename Item>
void putList(Json& object, const char* key, const std::vector<Item>& items, Json (*toJson)(const Item&)) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(toJson(item));
  putUnless(items.empty() && !object.contains(key), object, key, std::move(list));
}

}  // namespace

Diagram diagramFromJson(const JsonPlace& place) {
  Diagram diagram;
  diagram.source = place.object();
  diagram.name = place.at("name").text();
  diagram.everyTable = flag(place, "everyTable");
  diagram.showsViews = flag(place, "views");
  if (place.has("columns")) diagram.columns = readShownColumns(place.at("columns"));
  diagram.showsTypes = !place.has("types") || flag(place, "types");
  if (place.has("tables")) readTables(place.at("tables"), diagram);
  if (place.has("groups"))
    for (const JsonPlace& item : upTo(Diagram::kMostGroups, place.at("groups"))) diagram.groups.push_back(readGroup(item));
  if (place.has("notes"))
    for (const JsonPlace& item : upTo(Diagram::kMostNotes, place.at("notes"))) diagram.notes.push_back(readNote(item));
  return diagram;
}

Json diagramToJson(const Diagram& diagram) {
  Json json = diagram.source;
  json["name"] = diagram.name;
  putUnless(!diagram.everyTable, json, "everyTable", true);
  putUnless(!diagram.showsViews, json, "views", true);
  const auto found = std::ranges::find(kColumnsNames, diagram.columns, &std::pair<Diagram::Columns, const char*>::first);
  putUnless(diagram.columns == Diagram::Columns::All, json, "columns", found->second);
  putUnless(diagram.showsTypes, json, "types", false);
  putList(json, "tables", diagram.tables, tableJson);
  putList(json, "groups", diagram.groups, groupJson);
  putList(json, "notes", diagram.notes, noteJson);
  return json;
}

}  // namespace joinery
