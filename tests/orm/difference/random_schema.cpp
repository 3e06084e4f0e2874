// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_schema.h"

#include <algorithm>
#include <array>

#include "orm/core/declared_type.h"
#include "orm/dialect/sql_text.h"

namespace joinery::test {

using schema::Column;
using schema::Table;

namespace {

constexpr std::array<const char*, 5> kTables{"album", "Artist", "line item", "order", "größe"};
constexpr std::array<const char*, 5> kLabels{"calm", "glad", "it's", "sad", "wild"};

std::uint64_t mixed(std::uint64_t seed, const std::string& text) {
  std::uint64_t hash = 14695981039346656037U ^ (seed * 0x9E3779B97F4A7C15U);
  for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 1099511628211U;
  hash ^= hash >> 31;
  hash *= 0xBF58476D1CE4E5B9U;
  return hash ^ (hash >> 29);
}

TypeKind kindOf(const std::string& declared) {
  if (declared == "integer" || declared == "bigint") return TypeKind::Integer;
  if (declared.starts_with("numeric")) return TypeKind::Numeric;
  if (declared == "boolean") return TypeKind::Boolean;
  if (declared == "date") return TypeKind::Date;
  if (declared.starts_with("timestamp")) return TypeKind::Timestamp;
  return TypeKind::Text;
}

bool isText(const Column& column) { return column.type.kind == TypeKind::Text; }

}  // namespace

int RandomSchema::number(const std::string& purpose, int below) const {
  const bool isOther = m_seed != m_other && mixed(m_other, purpose + "?") % 100 < 30;
  return static_cast<int>(mixed(isOther ? m_other : m_seed, purpose) % static_cast<std::uint64_t>(below));
}

std::string RandomSchema::valueOf(const Column& column, int row) {
  const std::string digits = std::to_string(row);
  if (column.isComputed()) return {};
  switch (column.type.kind) {
    case TypeKind::Integer:
    case TypeKind::Numeric:
      return digits;
    case TypeKind::Boolean:
      return row % 2 ? "true" : "false";
    case TypeKind::Date:
      return "'2020-01-0" + digits + "'";
    case TypeKind::Timestamp:
      return "'2020-01-0" + digits + " 00:00:00'";
    case TypeKind::Enum:
      return "'calm'";
    default:
      return "'" + digits + "'";
  }
}

ValueType RandomSchema::type(const char* postgresql, const char* sqlite) const {
  if (!isPostgresql()) {
    ValueType made = typeFromSqliteDeclaration(sqlite);
    made.perCell = true;
    return made;
  }
  ValueType made;
  made.declared = postgresql;
  made.kind = kindOf(made.declared);
  if (made.declared.starts_with("character varying")) made.length = std::stoi(made.declared.substr(18));
  if (made.kind == TypeKind::Numeric) made.precision = 10, made.scale = 2;
  return made;
}

ValueType RandomSchema::idType(const std::string& table) const { return happens(table + ".id.big", 30) ? type("bigint", "INTEGER") : type("integer", "INTEGER"); }

schema::EnumType RandomSchema::moods() const {
  schema::EnumType moods{QualifiedName("mood"), {"calm"}};
  for (const char* label : {kLabels[1], kLabels[2], kLabels[3], kLabels[4]})
    if (happens(std::string("mood ") + label, 60)) moods.labels.insert(moods.labels.begin() + number(std::string("place ") + label, static_cast<int>(moods.labels.size()) + 1), label);
  if (happens("mood comment", 30)) moods.comment = "how one feels";
  return moods;
}

Column RandomSchema::column(const std::string& table, std::string name, ValueType type) const {
  Column made;
  made.name = std::move(name);
  made.type = std::move(type);
  const std::string purpose = table + "." + made.name;
  if (!happens(purpose + " default", 50)) return made;
  made.nullable = !happens(purpose + " not null", 50);
  const std::string value = made.type.kind == TypeKind::Integer || made.type.kind == TypeKind::Numeric ? std::to_string(1 + number(purpose + " value", 2)) : valueOf(made, 1 + number(purpose + " value", 2));
  const bool isCast = isPostgresql() && value.starts_with("'");
  made.defaultExpression = value + (isCast ? "::" + (made.type.length ? "character varying" : made.type.declared) : "");
  return made;
}

std::vector<Column> RandomSchema::columns(const std::string& table, bool hasEnum) const {
  static constexpr std::array<std::array<const char*, 2>, 5> kNumbers{{{"integer", "INTEGER"}, {"bigint", "BIGINT"}, {"numeric(10,2)", "NUMERIC(10,2)"}, {"text", "TEXT"}, {"character varying(20)", "VARCHAR(20)"}}};
  static constexpr std::array<std::array<const char*, 2>, 3> kTexts{{{"text", "TEXT"}, {"character varying(20)", "VARCHAR(20)"}, {"character varying(40)", "VARCHAR(40)"}}};
  std::vector<Column> made;
  const auto add = [&](const char* name, const std::array<const char*, 2>& spelled) {
    if (happens(table + "." + name, 70)) made.push_back(column(table, name, type(spelled[0], spelled[1])));
  };
  Column id;
  id.name = "id";
  id.type = idType(table);
  id.nullable = false;
  if (isPostgresql()) id.generation = happens(table + " identity", 50) ? schema::Generation::IdentityByDefault : schema::Generation::None;
  else if (!isWithoutRowId(table)) id.generation = schema::Generation::RowId;
  id.autoIncrement = id.generation == schema::Generation::RowId && happens(table + " counts", 30);
  made.push_back(id);
  add("a", kNumbers[static_cast<std::size_t>(number(table + ".a type", 5))]);
  add("b", kTexts[static_cast<std::size_t>(number(table + ".b type", 3))]);
  add("Made At", happens(table + ".made type", 50) ? std::array{"date", "DATE"} : std::array{"timestamp without time zone", "DATETIME"});
  add("select", {"boolean", "BOOLEAN"});
  if (hasEnum && happens(table + ".mood", 50)) {
    ValueType mood{TypeKind::Enum, "mood", {}, {}, {}, std::make_shared<const std::vector<std::string>>(moods().labels), false};
    made.push_back(column(table, "mood", mood));
  }
  if (happens(table + ".doubled", 30)) {
    Column doubled;
    doubled.name = "doubled";
    doubled.type = idType(table);
    doubled.generation = isPostgresql() || happens(table + ".doubled kept", 50) ? schema::Generation::StoredExpression : schema::Generation::VirtualExpression;
    doubled.generationExpression = "id * 2";
    made.push_back(doubled);
  }
  return made;
}

void RandomSchema::addKeys(Table& table) const {
  const std::string& name = table.name.name;
  table.primaryKey = schema::UniqueKey{isPostgresql() ? "pk_" + name : std::string(), {"id"}};
  const Column* b = table.column("b");
  if (b && !b->defaultExpression && happens(name + " unique b", 50)) table.uniqueKeys.push_back({"uq_" + name, happens(name + " unique pair", 30) ? std::vector<std::string>{"b", "id"} : std::vector<std::string>{"b"}});
}

void RandomSchema::addForeignKeys(Table& table) const {
  const std::string& name = table.name.name;
  for (const char* other : kTables) {
    const std::string purpose = name + " to " + other;
    if (!hasTable(other) || !happens(purpose, 35)) continue;
    Column column;
    column.name = std::string(other) + "_id";
    column.type = idType(other);
    table.columns.push_back(column);
    if (!happens(purpose + " key", 80)) continue;
    schema::ForeignKey key;
    key.name = "fk_" + name + "_" + other;
    key.columns = {column.name};
    key.referredTable = QualifiedName(other);
    key.referredColumns = {"id"};
    key.onDelete = static_cast<schema::ReferentialAction>(number(purpose + " delete", 4));
    key.deferrable = happens(purpose + " later", 30);
    key.initiallyDeferred = key.deferrable && happens(purpose + " latest", 50);
    table.foreignKeys.push_back(key);
  }
}

void RandomSchema::addChecksAndIndexes(Table& table) const {
  const std::string& name = table.name.name;
  const Column* a = table.column("a");
  if (a && !isText(*a) && happens(name + " check", 50)) {
    const std::string zero = isPostgresql() && a->type.kind == TypeKind::Numeric ? "0::numeric" : "0";
    table.checks.push_back({"ck_" + name, "a > " + zero});
  }
  const Column* b = table.column("b");
  if (!b || !happens(name + " index", 60)) return;
  schema::Index index;
  index.name = "ix_" + name;
  schema::Index::Part part;
  if (happens(name + " index lower", 40)) part.expression = isPostgresql() && b->type.length ? "lower(b::text)" : "lower(b)";
  else part.column = "b";
  part.descending = happens(name + " index down", 30);
  index.parts.push_back(part);
  if (happens(name + " index part", 30)) index.predicate = "id > 0";
  if (isPostgresql()) index.method = "btree";
  if (isPostgresql() && happens(name + " index comment", 30)) index.comment = "for looking up";
  table.indexes.push_back(index);
}

Table RandomSchema::table(const std::string& name, bool hasEnum) const {
  Table made;
  made.name = QualifiedName(name);
  made.withoutRowId = isWithoutRowId(name);
  made.hasRowId = !isPostgresql() && !made.withoutRowId;
  made.columns = columns(name, hasEnum);
  addKeys(made);
  addForeignKeys(made);
  addChecksAndIndexes(made);
  if (isPostgresql() && happens(name + " comment", 30)) made.comment = "all of " + name;
  if (!isPostgresql()) addTrigger(made);
  return made;
}

/// One that changes nothing, but names its table and columns in every way.
void RandomSchema::addTrigger(Table& table) const {
  const std::string& name = table.name.name;
  if (!table.column("b") || !happens(name + " trigger", 40)) return;
  const std::string quoted = m_dialect.quote(table.name), trigger = m_dialect.quote("tr_" + name);
  table.triggers.push_back({"tr_" + name, "CREATE TRIGGER " + trigger + " AFTER INSERT ON " + quoted + " WHEN NEW.b <> '' BEGIN UPDATE " + quoted + " SET b = NEW.b WHERE id = NEW.id; SELECT id, b FROM " + quoted + "; END"});
}

void RandomSchema::addViews(schema::MetaData& metadata) const {
  const auto view = [&](const std::string& name, const QualifiedName& source, const std::vector<std::string>& columnNames) {
    Table made;
    made.name = QualifiedName(name);
    made.kind = schema::TableKind::View;
    made.readsFrom = {source};
    for (const std::string& each : columnNames) {
      made.definition += (made.definition.empty() ? "SELECT " : ", ") + m_dialect.quote(source) + "." + m_dialect.quote(each);
      made.columns.push_back(*metadata.find(source)->column(each));
    }
    made.definition += " FROM " + m_dialect.quote(source);
    metadata.add(made);
  };
  for (const char* name : kTables) {
    const auto source = metadata.find(QualifiedName(name));
    if (!source || !happens(std::string(name) + " view", 40)) continue;
    const bool hasB = source->column("b") != nullptr;
    const std::string viewName = std::string("v_") + name;
    view(viewName, source->name, hasB ? std::vector<std::string>{"id", "b"} : std::vector<std::string>{"id"});
    if (happens(std::string(name) + " second view", 40)) view("w_" + std::string(name), QualifiedName(viewName), {"id"});
  }
}

schema::MetaData RandomSchema::make() const {
  schema::MetaData metadata;
  metadata.defaultSchema = isPostgresql() ? "public" : "main";
  metadata.schemas = {metadata.defaultSchema};
  const bool hasEnum = isPostgresql() && happens("mood", 60);
  if (hasEnum) metadata.enums.push_back(moods());
  for (const char* name : kTables)
    if (hasTable(name)) metadata.add(table(name, hasEnum));
  addViews(metadata);
  return metadata;
}

}  // namespace joinery::test
