// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/unit_execution.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "orm/changes/change_validation.h"
#include "orm/changes/commit_marks.h"
#include "orm/changes/failure_report.h"
#include "orm/changes/issue_text.h"
#include "orm/core/db_error.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/engine/execution.h"
#include "orm/engine/inserted_rows.h"
#include "orm/engine/transaction.h"

namespace joinery {

namespace {

/// Bounds what is held in memory of one batch.
constexpr std::size_t kMostSets = 1'000;

/// A file that can't be written or synced in the middle of COMMIT may hold the new rows or the old ones: only reading tells.
bool leavesCommitInDoubt(const DbError& error) { return error.kind() == ErrorKind::OutcomeUnknown || error.kind() == ErrorKind::Operational; }

}  // namespace

/// Rows that are inserted together, with what they generate.
class UnitExecution::Inserts final : public BindSets {
 public:
  Inserts(UnitExecution& execution, std::size_t first, std::size_t end) : m_execution(execution), m_first(first), m_end(end) {}

  std::size_t size() const override { return m_end - m_first; }
  std::span<const ValueView> values(std::size_t set) override {
    m_binds = m_execution.filled(m_execution.m_statements[m_first + set]).binds;
    m_values.assign(m_binds.begin(), m_binds.end());
    return m_values;
  }
  void done(std::size_t set, std::int64_t rows, std::span<const ValueView> returned) override {
    if (rows == 1) m_execution.keepGenerated(m_first + set, returned);
    else if (!m_unexpected) m_unexpected.emplace(m_first + set, rows);
  }
  /// A statement that did not make one row, with how many it made.
  const std::optional<std::pair<std::size_t, std::int64_t>>& unexpected() const { return m_unexpected; }

 private:
  UnitExecution& m_execution;
  const std::size_t m_first, m_end;
  std::vector<Value> m_binds;
  std::vector<ValueView> m_values;
  std::optional<std::pair<std::size_t, std::int64_t>> m_unexpected;
};

UnitExecution::UnitExecution(Connection& connection, const Dialect& dialect, const Registry& registry,
                             const std::vector<WriteOperation>& operations, const std::vector<PlannedStatement>& statements)
    : m_connection(connection), m_dialect(dialect), m_registry(registry), m_operations(operations), m_statements(statements) {}

void UnitExecution::requireTransaction() const {
  if (m_dialect.options().isolationLevel != IsolationLevel::Autocommit) return;
  DbError error(ErrorKind::InvalidRequest, "changes are written together or not at all, and here every statement commits itself");
  error.hint = "Write them with another isolation level than AUTOCOMMIT.";
  throw error;
}

/// A table of the same name elsewhere is not the one that was read.
void UnitExecution::requireSameSchema(const std::string& schema) const {
  const std::string& known = m_registry.metadata().defaultSchema;
  const auto isBare = [](const WriteOperation& operation) { return operation.table->name.schema.empty(); };
  if (schema.empty() || known.empty() || schema == known || std::ranges::none_of(m_operations, isBare)) return;
  DbError error(ErrorKind::InvalidRequest, "tables were read from the schema " + known + ", and would be written to the schema " + schema + ": the search path has changed; nothing was changed");
  error.hint = "Read the catalogue again, and compare the rows.";
  throw error;
}

CommitResult UnitExecution::run(Ending ending, const std::function<void(const CommitMark&)>& beforeCommit) {
  CommitResult result;
  bool isRunning = false;
  bool isCommitting = false;
  try {
    requireTransaction();
    CommitMarks marks(m_connection, m_dialect);
    if (ending == Ending::Commit) marks.readServer();
    requireSameSchema(marks.schema());
    m_connection.takeWarnings();
    Transaction transaction(m_connection, m_dialect, Transaction::Mode::Write);
    isRunning = true;
    executeAll();
    isRunning = false;
    std::ranges::stable_sort(m_generated, {}, &CommitResult::Generated::change);
    if (ending == Ending::Commit) {
      result.mark = marks.mark();
      result.mark.generated = m_generated;
      beforeCommit(result.mark);
      isCommitting = true;
    }
    if (ending == Ending::Rollback) judgeDeferred();
    if (ending == Ending::Rollback) transaction.rollback();
    else transaction.commit([this](const DbError& error) { findRefused(error); });
    result.outcome = ending == Ending::Commit ? CommitResult::Outcome::Committed : CommitResult::Outcome::NotCommitted;
    result.generated = std::move(m_generated);
    result.warnings = m_connection.takeWarnings();
    return result;
  } catch (const DbError& error) {
    result.error = error;
  }
  if (isCommitting && leavesCommitInDoubt(*result.error)) result.outcome = CommitResult::Outcome::Unknown;
  if (isRunning && result.error->kind() == ErrorKind::Integrity) result.failedAttributes = blamedAttributes(m_operations[m_current], result.error->message());
  if (m_refused) blameRefused(result);
  if (isRunning || m_refused) {
    if (!m_statements[m_current].changes.empty()) result.failedChange = m_statements[m_current].changes.front();
    explainFailure(result);
  }
  return result;
}

/// Which operation a deferred constraint refused, while the transaction tells.
void UnitExecution::findRefused(const DbError& error) {
  const auto valueOf = [this](const Operand::Reference& reference) -> std::optional<Value> {
    const auto row = m_valuesOfRef.find(reference.ref);
    if (row == m_valuesOfRef.end()) return {};
    const auto value = row->second.find(reference.attribute);
    return value == row->second.end() ? std::nullopt : std::optional(value->second);
  };
  try {
    m_refused = DeferredFailure(m_dialect, m_registry, m_operations, valueOf).find(m_connection, error);
  } catch (const DbError&) {
    // Then only what the engine said is known.
  }
}

void UnitExecution::blameRefused(CommitResult& result) {
  m_current = m_refused->operation;
  for (const std::string& column : m_refused->columns) result.failedAttributes.push_back(issueAt(m_operations[m_current], column, {}).attribute);
  if (result.error->detail.empty()) result.error->detail = m_refused->said;
}

/// What COMMIT would judge.
void UnitExecution::judgeDeferred() {
  CompiledStatement statement;
  statement.sql = m_dialect.ddl().judgeDeferredConstraints();
  try {
    fetchAll(m_connection, statement);
  } catch (const DbError& error) {
    findRefused(error);
    throw;
  }
}

void UnitExecution::executeAll() {
  for (std::size_t next = 0; next < m_statements.size();) {
    m_current = next;
    next = endOfBatch(m_current);
    if (next - m_current == 1) execute(m_current);
    else if (m_statements[m_current].returning.empty()) executeBatch(m_current, next);
    else insertBatch(m_current, next);
  }
}

std::vector<CommitResult::Generated> UnitExecution::execute() {
  m_isCallersTransaction = true;
  executeAll();
  return std::move(m_generated);
}

bool UnitExecution::isForgiven(std::size_t index, std::int64_t rows) {
  const WriteOperation& operation = m_operations[index];
  const bool isPlainDelete = operation.verb == PlannedStatement::Verb::Delete && operation.origin == WriteOperation::Origin::Row && operation.match.empty();
  if (!m_isCallersTransaction || !isPlainDelete || rows != 0) return false;
  m_warnings.push_back(operation.description() + ": the row was gone already");
  return true;
}

void UnitExecution::execute(std::size_t index) {
  const PlannedStatement& planned = m_statements[index];
  const CompiledStatement statement = filled(planned);
  const std::int64_t rows = planned.returning.empty() ? executeUpdate(m_connection, statement) : executeReturning(index, statement);
  if (rows != 1 && !isForgiven(index, rows)) throwUnexpectedRows(index, rows);
  if (planned.verb == PlannedStatement::Verb::Insert) return;
  // A row switch is an UPDATE that stands for an INSERT: what refers to it takes the key from here.
  if (!planned.ref.empty())
    for (const ColumnValue& value : m_operations[index].key)
      if (const Attribute* attribute = m_operations[index].model->attributeOfColumn(value.column); attribute && !value.operand.isReference())
        m_valuesOfRef[planned.ref][attribute->name] = value.operand.value();
}

/// Statements with one text that follow each other go to the engine as one, where nothing is read back from them.
std::size_t UnitExecution::endOfBatch(std::size_t first) const {
  const auto isPlain = [](const PlannedStatement& statement) { return statement.returning.empty() && statement.ref.empty(); };
  const PlannedStatement& leader = m_statements[first];
  std::size_t end = first + 1;
  if (m_isCallersTransaction && leader.verb == PlannedStatement::Verb::Insert && !leader.returning.empty()) return endOfInserts(first);
  if (!isPlain(leader)) return end;
  while (end < m_statements.size() && end - first < kMostSets && isPlain(m_statements[end]) && m_statements[end].statement.sql == leader.statement.sql) ++end;
  return end;
}

/// Rows of one table that give the same columns, and none of which refers to another of them.
std::size_t UnitExecution::endOfInserts(std::size_t first) const {
  const PlannedStatement& leader = m_statements[first];
  std::size_t end = first + 1;
  if (!std::ranges::all_of(m_operations[first].values, [](const ColumnValue& value) { return value.lookup.isEmpty(); })) return end;
  std::set<std::string> made{leader.ref};
  const auto refersBack = [&](const PlannedStatement& statement) {
    return std::ranges::any_of(statement.references, [&](const auto& each) { return made.contains(each.second.ref); });
  };
  for (; end < m_statements.size() && end - first < kMostSets; ++end) {
    const PlannedStatement& next = m_statements[end];
    if (next.statement.sql != leader.statement.sql || next.returning != leader.returning || refersBack(next)) break;
    made.insert(next.ref);
  }
  return end;
}

void UnitExecution::insertBatch(std::size_t first, std::size_t end) {
  const WriteOperation& operation = m_operations[first];
  const auto columnsOf = [&](const std::vector<std::string>& attributes) {
    std::vector<std::string> columns;
    for (const std::string& name : attributes) columns.push_back(operation.model->attribute(name)->column.name);
    return columns;
  };
  InsertedRows rows{*operation.table, {}, columnsOf(m_statements[first].returning), columnsOf(operation.model->keyAttributes()), m_statements[first].statement.sql};
  for (const ColumnValue& value : operation.values) rows.columns.push_back(value.column);
  Inserts sets(*this, first, end);
  try {
    executeInserts(m_connection, m_dialect, rows, sets);
  } catch (const DbError& error) {
    m_current = first + error.failedSet.value_or(0);
    throw;
  }
  if (!sets.unexpected()) return;
  m_current = sets.unexpected()->first;
  throwUnexpectedRows(m_current, sets.unexpected()->second);
}

void UnitExecution::executeBatch(std::size_t first, std::size_t end) {
  std::vector<std::vector<Value>> sets;
  for (std::size_t i = first; i < end; ++i) sets.push_back(filled(m_statements[i]).binds);
  std::vector<std::int64_t> rows;
  try {
    rows = m_connection.executeMany(m_statements[first].statement.sql, sets);
  } catch (const DbError& error) {
    m_current = first + error.failedSet.value_or(0);
    throw;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == 1 || isForgiven(first + i, rows[i])) continue;
    m_current = first + i;
    throwUnexpectedRows(m_current, rows[i]);
  }
}

CompiledStatement UnitExecution::filled(const PlannedStatement& planned) const {
  CompiledStatement statement = planned.statement;
  for (const auto& [position, reference] : planned.references) {
    const auto row = m_valuesOfRef.find(reference.ref);
    const auto value = row == m_valuesOfRef.end() ? std::map<std::string, Value>::const_iterator{} : row->second.find(reference.attribute);
    if (row == m_valuesOfRef.end() || value == row->second.end())
      throw DbError(ErrorKind::InvalidRequest, "the value of :" + reference.ref + "." + reference.attribute + " did not come back");
    statement.binds[position] = value->second;
  }
  return statement;
}

/// @return rows that were written
std::int64_t UnitExecution::executeReturning(std::size_t index, const CompiledStatement& statement) {
  const auto batch = fetchAll(m_connection, statement);
  if (batch->rows() != 1) return static_cast<std::int64_t>(batch->rows());
  std::vector<ValueView> returned;
  for (std::size_t i = 0; i < batch->columnCount(); ++i) returned.push_back(batch->at(0, i));
  keepGenerated(index, returned);
  return 1;
}

void UnitExecution::keepGenerated(std::size_t index, std::span<const ValueView> returned) {
  const WriteOperation& operation = m_operations[index];
  const PlannedStatement& planned = m_statements[index];
  CommitResult::Generated generated{planned.changes.empty() ? 0 : planned.changes.front(), operation.model->name, planned.ref, {}};
  for (std::size_t i = 0; i < std::min(planned.returning.size(), returned.size()); ++i) {
    generated.values.emplace_back(planned.returning[i], Value(returned[i]));
    if (!planned.ref.empty()) m_valuesOfRef[planned.ref][planned.returning[i]] = Value(returned[i]);
  }
  if (operation.origin == WriteOperation::Origin::Row) m_generated.push_back(std::move(generated));
}

void UnitExecution::throwUnexpectedRows(std::size_t index, std::int64_t rows) {
  const WriteOperation& operation = m_operations[index];
  m_isStale = operation.verb != PlannedStatement::Verb::Insert;
  DbError error(m_isStale ? ErrorKind::StaleData : ErrorKind::Integrity,
                operation.description() + ": " + std::to_string(rows) + " rows were changed where 1 was meant; nothing was changed");
  error.sql = m_statements[index].statement.sql;
  if (rows == 0 && m_isStale) error.hint = "The row is no longer what it was when it was read. Read it again and decide by cell.";
  if (rows == 0 && !m_isStale) error.hint = "A trigger or rule of the database dropped the row.";
  throw error;
}

void UnitExecution::explainFailure(CommitResult& result) {
  const FailureReport report(m_connection, m_dialect, m_registry);
  try {
    if (m_isStale) result.conflicts = report.conflicts(m_operations, m_current);
    else if (result.error->kind() == ErrorKind::Busy) report.nameLockHolders(m_operations[m_current], *result.error);
    else if (result.error->kind() == ErrorKind::Integrity) report.explain(m_operations[m_current], *result.error);
  } catch (const DbError&) {
    // The first error says what happened; this would only have said more.
  }
}

}  // namespace joinery
