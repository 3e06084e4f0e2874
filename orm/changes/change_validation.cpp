// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_validation.h"

#include <algorithm>
#include <unordered_map>

#include "orm/changes/change_expander.h"
#include "orm/changes/issue_text.h"
#include "orm/changes/row_keys.h"
#include "orm/changes/table_dependencies.h"
#include "orm/changes/write_order.h"
#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"

namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;

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

std::vector<const schema::Table*> tablesWritten(const std::vector<WriteOperation>& operations) {
  std::vector<const schema::Table*> tables;
  for (const WriteOperation& operation : operations)
    if (tables.empty() || tables.back() != operation.table) tables.push_back(operation.table);
  return tables;
}

void sortAsInSet(std::vector<ChangeIssue>& issues, const ChangeSet& changes) {
  if (issues.size() < 2) return;
  std::unordered_map<std::uint64_t, std::size_t> places;
  for (const Change& change : changes.changes()) places.emplace(change.id, places.size());
  std::ranges::stable_sort(issues, {}, [&](const ChangeIssue& issue) { return places.contains(issue.change) ? places.at(issue.change) : places.size(); });
}

bool isJudgedAtOnce(const schema::Table& table, const std::vector<std::string>& key) {
  const auto keys = uniqueKeysJudgedAtOnce(table);
  return std::ranges::find(keys, key) != keys.end();
}

class Validation {
 public:
  /// @param operations in the order of writing
  Validation(const TableDependencies& graph, const std::vector<WriteOperation>& operations)
      : m_operations(operations), m_graph(graph), m_written(operations, RowKeys::Time::After), m_there(operations, RowKeys::Time::Before) {}

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
  void checkNulls(const WriteOperation& operation) {
    for (const schema::Column& column : operation.table->columns) {
      if (column.nullable || column.isComputed()) continue;
      const ColumnValue* given = operation.value(column.name);
      const bool isFilled = column.hasGeneratedValue() || column.defaultExpression.has_value();
      if (given == nullptr && operation.verb == Verb::Insert && !isFilled) m_issues.push_back(issueAt(operation, column.name, "needs a value"));
      if (given != nullptr && given->lookup.isEmpty() && given->operand.isValue() && given->operand.value().isNull())
        m_issues.push_back(issueAt(operation, column.name, "takes no NULL"));
      if (given != nullptr && given->operand.isDefault() && !isFilled) m_issues.push_back(issueAt(operation, column.name, "has no default, and takes no NULL"));
    }
  }

  void checkUniqueKeys(std::size_t row) {
    const WriteOperation& operation = m_operations[row];
    for (const std::vector<std::string>& key : uniqueKeysOf(*operation.table)) {
      const auto identity = cellsIdentity(operation, key);
      if (!identity || cellsIdentityBefore(operation, key) == identity) continue;
      checkGivenUpInTime(row, key, *identity);
      const auto& same = m_written.find(*operation.table, key, *identity);
      if (same.size() < 2) continue;
      const std::size_t other = same.front() == row ? same[1] : same.front();
      m_issues.push_back(issueAt(operation, key.front(), "must be unique, but " + cellsText(operation, key) + " is what \"" + m_operations[other].description() + "\" gives too"));
    }
  }

  /// Changes that need each other have no order in which all of them find their values free.
  void checkGivenUpInTime(std::size_t row, const std::vector<std::string>& key, const std::string& identity) {
    const WriteOperation& operation = m_operations[row];
    for (const std::size_t other : m_there.find(*operation.table, key, identity)) {
      if (other <= row || !isJudgedAtOnce(*operation.table, key)) continue;
      const bool isDeletion = m_operations[other].verb == Verb::Delete;
      m_issues.push_back(issueAt(operation, key.front(), "must be unique, and " + cellsText(operation, key) + " is given up by \"" + m_operations[other].description() +
                                                             "\" afterwards only; commit " + (isDeletion ? "that deletion" : "another value in between") + " first"));
    }
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
  const TableDependencies& m_graph;
  RowKeys m_written, m_there;
  std::vector<ChangeIssue> m_issues;
};

}  // namespace

std::vector<ChangeIssue> validate(const Registry& registry, const ChangeSet& changes) {
  if (auto dangling = danglingReferences(changes); !dangling.empty()) return dangling;
  auto expanded = expandedForLooking(registry, changes);
  const TableDependencies graph(registry, tablesWritten(expanded));
  const auto operations = inWriteOrder(std::move(expanded), graph, Handovers::First);
  std::vector<ChangeIssue> issues = Validation(graph, operations).issues();
  sortAsInSet(issues, changes);
  return issues;
}

}  // namespace joinery
