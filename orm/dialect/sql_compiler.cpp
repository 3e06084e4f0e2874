// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sql_compiler.h"

#include <utility>

#include "orm/core/db_error.h"
#include "orm/sql/visitor.h"

namespace joinery {
namespace {

std::string resultLabel(const sql::Expression& column) {
  if (!column.label().empty()) return column.label();
  const auto* node = sql::nodeAs<sql::ColumnNode>(column);
  return node ? node->name : std::string();
}

// What stands behind a `*` is not known here, so the list ends before it.
std::vector<ResultColumn> describe(const std::vector<sql::Expression>& columns) {
  std::vector<ResultColumn> result;
  for (const sql::Expression& column : columns) {
    if (sql::nodeAs<sql::StarNode>(column)) break;
    result.push_back({resultLabel(column), column.type()});
  }
  return result;
}

}  // namespace

CompiledStatement SqlCompiler::finish(const std::vector<sql::Expression>& resultColumns) {
  m_statement.columns = describe(resultColumns);
  return std::exchange(m_statement, {});
}

CompiledStatement SqlCompiler::compile(const sql::Select& statement) {
  appendSelect(statement);
  return finish(statement.data().columns);
}

CompiledStatement SqlCompiler::compile(const sql::Expression& expression) {
  append(expression, Precedence::Lowest, BindContext::Bare);
  return finish({expression});
}

CompiledStatement SqlCompiler::compile(const sql::Insert& statement) {
  appendCtes(statement.ctes);
  write("INSERT INTO ");
  write(m_identifiers.quote(statement.table));
  appendInsertSource(statement);
  if (statement.onConflict) appendOnConflict(*statement.onConflict);
  appendReturning(statement.returning);
  return finish(statement.returning);
}

CompiledStatement SqlCompiler::compile(const sql::Update& statement) {
  if (statement.set.empty())
    throw DbError(ErrorKind::InvalidRequest, "an UPDATE of " + statement.table.toString() + " sets no column");
  appendCtes(statement.ctes);
  write("UPDATE ");
  write(m_identifiers.quote(statement.table));
  write(" SET ");
  appendAssignments(statement.set);
  if (!statement.from.isEmpty()) {
    write(" FROM ");
    appendFrom(statement.from);
  }
  appendCondition(" WHERE ", statement.where);
  appendReturning(statement.returning);
  return finish(statement.returning);
}

CompiledStatement SqlCompiler::compile(const sql::Delete& statement) {
  appendCtes(statement.ctes);
  write("DELETE FROM ");
  write(m_identifiers.quote(statement.table));
  appendDeleteCondition(statement);
  appendReturning(statement.returning);
  return finish(statement.returning);
}

void SqlCompiler::appendDeleteCondition(const sql::Delete& statement) {
  if (!statement.from.isEmpty()) {
    write(" USING ");
    appendFrom(statement.from);
  }
  appendCondition(" WHERE ", statement.where);
}

void SqlCompiler::appendInsertSource(const sql::Insert& insert) {
  if (insert.select) {
    if (!insert.columns.empty()) {
      write(" ");
      appendNames(insert.columns);
    }
    write(" ");
    appendSelect(*insert.select, BindContext::Inferred);
  } else if (insert.rows.empty() || insert.columns.empty()) {
    if (insert.rows.size() > 1)
      throw DbError(ErrorKind::NotSupported, "several rows of nothing but defaults can't be inserted at once");
    write(" DEFAULT VALUES");
  } else {
    appendInsertRows(insert.columns, insert.rows);
  }
}

void SqlCompiler::appendInsertRows(const std::vector<std::string>& columns,
                                   const std::vector<std::vector<sql::Expression>>& rows) {
  write(" ");
  appendNames(columns);
  write(" VALUES ");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != columns.size())
      throw DbError(ErrorKind::InvalidRequest, "an INSERT has a row of " + std::to_string(rows[i].size()) +
                                                   " values for " + std::to_string(columns.size()) + " columns");
    write(i == 0 ? "(" : ", (");
    appendList(rows[i], BindContext::Inferred);
    write(")");
  }
}

void SqlCompiler::appendNames(const std::vector<std::string>& names) {
  write("(");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) write(", ");
    write(m_identifiers.quote(names[i]));
  }
  write(")");
}

void SqlCompiler::appendAssignments(const Assignments& assignments) {
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    if (i > 0) write(", ");
    write(m_identifiers.quote(assignments[i].first));
    write(" = ");
    append(assignments[i].second);
  }
}

void SqlCompiler::appendOnConflict(const sql::OnConflict& conflict) {
  const bool updates = conflict.action == sql::OnConflict::Action::Update;
  if (updates && (conflict.set.empty() || conflict.index.empty()))
    throw DbError(ErrorKind::InvalidRequest, "ON CONFLICT DO UPDATE needs a key's columns and a SET");
  write(" ON CONFLICT");
  if (!conflict.index.empty()) {
    write(" ");
    appendNames(conflict.index);
  }
  if (!updates) return write(" DO NOTHING");
  write(" DO UPDATE SET ");
  appendAssignments(conflict.set);
  appendCondition(" WHERE ", conflict.where);
}

void SqlCompiler::appendReturning(const std::vector<sql::Expression>& columns) {
  if (columns.empty()) return;
  write(" RETURNING ");
  appendSelectList(columns, BindContext::Bare);
}

std::string SqlCompiler::addBind(Value value) {
  m_statement.binds.push_back(bindValue(std::move(value)));
  return placeholder(m_statement.binds.size());
}

void SqlCompiler::appendBind(const Value& value, const ValueType& type, BindContext context) {
  write(addBind(value));
  write(bindCast(&value, type, context));
}

void SqlCompiler::appendNode(const sql::BindNode& node, const ValueType& type, BindContext context) {
  appendBind(node.value, type, context);
}

void SqlCompiler::appendNode(const sql::ParameterNode& node, const ValueType& type, BindContext context) {
  write(addBind(Value::null()));
  m_statement.parameters.emplace(node.name, m_statement.binds.size() - 1);
  write(bindCast(nullptr, type, context));
}

}  // namespace joinery
