// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_validation.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "orm/changes/change_expander.h"
#include "orm/changes/row_keys.h"
#include "orm/changes/table_dependencies.h"
#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"
#include "orm/engine/execution.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"

namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;

std::string attributeOf(const WriteOperation& operation, const std::string& column) {
  const Attribute* attribute = operation.model == nullptr ? nullptr : operation.model->attributeOfColumn(column);
  return attribute == nullptr ? column : attribute->name;
}

ChangeIssue issueAt(const WriteOperation& operation, const std::string& column, std::string message) {
  return {operation.changes.empty() ? 0 : operation.changes.front(), column.empty() ? std::string() : attributeOf(operation, column), std::move(message)};
}

std::string cellText(const Operand& operand) {
  if (operand.isReference()) return ":" + operand.reference().ref;
  return shownValue(operand.value());
}

std::string cellsText(const WriteOperation& operation, const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns)
    if (const auto cell = operation.cell(column)) text += (text.empty() ? "" : ", ") + cellText(*cell);
  return text;
}

/// References to rows that the set no longer adds.
std::vector<ChangeIssue> danglingReferences(const ChangeSet& changes) {
  std::vector<ChangeIssue> issues;
  for (const Change& change : changes.changes()) {
    const auto check = [&](const std::string& attribute, const Operand& operand) {
      if (operand.isReference() && !changes.insertByRef(operand.reference().ref))
        issues.push_back({change.id, attribute, "refers to the new row " + operand.reference().ref + ", which is no longer to be added"});
    };
    for (const auto& [name, operand] : change.values) check(name, operand);
    for (const auto* key : {&change.key, &change.to})
      for (const Operand& operand : *key) check({}, operand);
  }
  return issues;
}

class Validation {
 public:
  Validation(const Registry& registry, const std::vector<WriteOperation>& operations)
      : m_operations(operations), m_graph(registry, tablesOf(operations)), m_written(operations, RowKeys::Time::After), m_there(operations, RowKeys::Time::Before) {}

  std::vector<ChangeIssue> issues() {
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
      if (m_operations[i].verb == Verb::Delete) continue;
      checkNulls(m_operations[i]);
      checkUniqueKeys(i);
      for (const ForeignKeyLink& link : m_graph.of(*m_operations[i].table)) checkForeignKey(m_operations[i], link);
    }
    return std::move(m_issues);
  }

 private:
  static std::vector<const schema::Table*> tablesOf(const std::vector<WriteOperation>& operations) {
    std::vector<const schema::Table*> tables;
    for (const WriteOperation& operation : operations)
      if (tables.empty() || tables.back() != operation.table) tables.push_back(operation.table);
    return tables;
  }

  void checkNulls(const WriteOperation& operation) {
    for (const schema::Column& column : operation.table->columns) {
      if (column.nullable || column.isComputed()) continue;
      const ColumnValue* given = operation.value(column.name);
      const bool isFilled = column.hasGeneratedValue() || column.defaultExpression.has_value();
      if (given == nullptr && operation.verb == Verb::Insert && !isFilled) m_issues.push_back(issueAt(operation, column.name, "needs a value"));
      if (given != nullptr && given->lookup.isEmpty() && given->operand.isValue() && given->operand.value().isNull())
        m_issues.push_back(issueAt(operation, column.name, "takes no NULL"));
    }
  }

  void checkUniqueKeys(std::size_t row) {
    const WriteOperation& operation = m_operations[row];
    for (const std::vector<std::string>& key : uniqueKeysOf(*operation.table)) {
      const auto identity = cellsIdentity(operation, key);
      if (!identity || cellsIdentityBefore(operation, key) == identity) continue;
      checkGivenUpInTime(operation, key, *identity);
      const auto& same = m_written.find(*operation.table, key, *identity);
      if (same.size() < 2) continue;
      const std::size_t other = same.front() == row ? same[1] : same.front();
      m_issues.push_back(issueAt(operation, key.front(), "must be unique, but " + cellsText(operation, key) + " is what \"" + m_operations[other].description() + "\" gives too"));
    }
  }

  /// Deletions come last, so that nothing refers to the row any more; until then its values are taken.
  void checkGivenUpInTime(const WriteOperation& operation, const std::vector<std::string>& key, const std::string& identity) {
    for (const std::size_t other : m_there.find(*operation.table, key, identity))
      if (m_operations[other].verb == Verb::Delete && m_operations[other].origin != WriteOperation::Origin::Unlink)
        m_issues.push_back(issueAt(operation, key.front(), "must be unique, and " + cellsText(operation, key) + " is what a row has that is deleted here, at the end; commit that deletion first"));
  }

  void checkForeignKey(const WriteOperation& child, const ForeignKeyLink& link) {
    const auto writes = [&](const std::string& column) { return child.value(column) != nullptr; };
    const auto identity = cellsIdentity(child, link.childColumns);
    if (!identity || std::ranges::none_of(link.childColumns, writes)) return;
    const auto& gone = m_there.find(*link.parent, link.parentColumns, *identity);
    if (gone.empty() || !m_written.find(*link.parent, link.parentColumns, *identity).empty()) return;
    const bool isDeleted = m_operations[gone.front()].verb == Verb::Delete;
    m_issues.push_back(issueAt(child, *std::ranges::find_if(link.childColumns, writes),
                               "refers to " + link.parent->name.name + " " + cellsText(child, link.childColumns) + (isDeleted ? ", which is deleted here" : ", whose key is changed here")));
  }

  const std::vector<WriteOperation>& m_operations;
  TableDependencies m_graph;
  RowKeys m_written, m_there;
  std::vector<ChangeIssue> m_issues;
};

bool isNumberText(ValueView value) {
  if (value.storageClass() != StorageClass::Text || value.bytes().empty()) return false;
  const std::string_view text = value.bytes();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// A value as the column will hold it. Where each cell has a storage class of its own, a column that is not of text makes a number of a
/// text that is one; other engines need to be told the type of a value, or of NULL.
sql::Expression asStored(sql::Expression cell, const ColumnValue* given, const schema::Column& column) {
  if (!column.type.perCell) return sql::cast(std::move(cell), column.type);
  const bool keepsText = column.type.kind == TypeKind::Text || column.type.kind == TypeKind::Blob || column.type.kind == TypeKind::Unknown;
  const bool isNumber = given != nullptr && given->lookup.isEmpty() && given->operand.isValue() && isNumberText(given->operand.value());
  if (keepsText || !isNumber) return cell;
  ValueType number = ValueType::of(TypeKind::Numeric);
  number.declared = "NUMERIC";
  return sql::cast(std::move(cell), number);
}

/// The row as it would be: what is written, over what is there; a new row's defaults.
sql::Select rowAsWritten(const WriteOperation& operation) {
  const sql::FromItem from = sql::table(operation.table->name);
  std::vector<sql::Expression> columns;
  for (const schema::Column& column : operation.table->columns) {
    const ColumnValue* given = operation.value(column.name);
    sql::Expression cell = sql::nullLiteral();
    if (given != nullptr && !given->lookup.isEmpty()) cell = given->lookup;
    else if (given != nullptr && given->operand.isValue()) cell = sql::bind(given->operand.value(), column.type);
    else if (given == nullptr && operation.verb == Verb::Update) cell = from.column(column.name, column.type);
    else if (given == nullptr && column.defaultExpression) cell = sql::text("(" + *column.defaultExpression + ")");
    columns.push_back(asStored(std::move(cell), given, column).as(column.name));
  }
  sql::Select row(std::move(columns));
  if (operation.verb != Verb::Update) return row;
  row = row.from(from);
  for (const ColumnValue& value : operation.key) row = row.where(sql::eq(from.column(value.column), sql::bind(value.operand.value(), operation.table->column(value.column)->type)));
  return row;
}

bool isNameOf(const std::string& text, const std::string& name) {
  const auto isWord = [](char each) { return std::isalnum(static_cast<unsigned char>(each)) || each == '_' || static_cast<unsigned char>(each) > 127; };
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const bool begins = at == 0 || !isWord(text[at - 1]);
    const bool ends = at + name.size() == text.size() || !isWord(text[at + name.size()]);
    if (begins && ends) return true;
  }
  return false;
}

/// The columns that a text names, those that the operation writes.
std::vector<std::string> writtenColumnsIn(const WriteOperation& operation, const std::string& text) {
  std::vector<std::string> columns;
  for (const ColumnValue& value : operation.values)
    if (isNameOf(text, value.column)) columns.push_back(value.column);
  return columns;
}

bool isRefused(Connection& connection, const Dialect& dialect, const WriteOperation& operation, const schema::CheckConstraint& check) {
  const sql::Select row = rowAsWritten(operation);
  const sql::Expression meets = sql::text("CASE WHEN " + check.expression + " THEN 0 WHEN NOT (" + check.expression + ") THEN 1 ELSE 0 END");
  const sql::Select judged = sql::Select({meets.as("refused")}).from(sql::subqueryAs(row, operation.table->name.name));
  try {
    const auto batch = fetchAll(connection, dialect.compile(judged));
    return batch->rows() == 1 && batch->at(0, 0).storageClass() == StorageClass::Integer && batch->at(0, 0).toInteger() == 1;
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
    return false;
  }
}

bool hasReferenceInKey(const WriteOperation& operation) {
  return std::ranges::any_of(operation.key, [](const ColumnValue& value) { return !value.lookup.isEmpty() || !value.operand.isValue(); });
}

}  // namespace

std::vector<ChangeIssue> validate(const Registry& registry, const ChangeSet& changes) {
  if (auto dangling = danglingReferences(changes); !dangling.empty()) return dangling;
  const auto operations = ChangeExpander(registry, UnitOfWork::Locking::None).expand(changes);
  return Validation(registry, operations).issues();
}

std::vector<ChangeIssue> validateChecks(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes, std::size_t mostRows) {
  std::vector<ChangeIssue> issues;
  std::size_t rows = 0;
  for (const WriteOperation& operation : ChangeExpander(registry, UnitOfWork::Locking::None).expand(changes)) {
    if (operation.verb == Verb::Delete || operation.table->checks.empty() || hasReferenceInKey(operation)) continue;
    if (++rows > mostRows) break;
    for (const schema::CheckConstraint& check : operation.table->checks) {
      const auto columns = writtenColumnsIn(operation, check.expression);
      const bool concerns = operation.verb == Verb::Insert || !columns.empty();
      if (!concerns || !isRefused(connection, dialect, operation, check)) continue;
      issues.push_back(issueAt(operation, columns.empty() ? std::string() : columns.front(), "must meet " + (check.name.empty() ? "" : check.name + ": ") + check.expression));
    }
  }
  return issues;
}

std::vector<std::string> blamedAttributes(const WriteOperation& operation, const std::string& message) {
  std::vector<std::string> columns;
  const auto blame = [&](const std::string& name, const std::vector<std::string>& list) {
    if (!name.empty() && columns.empty() && isNameOf(message, name)) columns = list;
  };
  const schema::Table& table = *operation.table;
  for (const schema::UniqueKey& key : table.uniqueKeys) blame(key.name, key.columns);
  for (const schema::ForeignKey& key : table.foreignKeys) blame(key.name, key.columns);
  for (const schema::CheckConstraint& check : table.checks) {
    blame(check.name, writtenColumnsIn(operation, check.expression));
    blame(check.expression, writtenColumnsIn(operation, check.expression));
  }
  if (table.primaryKey) blame(table.primaryKey->name, table.primaryKey->columns);
  for (const schema::Index& index : table.indexes)
    for (const schema::Index::Part& part : index.parts) blame(index.name, {part.column});
  // SQLite says "table.column", PostgreSQL puts the column in quotes.
  for (const schema::Column& column : table.columns) {
    const bool isNamed = message.find(table.name.name + "." + column.name) != std::string::npos || message.find("\"" + column.name + "\"") != std::string::npos;
    if (isNamed && (columns.empty() || isNameOf(message, table.name.name + "." + column.name)) && std::ranges::find(columns, column.name) == columns.end()) columns.push_back(column.name);
  }
  std::vector<std::string> attributes;
  for (const std::string& column : columns)
    if (!column.empty()) attributes.push_back(attributeOf(operation, column));
  // An UPDATE is about what it writes.
  const auto isUntouched = [&](const std::string& name) { const Attribute* attribute = operation.model ? operation.model->attribute(name) : nullptr; return attribute && operation.value(attribute->column.name) == nullptr; };
  if (operation.verb == Verb::Update) std::erase_if(attributes, isUntouched);
  return attributes;
}

}  // namespace joinery
