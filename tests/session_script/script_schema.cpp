// SPDX-License-Identifier: GPL-3.0-or-later
#include "script_schema.h"

#include <algorithm>
#include <map>

#include "orm/core/db_error.h"

namespace joinery::script {

namespace {

/// A key of an object that may be left out or null.
const Json& option(const Json& object, const char* name) {
  static const Json kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

std::string text(const Json& json) { return json.is_string() ? json.get<std::string>() : std::string(); }

bool flag(const Json& json, bool otherwise = false) { return json.is_boolean() ? json.get<bool>() : otherwise; }

std::vector<std::string> texts(const Json& json) {
  std::vector<std::string> list;
  if (json.is_string()) list.push_back(json.get<std::string>());
  if (json.is_array())
    for (const Json& each : json) list.push_back(text(each));
  return list;
}

ValueType typeOf(const Json& column, const Dialect& dialect) {
  struct Spelling { TypeKind kind; const char* sqlite; const char* postgresql; };
  static const std::map<std::string, Spelling> kTypes = {
      {"integer", {TypeKind::Integer, "INTEGER", "integer"}},   {"bigint", {TypeKind::Integer, "BIGINT", "bigint"}},
      {"string", {TypeKind::Text, "VARCHAR", "varchar"}},       {"text", {TypeKind::Text, "TEXT", "text"}},
      {"float", {TypeKind::Real, "FLOAT", "double precision"}}, {"numeric", {TypeKind::Numeric, "NUMERIC", "numeric"}},
      {"boolean", {TypeKind::Boolean, "BOOLEAN", "boolean"}},   {"date", {TypeKind::Date, "DATE", "date"}},
      {"datetime", {TypeKind::Timestamp, "DATETIME", "timestamp"}}, {"uuid", {TypeKind::Uuid, "CHAR(36)", "uuid"}},
      {"json", {TypeKind::Json, "JSON", "json"}},               {"blob", {TypeKind::Blob, "BLOB", "bytea"}}};
  const auto found = kTypes.find(text(option(column, "type")));
  if (found == kTypes.end()) throw SetupError("column " + text(option(column, "name")) + " has the unknown type \"" + text(option(column, "type")) + "\"");
  ValueType type = ValueType::of(found->second.kind);
  type.declared = dialect.name() == "sqlite" ? found->second.sqlite : found->second.postgresql;
  if (found->first == "string" && option(column, "length").is_number_integer()) type.declared += "(" + option(column, "length").dump() + ")";
  return type;
}

schema::ReferentialAction actionOf(const Json& json) {
  const std::string action = text(json);
  if (action == "CASCADE") return schema::ReferentialAction::Cascade;
  if (action == "SET NULL") return schema::ReferentialAction::SetNull;
  if (action == "SET DEFAULT") return schema::ReferentialAction::SetDefault;
  if (action == "RESTRICT") return schema::ReferentialAction::Restrict;
  return schema::ReferentialAction::NoAction;
}

schema::Table tableOf(const Json& json, const Dialect& dialect) {
  schema::Table table;
  table.name = QualifiedName(json.at("name").get<std::string>());
  schema::UniqueKey key;
  for (const Json& each : json.at("columns")) {
    schema::Column column;
    column.name = each.at("name").get<std::string>();
    column.type = typeOf(each, dialect);
    const bool isKey = flag(option(each, "primary_key"));
    if (isKey) key.columns.push_back(column.name);
    column.nullable = flag(option(each, "nullable"), !isKey);
    if (option(each, "server_default").is_string()) column.defaultExpression = text(option(each, "server_default"));
    table.columns.push_back(std::move(column));
  }
  for (const Json& each : option(json, "foreign_keys")) {
    schema::ForeignKey foreign;
    foreign.columns = texts(each.at("columns"));
    foreign.referredTable = QualifiedName(each.at("refers").get<std::string>());
    foreign.referredColumns = texts(each.at("to"));
    foreign.onDelete = actionOf(option(each, "ondelete"));
    foreign.onUpdate = actionOf(option(each, "onupdate"));
    table.foreignKeys.push_back(std::move(foreign));
  }
  for (const Json& each : option(json, "unique")) table.uniqueKeys.push_back({{}, texts(each)});
  // A single integer key that refers to nothing is made by the database.
  if (key.columns.size() == 1) {
    for (schema::Column& column : table.columns) {
      const bool refers = std::ranges::any_of(table.foreignKeys, [&](const auto& each) { return std::ranges::find(each.columns, column.name) != each.columns.end(); });
      if (column.name != key.columns.front() || column.type.kind != TypeKind::Integer || refers) continue;
      if (dialect.name() != "sqlite") column.generation = schema::Generation::IdentityByDefault;
      else if (column.type.declared == "INTEGER") column.generation = schema::Generation::RowId;
    }
  }
  if (!key.columns.empty()) table.primaryKey = std::move(key);
  return table;
}

Cascade cascadeOf(const Json& json) {
  if (json.is_null()) return {};
  Cascade cascade = Cascade::none();
  for (const std::string& each : texts(json)) {
    if (each == "all") cascade = {true, true, true, cascade.deleteOrphan, true, true};
    else if (each == "save-update") cascade.saveUpdate = true;
    else if (each == "merge") cascade.merge = true;
    else if (each == "delete") cascade.remove = true;
    else if (each == "delete-orphan") cascade.deleteOrphan = true;
    else if (each == "refresh-expire") cascade.refreshExpire = true;
    else if (each == "expunge") cascade.expunge = true;
    else throw SetupError("there is no cascade \"" + each + "\"");
  }
  return cascade;
}

Loading loadingOf(const std::string& name) {
  static const std::map<std::string, Loading> kKinds = {{"", Loading::Select}, {"select", Loading::Select}, {"joined", Loading::Joined},
                                                        {"selectin", Loading::Selectin}, {"raise", Loading::Raise}, {"write_only", Loading::WriteOnly}};
  const auto found = kKinds.find(name);
  if (found == kKinds.end()) throw SetupError("there is no way of loading called \"" + name + "\"");
  return found->second;
}

RelationshipMapping relationshipOf(const std::string& name, const Json& json) {
  RelationshipMapping mapping;
  mapping.name = name;
  mapping.to = json.at("to").get<std::string>();
  mapping.backPopulates = text(option(json, "back_populates"));
  mapping.cascade = cascadeOf(option(json, "cascade"));
  mapping.loading = loadingOf(text(option(json, "lazy")));
  const std::string collection = text(option(json, "collection"));
  if (collection == "set") mapping.collection.kind = CollectionKind::Kind::Set;
  else if (collection.starts_with("dict:")) mapping.collection = {CollectionKind::Kind::Keyed, collection.substr(5)};
  else if (collection == "none") mapping.isScalar = true;
  else if (!collection.empty() && collection != "list") throw SetupError("there is no collection \"" + collection + "\"");
  mapping.orderBy = texts(option(json, "order_by"));
  if (const std::string secondary = text(option(json, "secondary")); !secondary.empty()) mapping.secondary = QualifiedName(secondary);
  mapping.postUpdate = flag(option(json, "post_update"));
  mapping.passiveDeletes = flag(option(json, "passive_deletes"));
  mapping.singleParent = flag(option(json, "single_parent"));
  mapping.remoteSide = texts(option(json, "remote_side"));
  mapping.foreignKeys = texts(option(json, "foreign_keys"));
  return mapping;
}

/// The client's defaults, which a script gives with the columns.
void addDefaults(ModelMapping& mapping, const Json& script, const schema::Table& table) {
  for (const Json& each : script.at("tables")) {
    if (each.at("name") != table.name.name) continue;
    for (const Json& column : each.at("columns")) {
      const Json& value = option(column, "default");
      const std::string name = column.at("name").get<std::string>();
      if (!value.is_null()) mapping.onInsert.emplace(name, valueFromJson(value, table.column(name)->type));
    }
  }
}

}  // namespace

schema::MetaData tablesOf(const Json& script, const Dialect& dialect) {
  schema::MetaData metadata;
  for (const Json& each : option(script, "tables")) metadata.add(tableOf(each, dialect));
  return metadata;
}

std::shared_ptr<const Registry> modelsOf(const Json& script, std::shared_ptr<const schema::MetaData> metadata) {
  std::vector<ModelMapping> mappings;
  std::map<std::string, std::string> tables;
  for (const Json& each : option(script, "models")) {
    ModelMapping mapping;
    mapping.name = each.at("name").get<std::string>();
    mapping.inherits = text(option(each, "inherits"));
    const std::string own = text(option(each, "table"));
    tables[mapping.name] = own.empty() ? tables[mapping.inherits] : own;
    mapping.table = QualifiedName(tables[mapping.name]);
    const auto table = metadata->find(mapping.table);
    if (!table) throw SetupError("model " + mapping.name + ": there is no table \"" + mapping.table.toString() + "\"");
    mapping.table = table->name;
    mapping.primaryKey = texts(option(each, "primary_key"));
    mapping.version = text(option(each, "version"));
    mapping.discriminator = text(option(each, "discriminator"));
    if (const Json& identity = option(each, "identity"); identity.is_string()) mapping.identity = Value::text(identity.get<std::string>());
    else if (identity.is_number_integer()) mapping.identity = Value::integer(identity.get<std::int64_t>());
    addDefaults(mapping, script, *table);
    for (const auto& [name, relationship] : option(each, "relationships").items()) mapping.relationships.push_back(relationshipOf(name, relationship));
    for (const auto& [name, proxy] : option(each, "proxies").items()) mapping.proxies.push_back({name, proxy.at(0).get<std::string>(), proxy.at(1).get<std::string>()});
    mappings.push_back(std::move(mapping));
  }
  try {
    return mapModels(std::move(metadata), mappings);
  } catch (const DbError& error) {
    throw SetupError(error.message());
  }
}

}  // namespace joinery::script
