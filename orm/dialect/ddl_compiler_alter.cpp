// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/ddl_compiler.h"

namespace joinery {

using schema::Column;
using schema::Table;

std::string DdlCompiler::alterTable(const Table& table) const { return "ALTER TABLE " + identifiers().quote(table.name); }

std::string DdlCompiler::alterColumn(const Table& table, const Column& column) const {
  return alterTable(table) + " ALTER COLUMN " + identifiers().quote(column.name);
}

std::string DdlCompiler::addColumn(const Table& table, const Column& column) const { return alterTable(table) + " ADD COLUMN " + columnDefinition(table, column); }

std::string DdlCompiler::alterType(const Table& table, const Column& column, const std::string&) const {
  return alterColumn(table, column) + " SET DATA TYPE " + columnType(column.type);
}

std::string DdlCompiler::alterDefault(const Table& table, const Column& column) const {
  return alterColumn(table, column) + (column.defaultExpression ? " SET DEFAULT " + *column.defaultExpression : " DROP DEFAULT");
}

std::string DdlCompiler::alterNullability(const Table& table, const Column& column) const {
  return alterColumn(table, column) + (column.nullable ? " DROP NOT NULL" : " SET NOT NULL");
}

std::string DdlCompiler::dropExpression(const Table& table, const Column& column) const { return alterColumn(table, column) + " DROP EXPRESSION"; }

std::string DdlCompiler::addPrimaryKey(const Table& table, const schema::UniqueKey& key) const { return alterTable(table) + " ADD " + uniqueKeyClause("PRIMARY KEY ", key); }

std::string DdlCompiler::addUniqueKey(const Table& table, const schema::UniqueKey& key) const { return alterTable(table) + " ADD " + uniqueKeyClause("UNIQUE ", key); }

std::string DdlCompiler::addCheck(const Table& table, const schema::CheckConstraint& check) const {
  return alterTable(table) + " ADD " + checkClause(check) + (check.notValid ? " NOT VALID" : "");
}

std::string DdlCompiler::addExclusion(const Table& table, const schema::ExclusionConstraint& exclusion) const {
  return alterTable(table) + " ADD " + exclusionClause(exclusion);
}

}  // namespace joinery
