// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/schema_object_compiler.h"

namespace joinery {
SchemaObject SchemaObject::of(const schema::Table& table) {
  switch (table.kind) {
    case schema::TableKind::View:
      return {ObjectKind::View, table.name};
    case schema::TableKind::MaterializedView:
      return {ObjectKind::MaterializedView, table.name};
    case schema::TableKind::ForeignTable:
      return {ObjectKind::ForeignTable, table.name};
    default:
      return {ObjectKind::Table, table.name};
  }
}

std::string SchemaObjectCompiler::createView(const schema::Table& view) const {
  const std::string columns = view.viewColumns.empty() ? std::string() : " " + names(view.viewColumns);
  return "CREATE VIEW " + m_identifiers.quote(view.name) + columns + " AS " + view.definition;
}

std::string SchemaObjectCompiler::drop(const SchemaObject& object) const {
  switch (object.kind) {
    case ObjectKind::Table:
      return "DROP TABLE " + m_identifiers.quote(object.name);
    case ObjectKind::View:
      return "DROP VIEW " + m_identifiers.quote(object.name);
    case ObjectKind::Index:
      return "DROP INDEX " + m_identifiers.quote(object.name);
    case ObjectKind::Trigger:
      return "DROP TRIGGER " + m_identifiers.quote(QualifiedName(object.name.schema, object.part));
    case ObjectKind::Column:
      return "ALTER TABLE " + m_identifiers.quote(object.name) + " DROP COLUMN " + m_identifiers.quote(object.part);
    default:
      return {};
  }
}

std::string SchemaObjectCompiler::rename(const SchemaObject& object, const std::string& newName) const {
  const std::string to = " TO " + m_identifiers.quote(newName);
  if (object.kind == ObjectKind::Table) return "ALTER TABLE " + m_identifiers.quote(object.name) + " RENAME" + to;
  if (object.kind == ObjectKind::Column) return "ALTER TABLE " + m_identifiers.quote(object.name) + " RENAME COLUMN " + m_identifiers.quote(object.part) + to;
  return {};
}

std::vector<std::string> SchemaObjectCompiler::comments(const schema::Table& table) const {
  std::vector<std::string> statements;
  const auto add = [&](const SchemaObject& object, const std::string& text) {
    std::string statement = text.empty() ? std::string() : comment(object, text);
    if (!statement.empty()) statements.push_back(std::move(statement));
  };
  const auto addEach = [&](ObjectKind kind, const auto& parts) {
    for (const auto& part : parts) add(SchemaObject::partOf(table, kind, part.name), part.comment);
  };
  add(SchemaObject::of(table), table.comment);
  addEach(ObjectKind::Column, table.columns);
  if (table.primaryKey) add(SchemaObject::partOf(table, ObjectKind::Constraint, table.primaryKey->name), table.primaryKey->comment);
  addEach(ObjectKind::Constraint, table.uniqueKeys);
  addEach(ObjectKind::Constraint, table.foreignKeys);
  addEach(ObjectKind::Constraint, table.checks);
  addEach(ObjectKind::Constraint, table.exclusions);
  for (const auto& index : table.indexes) add(SchemaObject::index(table, index.name), index.comment);
  addEach(ObjectKind::Trigger, table.triggers);
  addEach(ObjectKind::Rule, table.rules);
  return statements;
}

std::string SchemaObjectCompiler::names(const std::vector<std::string>& columns) const {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + m_identifiers.quote(column);
  return "(" + text + ")";
}

}  // namespace joinery
