// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/changed_column.h"

#include <algorithm>

#include "orm/difference/same_parts.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Generation;
using schema::Table;

bool isIdentity(const Column& column) { return column.generation == Generation::IdentityAlways || column.generation == Generation::IdentityByDefault; }

/// How the rows' values become those of the other type, where no cast does that by itself.
std::string conversionOf(const PlanWriter& writer, const AlterColumn& operation) {
  if (!operation.conversion.empty()) return operation.conversion;
  const std::string name = writer.dialect().quote(operation.after.name), type = writer.ddl().columnType(operation.after.type);
  const bool isEnum = operation.before.type.kind == TypeKind::Enum || operation.after.type.kind == TypeKind::Enum;
  return isEnum ? name + "::text::" + type : name + "::" + type;
}

}  // namespace

DependentParts::DependentParts(PlanWriter& writer, const QualifiedName& table, const std::string& name, What what) : m_writer(writer), m_table(table), m_name(name), m_what(what) {
  collect(writer.table(table));
}

bool DependentParts::names(const std::string& text) const {
  return std::ranges::any_of(sqlTokens(text, m_writer.dialect()), [this](const SqlToken& token) { return isNamed(token, m_name, m_writer.dialect()); });
}

bool DependentParts::isComputed(const std::string& column) const { return holdsName(m_columns, column, m_writer.dialect()); }

void DependentParts::collect(const Table& table) {
  for (const Column& column : table.columns)
    if (column.isComputed() && !column.inherited && !isSameName(column.name, m_name, m_writer.dialect()) && names(column.generationExpression)) m_columns.push_back(column.name);
  const auto overComputed = [this](const std::vector<std::string>& columns) { return std::ranges::any_of(columns, [this](const auto& each) { return isComputed(each); }); };
  const auto textNames = [&](const std::string& text) {
    if (m_what == What::Type && names(text)) return true;
    return std::ranges::any_of(sqlTokens(text, m_writer.dialect()), [this](const SqlToken& token) { return token.isName() && isComputed(token.text); });
  };
  for (const auto& key : table.uniqueKeys)
    if (!key.name.empty() && (overComputed(key.columns) || overComputed(key.included))) m_keys.push_back(key.name);
  for (const auto& check : table.checks)
    if (!check.name.empty() && textNames(check.expression)) m_checks.push_back(check.name);
  for (const auto& index : table.indexes) {
    const auto isPart = [&](const schema::Index::Part& part) { return part.column.empty() ? textNames(part.expression) : isComputed(part.column); };
    if (!index.inherited && (std::ranges::any_of(index.parts, isPart) || textNames(index.predicate) || overComputed(index.included))) m_indexes.push_back(index.name);
  }
  for (const auto& trigger : table.triggers)
    if (names(trigger.definition)) m_triggers.push_back(trigger.name);
}

void DependentParts::drop() {
  const Table& table = m_writer.table(m_table);
  const auto dropEach = [&](const std::vector<std::string>& parts, joinery::ObjectKind kind) {
    for (const std::string& name : parts) m_writer.run(m_writer.ddl().drop(SchemaObject::partOf(table, kind, name)));
  };
  dropEach(m_triggers, joinery::ObjectKind::Trigger);
  for (const std::string& name : m_indexes) m_writer.run(m_writer.ddl().drop(SchemaObject::index(table, name)));
  dropEach(m_checks, joinery::ObjectKind::Constraint);
  dropEach(m_keys, joinery::ObjectKind::Constraint);
  dropEach(m_columns, joinery::ObjectKind::Column);
}

void DependentParts::makeAgain() {
  if (m_columns.empty() && m_keys.empty() && m_checks.empty() && m_indexes.empty() && m_triggers.empty()) return;
  const Table& table = m_writer.table(m_table);
  const DdlCompiler& ddl = m_writer.ddl();
  const auto has = [](const std::vector<std::string>& parts, const std::string& name) { return std::ranges::find(parts, name) != parts.end(); };
  for (const Column& column : table.columns)
    if (has(m_columns, column.name)) m_writer.run(ddl.addColumn(table, column));
  for (const auto& key : table.uniqueKeys)
    if (has(m_keys, key.name)) m_writer.run(ddl.addUniqueKey(table, key));
  for (const auto& check : table.checks)
    if (has(m_checks, check.name)) m_writer.run(ddl.addCheck(table, check));
  for (const auto& index : table.indexes)
    if (has(m_indexes, index.name)) m_writer.run(ddl.createIndex(table, index));
  for (const auto& trigger : table.triggers) {
    if (!has(m_triggers, trigger.name)) continue;
    m_writer.run(ddl.createTrigger(trigger));
    if (trigger.firing != schema::Firing::Origin) m_writer.run(ddl.fire(table, trigger));
  }
  m_writer.run(ddl.comments(table));
}

void changeColumn(PlanWriter& writer, const AlterColumn& operation) {
  const Column &before = operation.before, &after = operation.after;
  const Table& table = writer.table(operation.table);
  const DdlCompiler& ddl = writer.ddl();
  const bool isOtherText = after.isComputed() && (!before.isComputed() || comparableSql(before.generationExpression, writer.dialect()) != comparableSql(after.generationExpression, writer.dialect()));
  const bool isOtherType = !SameParts(writer.now(), writer.dialect()).isSame(before.type, after.type) || before.collation != after.collation;
  if (isOtherText) {
    writer.run(ddl.drop(SchemaObject::partOf(table, joinery::ObjectKind::Column, before.name)));
    return writer.run(ddl.addColumn(table, after));
  }
  if (before.isComputed() && !after.isComputed()) writer.run(ddl.dropExpression(table, before));
  const bool isOtherDefault = before.defaultExpression != after.defaultExpression;
  if (before.defaultExpression && (isOtherType || (isOtherDefault && !after.defaultExpression))) {
    Column without = before;
    without.defaultExpression.reset();
    writer.run(ddl.alterDefault(table, without));
  }
  const bool losesIdentity = isIdentity(before) && !isIdentity(after);
  if (losesIdentity) writer.run(ddl.alterIdentity(table, before, after));
  if (isOtherType) writer.run(ddl.alterType(table, after, before.isComputed() ? std::string() : conversionOf(writer, operation)));
  if (after.defaultExpression && (isOtherType || isOtherDefault)) writer.run(ddl.alterDefault(table, after));
  if (before.nullable != after.nullable) writer.run(ddl.alterNullability(table, after));
  if (!losesIdentity) writer.run(ddl.alterIdentity(table, before, after));
  if (before.comment != after.comment) writer.run(ddl.comment(SchemaObject::partOf(table, joinery::ObjectKind::Column, after.name), after.comment));
}

}  // namespace joinery::migration
