// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_ddl_compiler.h"

#include <algorithm>

#include "orm/dialect/postgresql/postgresql_options.h"
#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

const char* kindWords(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::Schema: return "SCHEMA";
    case ObjectKind::Extension: return "EXTENSION";
    case ObjectKind::Enum:
    case ObjectKind::EnumLabel: return "TYPE";
    case ObjectKind::Domain:
    case ObjectKind::DomainConstraint: return "DOMAIN";
    case ObjectKind::Sequence: return "SEQUENCE";
    case ObjectKind::Function: return "FUNCTION";
    case ObjectKind::Procedure: return "PROCEDURE";
    case ObjectKind::View: return "VIEW";
    case ObjectKind::MaterializedView: return "MATERIALIZED VIEW";
    case ObjectKind::ForeignTable: return "FOREIGN TABLE";
    case ObjectKind::Index: return "INDEX";
    case ObjectKind::Trigger: return "TRIGGER";
    case ObjectKind::Rule: return "RULE";
    case ObjectKind::Column: return "COLUMN";
    case ObjectKind::Constraint: return "CONSTRAINT";
    case ObjectKind::Table: return "TABLE";
  }
  return "TABLE";
}

bool isOfATable(ObjectKind kind) { return kind == ObjectKind::Trigger || kind == ObjectKind::Rule || kind == ObjectKind::Column || kind == ObjectKind::Constraint; }

bool isTranslated(ObjectKind kind) {
  return isOfATable(kind) || kind == ObjectKind::Table || kind == ObjectKind::View || kind == ObjectKind::MaterializedView || kind == ObjectKind::ForeignTable || kind == ObjectKind::Index;
}

const char* firingWords(schema::Firing firing) {
  switch (firing) {
    case schema::Firing::Origin: return " ENABLE ";
    case schema::Firing::Replica: return " ENABLE REPLICA ";
    case schema::Firing::Always: return " ENABLE ALWAYS ";
    case schema::Firing::Never: return " DISABLE ";
  }
  return " ENABLE ";
}

// The server's own text of a query ends as a statement does.
std::string withoutSemicolon(const std::string& query) {
  const std::size_t last = query.find_last_not_of(" \t\r\n;");
  return query.substr(0, last == std::string::npos ? 0 : last + 1);
}

}  // namespace

std::string PostgresqlDdlCompiler::fixedName(const QualifiedName& name) const {
  return name.schema.empty() ? identifiers().quote(name.name) : identifiers().quote(name.schema) + "." + identifiers().quote(name.name);
}

std::string PostgresqlDdlCompiler::objectName(const SchemaObject& object) const {
  const std::string name = isTranslated(object.kind) ? identifiers().quote(object.name) : fixedName(object.name);
  const bool isRoutine = object.kind == ObjectKind::Function || object.kind == ObjectKind::Procedure;
  return std::string(kindWords(object.kind)) + " " + name + (isRoutine ? "(" + object.arguments + ")" : "");
}

std::string PostgresqlDdlCompiler::createSchema(const std::string& name) const { return "CREATE SCHEMA " + identifiers().quote(name); }

std::string PostgresqlDdlCompiler::createExtension(const std::string& name, const std::string& schema) const {
  return "CREATE EXTENSION IF NOT EXISTS " + identifiers().quote(name) + (schema.empty() ? std::string() : " WITH SCHEMA " + identifiers().quote(schema));
}

std::string PostgresqlDdlCompiler::createEnum(const schema::EnumType& type) const {
  std::string labels;
  for (const std::string& label : type.labels) labels += (labels.empty() ? "" : ", ") + quotedText(label);
  return "CREATE TYPE " + fixedName(type.name) + " AS ENUM (" + labels + ")";
}

std::string PostgresqlDdlCompiler::dropEnum(const schema::EnumType& type) const { return drop({ObjectKind::Enum, type.name}); }

std::string PostgresqlDdlCompiler::addEnumLabel(const schema::EnumType& type, const std::string& label, const std::string& before) const {
  return "ALTER TYPE " + fixedName(type.name) + " ADD VALUE " + quotedText(label) + (before.empty() ? std::string() : " BEFORE " + quotedText(before));
}

std::string PostgresqlDdlCompiler::createDomain(const schema::Domain& domain) const {
  std::string text = "CREATE DOMAIN " + fixedName(domain.name) + " AS " + columnType(domain.type);
  if (!domain.collation.empty()) text += " COLLATE " + identifiers().quote(domain.collation);
  if (domain.defaultExpression) text += " DEFAULT " + *domain.defaultExpression;
  if (!domain.nullable) text += " NOT NULL";
  for (const auto& check : domain.checks)
    if (!check.notValid) text += "\n  " + checkClause(check);
  return text;
}

std::string PostgresqlDdlCompiler::addDomainCheck(const schema::Domain& domain, const schema::CheckConstraint& check) const {
  return "ALTER DOMAIN " + fixedName(domain.name) + " ADD " + checkClause(check) + (check.notValid ? " NOT VALID" : "");
}

std::string PostgresqlDdlCompiler::alterDomainDefault(const schema::Domain& domain) const {
  return "ALTER DOMAIN " + fixedName(domain.name) + (domain.defaultExpression ? " SET DEFAULT " + *domain.defaultExpression : " DROP DEFAULT");
}

std::string PostgresqlDdlCompiler::alterDomainNullability(const schema::Domain& domain) const {
  return "ALTER DOMAIN " + fixedName(domain.name) + (domain.nullable ? " DROP NOT NULL" : " SET NOT NULL");
}

std::string PostgresqlDdlCompiler::createSequence(const schema::Sequence& sequence) const {
  const std::string type = isTypeName(sequence.type) && sequence.type != "bigint" ? " AS " + sequence.type : std::string();
  return "CREATE SEQUENCE " + fixedName(sequence.name) + type + postgresqlCounting(sequence.options);
}

std::string PostgresqlDdlCompiler::alterSequence(const schema::Sequence& sequence) const {
  std::string text = "ALTER SEQUENCE " + fixedName(sequence.name) + (isTypeName(sequence.type) ? " AS " + sequence.type : std::string());
  for (const std::string& each : postgresqlWholeCounting(sequence.options)) text += " " + each;
  return text;
}

std::string PostgresqlDdlCompiler::ownSequence(const schema::Sequence& sequence) const {
  const std::string owner = sequence.ownerTable.isEmpty() ? "NONE" : identifiers().quote(sequence.ownerTable) + "." + identifiers().quote(sequence.ownerColumn);
  return "ALTER SEQUENCE " + fixedName(sequence.name) + " OWNED BY " + owner;
}

std::string PostgresqlDdlCompiler::createView(const schema::Table& view) const {
  std::string text = "CREATE " + objectName(SchemaObject::of(view));
  if (!view.viewColumns.empty()) text += " " + names(view.viewColumns);
  return text + postgresqlOptionsClause(view.options) + " AS\n" + withoutSemicolon(view.definition) + (view.upkeep.isUnfilled ? "\nWITH NO DATA" : "");
}

std::string PostgresqlDdlCompiler::refreshView(const schema::Table& view) const {
  return view.kind == schema::TableKind::MaterializedView ? "REFRESH MATERIALIZED VIEW " + identifiers().quote(view.name) : std::string();
}

std::string PostgresqlDdlCompiler::fire(const schema::Table& table, const schema::Trigger& trigger) const {
  return alterTable(table) + firingWords(trigger.firing) + "TRIGGER " + identifiers().quote(trigger.name);
}

std::string PostgresqlDdlCompiler::fire(const schema::Table& table, const schema::Rule& rule) const {
  return alterTable(table) + firingWords(rule.firing) + "RULE " + identifiers().quote(rule.name);
}

std::string PostgresqlDdlCompiler::drop(const SchemaObject& object) const {
  switch (object.kind) {
    case ObjectKind::EnumLabel:
      return {};
    case ObjectKind::DomainConstraint:
      return "ALTER " + objectName(object) + " DROP CONSTRAINT " + identifiers().quote(object.part);
    case ObjectKind::Column:
    case ObjectKind::Constraint:
      return "ALTER TABLE " + identifiers().quote(object.name) + " DROP " + kindWords(object.kind) + " " + identifiers().quote(object.part);
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
      return std::string("DROP ") + kindWords(object.kind) + " " + identifiers().quote(object.part) + " ON " + identifiers().quote(object.name);
    default:
      return "DROP " + objectName(object);
  }
}

std::string PostgresqlDdlCompiler::rename(const SchemaObject& object, const std::string& newName) const {
  const std::string to = " TO " + identifiers().quote(newName);
  const std::string part = identifiers().quote(object.part);
  switch (object.kind) {
    case ObjectKind::Extension:
      return {};
    case ObjectKind::EnumLabel:
      return "ALTER " + objectName(object) + " RENAME VALUE " + quotedText(object.part) + " TO " + quotedText(newName);
    case ObjectKind::DomainConstraint:
      return "ALTER " + objectName(object) + " RENAME CONSTRAINT " + part + to;
    case ObjectKind::Column:
    case ObjectKind::Constraint:
      return "ALTER TABLE " + identifiers().quote(object.name) + " RENAME " + kindWords(object.kind) + " " + part + to;
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
      return std::string("ALTER ") + kindWords(object.kind) + " " + part + " ON " + identifiers().quote(object.name) + " RENAME" + to;
    default:
      return "ALTER " + objectName(object) + " RENAME" + to;
  }
}

std::string PostgresqlDdlCompiler::moveToSchema(const SchemaObject& object, const std::string& schema) const {
  const bool isPart = isOfATable(object.kind) || object.kind == ObjectKind::EnumLabel || object.kind == ObjectKind::DomainConstraint;
  const bool goesAlong = object.kind == ObjectKind::Index || object.kind == ObjectKind::Schema;
  return isPart || goesAlong ? std::string() : "ALTER " + objectName(object) + " SET SCHEMA " + identifiers().quote(schema);
}

std::string PostgresqlDdlCompiler::comment(const SchemaObject& object, const std::string& text) const {
  const std::string is = " IS " + (text.empty() ? std::string("NULL") : quotedText(text));
  const std::string beginning = std::string("COMMENT ON ");
  switch (object.kind) {
    case ObjectKind::EnumLabel:
      return {};
    case ObjectKind::Column:
      return beginning + "COLUMN " + identifiers().quote(object.name) + "." + identifiers().quote(object.part) + is;
    case ObjectKind::DomainConstraint:
      return beginning + "CONSTRAINT " + identifiers().quote(object.part) + " ON " + objectName(object) + is;
    case ObjectKind::Constraint:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
      return beginning + kindWords(object.kind) + " " + identifiers().quote(object.part) + " ON " + identifiers().quote(object.name) + is;
    default:
      return beginning + objectName(object) + is;
  }
}

/// Rights that are told apart by nothing but their name and their column are given by one statement.
std::vector<std::string> PostgresqlDdlCompiler::keepUp(const SchemaObject& object, const schema::Upkeep& upkeep) const {
  std::vector<std::string> statements;
  if (!upkeep.owner.empty()) statements.push_back("ALTER " + objectName(object) + " OWNER TO " + identifiers().quote(upkeep.owner));
  const bool isRelation = object.kind == ObjectKind::View || object.kind == ObjectKind::MaterializedView;
  const std::string on = " ON " + (isRelation ? identifiers().quote(object.name) : objectName(object));
  const auto write = [&](const std::vector<schema::Upkeep::Right>& rights, const char* verb, const char* word, bool isGiven) {
    for (auto at = rights.begin(); at != rights.end();) {
      const auto isOther = [&](const auto& each) { return each.grantee != at->grantee || each.isGrantable != at->isGrantable || each.column != at->column; };
      const auto end = std::find_if(at, rights.end(), isOther);
      const std::string column = at->column.empty() ? std::string() : " (" + identifiers().quote(at->column) + ")";
      std::string text;
      for (auto each = at; each != end; ++each) text += (text.empty() ? std::string() : ", ") + each->privilege + column;
      const std::string whose = at->grantee.empty() ? "PUBLIC" : identifiers().quote(at->grantee);
      statements.push_back(verb + text + on + word + whose + (isGiven && at->isGrantable ? " WITH GRANT OPTION" : ""));
      at = end;
    }
  };
  write(upkeep.taken, "REVOKE ", " FROM ", false);
  write(upkeep.given, "GRANT ", " TO ", true);
  return statements;
}

}  // namespace joinery
