// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <set>

#include "orm/changes/change_expander.h"
#include "orm/changes/change_validation.h"
#include "orm/changes/issue_text.h"
#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"

// CHECK constraints, as the database judges them.
namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;

/// So many rows to a SELECT; SQLite takes no more than 500 parts of a UNION.
constexpr std::size_t kMostRowsAtOnce = 100;
constexpr std::size_t kMostCellsAtOnce = 10'000;

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
    if (given != nullptr && given->operand.isDefault()) cell = sql::nullLiteral();
    else if (given != nullptr && !given->lookup.isEmpty()) cell = given->lookup;
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

/// A new or changed row, with the constraints that it may break.
struct JudgedRow {
  const WriteOperation* operation;
  std::vector<const schema::CheckConstraint*> checks;
};

bool hasReferenceInKey(const WriteOperation& operation) {
  return std::ranges::any_of(operation.key, [](const ColumnValue& value) { return !value.lookup.isEmpty() || !value.operand.isValue(); });
}

std::vector<JudgedRow> rowsToJudge(const std::vector<WriteOperation>& operations) {
  std::vector<JudgedRow> rows;
  for (const WriteOperation& operation : operations) {
    if (operation.verb == Verb::Delete || hasReferenceInKey(operation)) continue;
    JudgedRow row{&operation, {}};
    for (const schema::CheckConstraint& check : operation.table->checks)
      if (operation.verb == Verb::Insert || !writtenColumnsIn(operation, check.expression).empty()) row.checks.push_back(&check);
    if (!row.checks.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

/// The row's number, and for each of its constraints 1 where it is refused.
sql::Select verdicts(const JudgedRow& row, std::size_t number, std::size_t columns) {
  std::vector<sql::Expression> cells{sql::integerLiteral(static_cast<std::int64_t>(number)).as("row_number")};
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string expression = i < row.checks.size() ? row.checks[i]->expression : std::string();
    const sql::Expression verdict = expression.empty() ? sql::integerLiteral(0) : sql::text("CASE WHEN " + expression + " THEN 0 WHEN NOT (" + expression + ") THEN 1 ELSE 0 END");
    cells.push_back(verdict.as("refused" + std::to_string(i)));
  }
  return sql::Select(std::move(cells)).from(sql::subqueryAs(rowAsWritten(*row.operation), row.operation->table->name.name));
}

using Rows = std::span<const JudgedRow>;
using Refused = std::set<std::pair<const WriteOperation*, const schema::CheckConstraint*>>;

Refused askFor(Connection& connection, const Dialect& dialect, Rows rows) {
  std::size_t columns = 0;
  for (const JudgedRow& row : rows) columns = std::max(columns, row.checks.size());
  sql::Select all = verdicts(rows.front(), 0, columns);
  for (std::size_t i = 1; i < rows.size(); ++i) all = all.combine(sql::Select::SetOperator::UnionAll, verdicts(rows[i], i, columns));
  const auto batch = fetchAll(connection, dialect.compile(all));
  Refused refused;
  for (std::size_t line = 0; line < batch->rows(); ++line) {
    const JudgedRow& row = rows[static_cast<std::size_t>(batch->at(line, 0).toInteger())];
    for (std::size_t i = 0; i < row.checks.size(); ++i) {
      const ValueView verdict = batch->at(line, i + 1);
      if (verdict.storageClass() == StorageClass::Integer && verdict.toInteger() == 1) refused.emplace(row.operation, row.checks[i]);
    }
  }
  return refused;
}

/// What can't be asked for together is asked for one by one; what can't be asked for at all is passed over.
Refused judge(Connection& connection, const Dialect& dialect, Rows rows) {
  try {
    return askFor(connection, dialect, rows);
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
  }
  Refused refused;
  if (rows.size() > 1) {
    for (std::size_t i = 0; i < rows.size(); ++i) refused.merge(judge(connection, dialect, rows.subspan(i, 1)));
  } else if (rows.front().checks.size() > 1) {
    for (const schema::CheckConstraint* check : rows.front().checks) {
      const JudgedRow single{rows.front().operation, {check}};
      refused.merge(judge(connection, dialect, {&single, 1}));
    }
  }
  return refused;
}

/// How many of the rows go into the next SELECT.
std::size_t rowsAtOnce(Rows rows) {
  std::size_t count = 0, cells = 0;
  while (count < std::min(rows.size(), kMostRowsAtOnce)) {
    cells += rows[count].operation->table->columns.size();
    if (count > 0 && cells > kMostCellsAtOnce) break;
    ++count;
  }
  return count;
}

void appendIssues(std::vector<ChangeIssue>& issues, Rows rows, const Refused& refused) {
  for (const JudgedRow& row : rows)
    for (const schema::CheckConstraint* check : row.checks) {
      if (!refused.contains({row.operation, check})) continue;
      const auto columns = writtenColumnsIn(*row.operation, check->expression);
      issues.push_back(issueAt(*row.operation, columns.empty() ? std::string() : columns.front(), "must meet " + (check->name.empty() ? "" : check->name + ": ") + check->expression));
    }
}

}  // namespace

std::vector<ChangeIssue> validateChecks(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes,
                                        const std::function<void(std::size_t done, std::size_t all)>& progress) {
  const auto operations = expandedForLooking(registry, changes);
  const std::vector<JudgedRow> all = rowsToJudge(operations);
  std::vector<ChangeIssue> issues;
  for (std::size_t done = 0; done < all.size();) {
    if (progress) progress(done, all.size());
    const Rows rest = Rows(all).subspan(done), rows = rest.first(rowsAtOnce(rest));
    appendIssues(issues, rows, judge(connection, dialect, rows));
    done += rows.size();
  }
  return issues;
}

}  // namespace joinery
