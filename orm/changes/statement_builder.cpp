// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/statement_builder.h"

#include <algorithm>
#include <map>

#include "orm/changes/written_default.h"
#include "orm/core/db_error.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

/// The name of a bind that another insert fills: also how the preview shows it.
std::string parameterName(const Operand::Reference& reference) { return reference.ref + "." + reference.attribute; }

const ValueType& typeOf(const WriteOperation& operation, const std::string& column) {
  static const ValueType kUnknown;
  const schema::Column* found = operation.table->column(column);
  return found == nullptr ? kUnknown : found->type;
}

sql::Expression columnOf(const WriteOperation& operation, const std::string& column) {
  return sql::column(operation.table->name.name, column, typeOf(operation, column));
}

sql::Expression expressionOf(const WriteOperation& operation, const ColumnValue& value, const Dialect& dialect) {
  if (value.operand.isDefault()) return sql::text(dialect.setsDefaults() ? "DEFAULT" : writtenDefault(*operation.table->column(value.column)));
  if (!value.lookup.isEmpty()) return value.lookup;
  const ValueType& type = typeOf(operation, value.column);
  if (value.operand.isReference()) return sql::parameter(parameterName(value.operand.reference()), type);
  return sql::bind(value.operand.value(), type);
}

/// What the database decides about a new row: its key, and whatever it fills that was not given.
bool comesBack(const WriteOperation& operation, const Attribute& attribute, const std::set<std::string>& referred) {
  const schema::Column& column = attribute.column;
  if (attribute.expression) return false;
  if (attribute.isKey || operation.table->isPrimaryKeyColumn(column.name) || referred.contains(attribute.name)) return true;
  const ColumnValue* given = operation.value(column.name);
  const bool isComputed = given != nullptr && !given->lookup.isEmpty() && operation.origin == WriteOperation::Origin::Row;
  const bool isFilled = column.hasGeneratedValue() || column.isComputed() || column.defaultExpression.has_value();
  return isComputed || (isFilled && given == nullptr);
}

/// Which bind is whose generated value.
void findReferences(const WriteOperation& operation, PlannedStatement& planned) {
  std::map<std::string, Operand::Reference> references;
  for (const auto* columns : {&operation.values, &operation.key, &operation.match})
    for (const ColumnValue& value : *columns)
      if (value.operand.isReference()) references.emplace(parameterName(value.operand.reference()), value.operand.reference());
  for (const auto& [name, position] : planned.statement.parameters) {
    const auto found = references.find(name);
    if (found != references.end()) planned.references.emplace_back(position, found->second);
  }
}

}  // namespace

PlannedStatement StatementBuilder::build(const WriteOperation& operation, const std::set<std::string>& referred) const {
  PlannedStatement planned;
  planned.verb = operation.verb;
  planned.table = operation.table->name;
  planned.changes = operation.changes;
  planned.ref = operation.ref;
  switch (operation.verb) {
    case PlannedStatement::Verb::Insert: planned.statement = insert(operation, referred, planned); break;
    case PlannedStatement::Verb::Update: planned.statement = update(operation, planned); break;
    case PlannedStatement::Verb::Delete: planned.statement = remove(operation); break;
  }
  findReferences(operation, planned);
  return planned;
}

/// SQLite's virtual tables take no RETURNING.
bool StatementBuilder::canReturn(const WriteOperation& operation) const {
  return m_dialect.supportsReturning() && operation.table->kind != schema::TableKind::VirtualTable;
}

CompiledStatement StatementBuilder::insert(const WriteOperation& operation, const std::set<std::string>& referred,
                                           PlannedStatement& planned) const {
  sql::Insert statement;
  statement.table = operation.table->name;
  std::vector<sql::Expression> row;
  for (const ColumnValue& value : operation.values) {
    statement.columns.push_back(value.column);
    row.push_back(expressionOf(operation, value, m_dialect));
  }
  if (!row.empty()) statement.rows.push_back(std::move(row));
  if (!canReturn(operation) && !referred.empty())
    throw DbError(ErrorKind::NotSupported, operation.description() + ": its generated key can't be read back, so nothing can refer to it");
  if (!canReturn(operation) || operation.model == nullptr) return m_dialect.compile(statement);
  for (const Attribute& attribute : operation.model->attributes) {
    if (!comesBack(operation, attribute, referred)) continue;
    statement.returning.push_back(sql::column({}, attribute.column.name, attribute.column.type));
    planned.returning.push_back(attribute.name);
  }
  return m_dialect.compile(statement);
}

CompiledStatement StatementBuilder::update(const WriteOperation& operation, PlannedStatement& planned) const {
  sql::Update statement;
  statement.table = operation.table->name;
  for (const ColumnValue& value : operation.values) statement.set.emplace_back(value.column, expressionOf(operation, value, m_dialect));
  statement.where = condition(operation);
  for (const ColumnValue& value : operation.values) {
    const Attribute* attribute = value.operand.isDefault() && canReturn(operation) ? operation.model->attributeOfColumn(value.column) : nullptr;
    if (attribute == nullptr) continue;
    statement.returning.push_back(sql::column({}, attribute->column.name, attribute->column.type));
    planned.returning.push_back(attribute->name);
  }
  return m_dialect.compile(statement);
}

CompiledStatement StatementBuilder::remove(const WriteOperation& operation) const {
  sql::Delete statement;
  statement.table = operation.table->name;
  statement.where = condition(operation);
  return m_dialect.compile(statement);
}

sql::Expression StatementBuilder::condition(const WriteOperation& operation) const {
  std::vector<sql::Expression> conditions;
  for (const auto* columns : {&operation.key, &operation.match})
    for (const ColumnValue& value : *columns)
      conditions.push_back(sql::eq(columnOf(operation, value.column), expressionOf(operation, value, m_dialect)));
  if (m_locking == UnitOfWork::Locking::BeforeImage) {
    for (const auto& [column, value] : operation.image) {
      const bool isComputed = operation.table->column(column) != nullptr && operation.table->column(column)->isComputed();
      if (!isComputed) conditions.push_back(sql::isIdentical(columnOf(operation, column), value));
    }
  }
  return sql::and_(std::move(conditions));
}

}  // namespace joinery
