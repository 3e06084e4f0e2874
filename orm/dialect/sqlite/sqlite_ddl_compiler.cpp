// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_ddl_compiler.h"

#include "orm/core/db_error.h"
#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

/// Names that people and other programs read back as the same kind; storage follows from SQLite's affinity of each.
std::string kindName(const ValueType& type) {
  const std::string length = type.length ? "(" + std::to_string(*type.length) + ")" : std::string();
  switch (type.kind) {
    case TypeKind::Unknown:
      return {};
    case TypeKind::Boolean:
      return "BOOLEAN";
    case TypeKind::Integer:
      return "INTEGER";
    case TypeKind::Real:
      return "REAL";
    case TypeKind::Numeric:
      if (!type.precision) return "NUMERIC";
      return "NUMERIC(" + std::to_string(*type.precision) + (type.scale ? ", " + std::to_string(*type.scale) : std::string()) + ")";
    case TypeKind::Text:
      return type.length ? "VARCHAR" + length : "TEXT";
    case TypeKind::Blob:
      return "BLOB";
    case TypeKind::Date:
      return "DATE";
    case TypeKind::Time:
      return "TIME";
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
      return "DATETIME";
    case TypeKind::Uuid:
      return "CHAR(36)";
    case TypeKind::Json:
      return "JSON";
    default:
      return "TEXT";
  }
}

}  // namespace

std::string SqliteDdlCompiler::columnType(const ValueType& type) const {
  return isTypeName(type.declared) ? type.declared : kindName(type);
}

bool SqliteDdlCompiler::isInlineKey(const schema::Table& table, const schema::Column& column) const {
  return column.generation == schema::Generation::RowId && table.isPrimaryKeyColumn(column.name) && table.primaryKey->columns.size() == 1;
}

std::string SqliteDdlCompiler::generation(const schema::Column& column) const {
  if (column.generation == schema::Generation::RowId) return column.autoIncrement ? " AUTOINCREMENT" : "";
  return column.isComputed() ? DdlCompiler::generation(column) : std::string();
}

std::string SqliteDdlCompiler::tableOptions(const schema::Table& table) const { return table.strict ? " STRICT" : ""; }

std::string SqliteDdlCompiler::indexName(const schema::Table& table, const schema::Index& index) const {
  return identifiers().quote(QualifiedName(table.name.schema, index.name)) + " ON " + identifiers().quote(table.name.name);
}

std::string SqliteDdlCompiler::referredTable(const schema::Table& table, const schema::ForeignKey& key) const {
  const QualifiedName& name = key.referredTable;
  if (!name.schema.empty() && identifiers().translated(name).schema != identifiers().translated(table.name).schema) {
    DbError error(ErrorKind::NotSupported, "a foreign key of " + table.name.toString() + " refers to " + name.toString() + ": SQLite's stay within one schema");
    error.hint = "Leave the foreign key out, or put both tables into one schema.";
    throw error;
  }
  return identifiers().quote(name.name);
}

}  // namespace joinery
