// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/outcome_resolver.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "orm/changes/commit_marks.h"
#include "orm/changes/row_reader.h"
#include "orm/changes/write_operation.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"

namespace joinery {

namespace {

using Cells = std::vector<std::pair<std::string, Value>>;
using Outcome = CommitResult::Outcome;
using Verb = PlannedStatement::Verb;

/// Rows looked at: they were written together, so a part of them tells.
constexpr std::size_t kMostRowsAsked = 200;
constexpr std::chrono::milliseconds kPause{100};

/// The value that an operand came to; none where that is not known.
std::optional<Value> knownValue(const ColumnValue& column, const CommitMark& mark) {
  if (!column.lookup.isEmpty() || column.operand.isComputed()) return {};
  if (column.operand.isValue()) return column.operand.value();
  const Operand::Reference& reference = column.operand.reference();
  const auto insert = std::ranges::find(mark.generated, reference.ref, &GeneratedValues::ref);
  if (insert == mark.generated.end()) return {};
  const auto value = std::ranges::find(insert->values, reference.attribute, &std::pair<std::string, Value>::first);
  return value == insert->values.end() ? std::nullopt : std::optional(value->second);
}

std::optional<Cells> knownCells(const std::vector<ColumnValue>& columns, const CommitMark& mark) {
  Cells cells;
  for (const ColumnValue& column : columns) {
    const auto value = knownValue(column, mark);
    if (!value || value->isNull()) return {};
    cells.emplace_back(column.column, *value);
  }
  return cells.empty() ? std::nullopt : std::optional(cells);
}

/// The key of an inserted row, as given or as the database made it.
std::optional<Cells> insertedKey(const WriteOperation& operation, const CommitMark& mark) {
  if (!operation.table->primaryKey || operation.table->primaryKey->columns.empty()) return {};
  Cells cells;
  const auto made = std::ranges::find_if(mark.generated, [&](const GeneratedValues& generated) {
    return operation.origin == WriteOperation::Origin::Row && !operation.changes.empty() && generated.change == operation.changes.front();
  });
  for (const std::string& name : operation.table->primaryKey->columns) {
    const ColumnValue* given = operation.value(name);
    std::optional<Value> value = given ? knownValue(*given, mark) : std::nullopt;
    const Attribute* attribute = operation.model ? operation.model->attributeOfColumn(name) : nullptr;
    if (!value && attribute && made != mark.generated.end())
      for (const auto& [ofAttribute, generated] : made->values)
        if (ofAttribute == attribute->name) value = generated;
    if (!value || value->isNull()) return {};
    cells.emplace_back(name, *value);
  }
  return cells;
}

/// Where an updated row is afterwards: under its new key, where that is what was changed.
Cells keyAfter(Cells key, const WriteOperation& operation, const CommitMark& mark) {
  for (auto& [column, value] : key)
    if (const ColumnValue* changed = operation.value(column))
      if (const auto now = knownValue(*changed, mark)) value = *now;
  return key;
}

bool isSame(ValueView one, const Value& other) {
  return one.storageClass() == other.storageClass() && one.word() == other.view().word() && one.bytes() == other.bytes();
}

}  // namespace

OutcomeResolver::Evidence OutcomeResolver::readRows(Connection& connection, const ChangeSet& changes, const CommitMark& mark) const {
  Evidence evidence;
  const UnitOfWork unit(m_registry, m_dialect, UnitOfWork::Locking::BeforeImage);
  std::vector<WriteOperation> operations = unit.sortedOperations(changes);
  if (operations.size() > kMostRowsAsked) operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(kMostRowsAsked), operations.end());
  for (const WriteOperation& operation : operations) {
    if (operation.origin == WriteOperation::Origin::PostUpdate) continue;
    if (operation.verb == Verb::Insert) {
      if (const auto key = insertedKey(operation, mark)) ++(countRows(connection, m_dialect, *operation.table, *key) > 0 ? evidence.written : evidence.notThere);
      continue;
    }
    const auto key = knownCells(operation.key, mark);
    if (!key) continue;
    if (operation.verb == Verb::Delete) {
      ++(countRows(connection, m_dialect, *operation.table, *key) > 0 ? evidence.untouched : evidence.gone);
      continue;
    }
    Cells written, image;
    std::vector<std::string> columns;
    for (const ColumnValue& column : operation.values)
      if (const auto value = knownValue(column, mark)) {
        columns.push_back(column.column);
        written.emplace_back(column.column, *value);
        if (const Value* before = operation.imageOf(column.column)) image.emplace_back(column.column, *before);
      }
    if (columns.empty()) continue;
    const auto stands = [&](const Cells& where, const Cells& cells) {
      const auto batch = joinery::readRows(connection, m_dialect, *operation.table, columns, where);
      return batch->rows() == 1 && cells.size() == columns.size() &&
             std::ranges::all_of(cells, [&](const auto& cell) { return isSame(batch->at(0, static_cast<std::size_t>(&cell - cells.data())), cell.second); });
    };
    if (stands(keyAfter(*key, operation, mark), written)) ++evidence.written;
    else if (stands(*key, image)) ++evidence.untouched;
  }
  return evidence;
}

std::string OutcomeResolver::status(Connection& connection, const CommitMark& mark, std::chrono::milliseconds patience) const {
  const auto queries = m_dialect.transactionQueries();
  if (!queries || mark.transactionId.empty()) return {};
  CommitMarks here(connection, m_dialect);
  here.readServer();
  // After a failover the same id may be somebody else's transaction.
  if (here.server().systemIdentifier != mark.systemIdentifier || here.server().timeline != mark.timeline) return "another server";
  CompiledStatement statement;
  statement.sql = queries->status;
  statement.binds = {Value::text(mark.transactionId)};
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    std::string answer;
    try {
      const auto batch = fetchAll(connection, statement);
      answer = batch->at(0, 0).isNull() ? std::string() : std::string(batch->at(0, 0).bytes());
    } catch (const DbError& error) {
      // An id of the future: the server crashed before anything of the transaction was on its disk.
      if (error.kind() != ErrorKind::Data && error.kind() != ErrorKind::Programming) throw;
    }
    if (answer != "in progress" || std::chrono::steady_clock::now() >= until) return answer;
    std::this_thread::sleep_for(kPause);
  }
}

OutcomeResolver::Answer OutcomeResolver::resolve(Connection& connection, const ChangeSet& changes, const CommitMark& mark,
                                                 std::chrono::milliseconds patience) const {
  const std::string answer = status(connection, mark, patience);
  if (answer == "in progress") return {Outcome::Unknown, "The server has not ended the transaction yet."};
  if (answer == "aborted") return {Outcome::NotCommitted, "The server says that it rolled the transaction back."};
  Transaction reading(connection, m_dialect, Transaction::Mode::Read);
  const Evidence rows = readRows(connection, changes, mark);
  reading.rollback();
  if (answer == "committed") {
    if (rows.untouched > 0 && rows.written == 0) return {Outcome::Unknown, "The server says that it committed the transaction, but the rows are as they were."};
    return {Outcome::Committed, "The server says that it committed the transaction."};
  }
  // A transaction that the same server may still be running shows none of its rows yet.
  const bool mayStillRun = m_dialect.transactionQueries() && answer != "another server";
  const bool hasStrong = rows.written + rows.untouched > 0;
  const int yes = hasStrong ? rows.written : rows.gone, no = hasStrong ? rows.untouched : rows.notThere;
  if (yes > 0 && no == 0) return {Outcome::Committed, "The rows are as they were to be written."};
  if (no > 0 && yes == 0 && !mayStillRun) return {Outcome::NotCommitted, "The rows are as they were before."};
  return {Outcome::Unknown, yes > 0 && no > 0 ? "Some rows are as they were to be written and others as they were before." : "The rows do not tell."};
}

void OutcomeResolver::settle(Engine& engine, Connection& connection, const ChangeSet& changes, CommitResult& result,
                             std::chrono::milliseconds patience, const CancelToken& cancel) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (result.outcome == Outcome::Unknown) {
    try {
      // A file's one writer is still there; a server's connection is not.
      const bool lives = connection.isAlive();
      const auto lease = lives ? ConnectionPool::Lease() : engine.connect(Engine::Access::Read);
      const Answer answer = resolve(lives ? connection : *lease, changes, result.mark, patience);
      return result.settle(answer.outcome, answer.reason);
    } catch (const DbError& error) {
      if (error.kind() == ErrorKind::Cancelled || cancel.isCancelled() || std::chrono::steady_clock::now() >= until) return;
      std::this_thread::sleep_for(kPause);
    }
  }
}

}  // namespace joinery
