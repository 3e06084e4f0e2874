// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/sqlalchemy_table.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <map>

#include "orm/codegen/python_text.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Arguments = std::vector<PythonExpression>;

PythonExpression truth(const char* name) { return PythonExpression("True").named(name); }

PythonExpression namedText(const char* name, const std::string& value) { return PythonExpression::text(value).named(name); }

const char* actionText(schema::ReferentialAction action) {
  switch (action) {
    case schema::ReferentialAction::NoAction: return "";
    case schema::ReferentialAction::Restrict: return "RESTRICT";
    case schema::ReferentialAction::Cascade: return "CASCADE";
    case schema::ReferentialAction::SetNull: return "SET NULL";
    case schema::ReferentialAction::SetDefault: return "SET DEFAULT";
  }
  return "";
}

template <typename Constraint>
void addDeferral(const Constraint& constraint, Arguments& arguments) {
  if (!constraint.deferrable) return;
  arguments.push_back(truth("deferrable"));
  arguments.push_back(namedText("initially", constraint.initiallyDeferred ? "DEFERRED" : "IMMEDIATE"));
}

std::string quotedName(const std::string& name) {
  std::string quoted = "\"";
  for (const char each : name) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
  return quoted + "\"";
}

/// A part of an index as SQL, where it is more than a column.
std::string partText(const schema::Index::Part& part) {
  std::string text = part.column.empty() ? "(" + part.expression + ")" : quotedName(part.column);
  if (!part.collation.empty()) text += " COLLATE " + quotedName(part.collation);
  if (!part.operatorClass.empty()) text += " " + part.operatorClass;
  if (part.descending) text += " DESC";
  if (part.nullsFirst) text += *part.nullsFirst ? " NULLS FIRST" : " NULLS LAST";
  return text;
}

bool isPlain(const schema::Index::Part& part) { return !part.column.empty() && part.collation.empty() && part.operatorClass.empty() && !part.descending && !part.nullsFirst; }

void addCount(const char* name, const std::optional<std::int64_t>& count, Arguments& arguments) {
  if (count) arguments.push_back(PythonExpression(std::to_string(*count)).named(name));
}

/// Of "nextval('\"a b\".c_seq'::regclass)".
QualifiedName sequenceOf(const std::string& defaultExpression) {
  static const QRegularExpression kName(QStringLiteral(R"(nextval\('(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)'::)"));
  const QRegularExpressionMatch match = kName.match(QString::fromStdString(defaultExpression));
  const auto bare = [](QString name) {
    if (name.startsWith(QLatin1Char('"'))) name = name.mid(1, name.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
    return name.replace(QLatin1String("''"), QLatin1String("'")).toStdString();
  };
  return {bare(match.captured(1)), bare(match.captured(2))};
}

Arguments countsOf(const schema::SequenceOptions& options) {
  Arguments counts;
  addCount("start", options.start, counts);
  addCount("increment", options.increment, counts);
  addCount("minvalue", options.minimum, counts);
  addCount("maxvalue", options.maximum, counts);
  addCount("cache", options.cache, counts);
  if (options.cycle) counts.push_back(truth("cycle"));
  return counts;
}

}  // namespace

PythonExpression SqlAlchemyTables::sqlText(const std::string& sql) { return PythonExpression::call(m_imports.use("sqlalchemy", "text"), {PythonExpression::text(pythonSql(sql))}); }

bool SqlAlchemyTables::isSerial(const schema::Column& column) const {
  return column.generation == schema::Generation::IdentityByDefault && column.defaultExpression && column.defaultExpression->starts_with("nextval(");
}

/// A key that SQLAlchemy makes the database count, unless it is told not to.
bool SqlAlchemyTables::countsByItself(const schema::Column& column, const schema::Table& table) const {
  return table.primaryKey && table.primaryKey->columns == std::vector{column.name} && column.type.kind == TypeKind::Integer;
}

void SqlAlchemyTables::addGeneration(const schema::Column& column, Arguments& arguments) {
  if (column.isComputed()) {
    const char* isStored = column.generation == schema::Generation::StoredExpression ? "True" : "False";
    arguments.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "Computed"), {PythonExpression::text(pythonSql(column.generationExpression)), PythonExpression(isStored).named("persisted")}));
    return;
  }
  const bool isAlways = column.generation == schema::Generation::IdentityAlways;
  if (!isAlways && (column.generation != schema::Generation::IdentityByDefault || isSerial(column))) return;
  Arguments given = countsOf(column.identity);
  if (isAlways) given.insert(given.begin(), truth("always"));
  arguments.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "Identity"), std::move(given)));
}

SqlAlchemyColumn SqlAlchemyTables::column(const schema::Column& column, const schema::Table& table) {
  SqlAlchemyType type = m_types.of(column, table);
  SqlAlchemyColumn made{{std::move(type.expression)}, std::move(type.python), column.nullable};
  for (const Key& key : keysOf(table)) {
    if (key.columns != std::vector{column.name} || key.hasDots) continue;
    Arguments given{PythonExpression::text(target(key, 0))};
    std::ranges::copy(keyOptions(key, table), std::back_inserter(given));
    made.arguments.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "ForeignKey"), std::move(given)));
  }
  addGeneration(column, made.arguments);
  const bool isKey = table.isPrimaryKeyColumn(column.name);
  const bool isCounted = countsByItself(column, table);
  const bool isFilled = column.generation != schema::Generation::None;
  if (isKey) made.arguments.push_back(truth("primary_key"));
  if (isKey && column.nullable && !isFilled) made.arguments.push_back(truth("nullable"));
  if (isKey && isFilled) made.nullable = false;
  if (isCounted && !isFilled && !column.defaultExpression) made.arguments.push_back(PythonExpression("False").named("autoincrement"));
  const bool isLeftToSerial = isCounted && isSerial(column);
  if (column.defaultExpression && !column.isComputed() && !isLeftToSerial) made.arguments.push_back(sqlText(*column.defaultExpression).named("server_default"));
  if (!column.comment.empty()) made.arguments.push_back(namedText("comment", column.comment));
  return made;
}

std::vector<SqlAlchemyTables::Key> SqlAlchemyTables::keysOf(const schema::Table& table) const {
  const bool ignoreCase = m_registry.namesIgnoreCase();
  const auto spelled = [&](const schema::Table& owner, const std::vector<std::string>& columns) {
    std::vector<std::string> names;
    for (const std::string& name : columns)
      for (const schema::Column& each : owner.columns)
        if (sameName(each.name, name, ignoreCase)) { names.push_back(each.name); break; }
    return names;
  };
  std::vector<Key> keys;
  for (const schema::ForeignKey& key : table.foreignKeys) {
    const Model* referred = m_registry.modelOf(key.referredTable);
    if (!referred || key.columns.size() != key.referredColumns.size()) continue;
    Key found{&key, referred->table.get(), spelled(table, key.columns), spelled(*referred->table, key.referredColumns)};
    if (found.columns.size() != key.columns.size() || found.referredColumns.size() != key.columns.size()) continue;
    const auto hasDot = [](const std::string& name) { return name.find('.') != std::string::npos; };
    found.hasDots = hasDot(found.referred->name.name) || std::ranges::any_of(found.referredColumns, hasDot);
    keys.push_back(std::move(found));
  }
  return keys;
}

std::string SqlAlchemyTables::target(const Key& key, std::size_t column) const {
  const QualifiedName& name = key.referred->name;
  const bool isDefault = name.schema.empty() || name.schema == m_registry.metadata().defaultSchema;
  return (isDefault ? name.name : name.toString()) + "." + key.referredColumns[column];
}

std::vector<PythonExpression> SqlAlchemyTables::keyOptions(const Key& key, const schema::Table& table) const {
  Arguments options;
  const bool isInCycle = key.referred != &table && m_sorted.shareCycle(table, *key.referred);
  // A key that is added and dropped by itself needs a name.
  const std::string made = isInCycle ? "fk_" + table.name.name + "_" + key.columns.front() : std::string();
  const std::string& name = key.key->name.empty() ? made : key.key->name;
  if (!name.empty()) options.push_back(namedText("name", name));
  if (const std::string action = actionText(key.key->onUpdate); !action.empty()) options.push_back(namedText("onupdate", action));
  if (const std::string action = actionText(key.key->onDelete); !action.empty()) options.push_back(namedText("ondelete", action));
  addDeferral(*key.key, options);
  if (isInCycle) options.push_back(truth("use_alter"));
  if (key.key->matchFull) options.push_back(namedText("match", "FULL"));
  return options;
}

PythonExpression SqlAlchemyTables::unique(const schema::UniqueKey& key) {
  Arguments arguments;
  for (const std::string& each : key.columns) arguments.push_back(PythonExpression::text(each));
  if (!key.name.empty()) arguments.push_back(namedText("name", key.name));
  addDeferral(key, arguments);
  return PythonExpression::call(m_imports.use("sqlalchemy", "UniqueConstraint"), std::move(arguments));
}

PythonExpression SqlAlchemyTables::index(const schema::Index& index) {
  Arguments arguments{PythonExpression::text(index.name)};
  for (const schema::Index::Part& part : index.parts) arguments.push_back(isPlain(part) ? PythonExpression::text(part.column) : sqlText(partText(part)));
  if (index.unique) arguments.push_back(truth("unique"));
  if (!index.method.empty() && index.method != "btree") arguments.push_back(namedText("postgresql_using", index.method));
  if (!index.included.empty()) arguments.push_back(PythonExpression::texts(index.included).named("postgresql_include"));
  if (!index.predicate.empty()) {
    arguments.push_back(sqlText(index.predicate).named("postgresql_where"));
    arguments.push_back(sqlText(index.predicate).named("sqlite_where"));
  }
  return PythonExpression::call(m_imports.use("sqlalchemy", "Index"), std::move(arguments));
}

std::vector<PythonExpression> SqlAlchemyTables::constraints(const schema::Table& table) {
  Arguments made;
  if (const auto& key = table.primaryKey) {
    std::vector<std::string> inOrder;
    for (const schema::Column& each : table.columns)
      if (table.isPrimaryKeyColumn(each.name)) inOrder.push_back(each.name);
    const bool hasOwnName = !key->name.empty() && key->name != table.name.name + "_pkey";
    if (inOrder != key->columns || hasOwnName || key->deferrable) {
      Arguments arguments;
      for (const std::string& each : key->columns) arguments.push_back(PythonExpression::text(each));
      if (hasOwnName) arguments.push_back(namedText("name", key->name));
      addDeferral(*key, arguments);
      made.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "PrimaryKeyConstraint"), std::move(arguments)));
    }
  }
  for (const Key& key : keysOf(table)) {
    if (key.columns.size() == 1 || key.hasDots) continue;
    std::vector<std::string> targets;
    for (std::size_t i = 0; i < key.columns.size(); ++i) targets.push_back(target(key, i));
    Arguments arguments{PythonExpression::texts(key.columns), PythonExpression::texts(targets)};
    std::ranges::copy(keyOptions(key, table), std::back_inserter(arguments));
    made.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "ForeignKeyConstraint"), std::move(arguments)));
  }
  for (const schema::UniqueKey& key : table.uniqueKeys) made.push_back(unique(key));
  for (const schema::CheckConstraint& check : table.checks) {
    Arguments arguments{PythonExpression::text(pythonSql(check.expression))};
    if (!check.name.empty()) arguments.push_back(namedText("name", check.name));
    made.push_back(PythonExpression::call(m_imports.use("sqlalchemy", "CheckConstraint"), std::move(arguments)));
  }
  for (const schema::Index& each : table.indexes)
    if (!each.inherited) made.push_back(index(each));
  return made;
}

std::vector<std::pair<std::string, PythonExpression>> SqlAlchemyTables::options(const schema::Table& table) const {
  std::vector<std::pair<std::string, PythonExpression>> made;
  if (!table.name.schema.empty() && table.name.schema != m_registry.metadata().defaultSchema) made.emplace_back("schema", PythonExpression::text(table.name.schema));
  if (!table.comment.empty()) made.emplace_back("comment", PythonExpression::text(table.comment));
  const bool isTable = table.kind == schema::TableKind::Table;
  if (isTable && isOfSqlite(table) && !table.hasRowId) made.emplace_back("sqlite_with_rowid", "False");
  if (std::ranges::any_of(table.columns, &schema::Column::autoIncrement)) made.emplace_back("sqlite_autoincrement", "True");
  if (!table.partitionKey.empty()) made.emplace_back("postgresql_partition_by", PythonExpression::text(table.partitionKey));
  if (!table.inherits.empty() && !table.partition) {
    Arguments parents;
    for (const QualifiedName& each : table.inherits) parents.push_back(PythonExpression::text(each.schema == m_registry.metadata().defaultSchema ? each.name : each.toString()));
    made.emplace_back("postgresql_inherits", PythonExpression::tuple(std::move(parents)));
  }
  return made;
}

std::string SqlAlchemyTables::additions(const schema::Table& table, const std::string& name, const SqlAlchemyNames& names) {
  std::string lines;
  const auto columnsOf = [](const std::string& owner, const std::vector<std::string>& columns) {
    Arguments items;
    for (const std::string& each : columns) items.emplace_back(owner + ".c[" + pythonText(each) + "]");
    return PythonExpression::list(std::move(items));
  };
  for (const Key& key : keysOf(table)) {
    if (!key.hasDots) continue;
    const Model& referred = *m_registry.modelOf(key.key->referredTable);
    const std::string other = names.of(referred) + (SqlAlchemyNames::isClass(referred) ? ".__table__" : "");
    Arguments arguments{PythonExpression::texts(key.columns), columnsOf(other, key.referredColumns)};
    std::ranges::copy(keyOptions(key, table), std::back_inserter(arguments));
    lines += PythonExpression::call(name + ".append_constraint", {PythonExpression::call(m_imports.use("sqlalchemy", "ForeignKeyConstraint"), std::move(arguments))}).laidOut({}, 0) + "\n";
  }
  for (const schema::ExclusionConstraint& each : table.exclusions) {
    const std::string deferral = !each.deferrable ? "" : each.initiallyDeferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
    const bool isDefault = table.name.schema.empty() || table.name.schema == m_registry.metadata().defaultSchema;
    const QString sql = QString::fromStdString("ALTER TABLE " + (isDefault ? "" : quotedName(table.name.schema) + ".") + quotedName(table.name.name) + " ADD CONSTRAINT " + quotedName(each.name) + " " + each.definition + deferral);
    const PythonExpression statement = PythonExpression::text(QString(sql).replace(QLatin1Char('%'), QLatin1String("%%")).toStdString());
    lines += PythonExpression::call(m_imports.use("sqlalchemy", "event") + ".listen", {name, PythonExpression::text("after_create"), PythonExpression::call(m_imports.use("sqlalchemy", "DDL"), {statement})}).laidOut({}, 0) + "\n";
  }
  return lines;
}

std::string SqlAlchemyTables::sequences() {
  const schema::MetaData& metadata = m_registry.metadata();
  std::map<std::pair<std::string, std::string>, schema::SequenceOptions> needed;
  const auto need = [&](const QualifiedName& name, const schema::SequenceOptions& options) {
    const bool isDefault = name.schema == metadata.defaultSchema;
    needed.try_emplace({isDefault ? std::string() : name.schema, name.name}, options);
  };
  for (const schema::Sequence& each : metadata.sequences) {
    const auto owner = each.ownerColumn.empty() ? nullptr : metadata.find(each.ownerTable);
    const schema::Column* column = owner ? owner->column(each.ownerColumn) : nullptr;
    if (!column || !isSerial(*column) || !countsByItself(*column, *owner)) need(each.name, each.options);
  }
  for (const auto& table : metadata.tables())
    for (const schema::Column& column : table->columns)
      if (isSerial(column) && !countsByItself(column, *table) && !table->isView()) need(sequenceOf(*column.defaultExpression), {});
  std::string lines;
  for (const auto& [name, options] : needed) {
    Arguments arguments{PythonExpression::text(name.second)};
    std::ranges::copy(countsOf(options), std::back_inserter(arguments));
    if (!name.first.empty()) arguments.push_back(namedText("schema", name.first));
    arguments.emplace_back("metadata=Base.metadata");
    lines += PythonExpression::call(m_imports.use("sqlalchemy", "Sequence"), std::move(arguments)).laidOut({}, 0) + "\n";
  }
  return lines;
}

}  // namespace joinery
