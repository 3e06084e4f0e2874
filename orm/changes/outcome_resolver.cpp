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
/// The server that was asked does not run the transaction: only rows tell.
constexpr const char* kElsewhere = "elsewhere";
constexpr const char* kInvalidParameter = "22023";

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

/// What the database made of a column of the operation's row; none where that did not come back.
std::optional<Value> madeValue(const WriteOperation& operation, const std::string& column, const CommitMark& mark) {
  const Attribute* attribute = operation.model ? operation.model->attributeOfColumn(column) : nullptr;
  if (!attribute || operation.origin != WriteOperation::Origin::Row || operation.changes.empty()) return {};
  for (const GeneratedValues& generated : mark.generated) {
    if (generated.change != operation.changes.front() || generated.model != operation.model->name) continue;
    const auto value = std::ranges::find(generated.values, attribute->name, &std::pair<std::string, Value>::first);
    return value == generated.values.end() ? std::nullopt : std::optional(value->second);
  }
  return {};
}

/// What was written there, given or made.
std::optional<Value> writtenValue(const WriteOperation& operation, const ColumnValue& column, const CommitMark& mark) {
  return column.operand.isDefault() ? madeValue(operation, column.column, mark) : knownValue(column, mark);
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
  for (const std::string& name : operation.table->primaryKey->columns) {
    const ColumnValue* given = operation.value(name);
    std::optional<Value> value = given ? knownValue(*given, mark) : std::nullopt;
    if (!value) value = madeValue(operation, name, mark);
    if (!value || value->isNull()) return {};
    cells.emplace_back(name, *value);
  }
  return cells;
}

/// What an inserted row was given, as far as that is known.
Cells insertedCells(const WriteOperation& operation, const CommitMark& mark) {
  Cells cells;
  for (const ColumnValue& column : operation.values)
    if (const auto value = knownValue(column, mark)) cells.emplace_back(column.column, *value);
  return cells;
}

/// Where an updated row is afterwards: under its new key, where that is what was changed.
Cells keyAfter(Cells key, const WriteOperation& operation, const CommitMark& mark) {
  for (auto& [column, value] : key)
    if (const ColumnValue* changed = operation.value(column))
      if (const auto now = writtenValue(operation, *changed, mark)) value = *now;
  return key;
}

bool isSame(ValueView one, const Value& other) {
  return one.storageClass() == other.storageClass() && one.word() == other.view().word() && one.bytes() == other.bytes();
}

}  // namespace

/// Looks at the rows of one operation after another.
class OutcomeResolver::Witnesses {
 public:
  Witnesses(Connection& connection, const Dialect& dialect, const CommitMark& mark) : m_connection(connection), m_dialect(dialect), m_mark(mark) {}

  void look(const WriteOperation& operation) {
    if (operation.verb == Verb::Insert) return lookAtInserted(operation);
    const auto key = knownCells(operation.key, m_mark);
    if (!key) return;
    if (operation.verb == Verb::Delete) ++(countRows(m_connection, m_dialect, *operation.table, *key) > 0 ? m_evidence.untouched : m_evidence.gone);
    else lookAtUpdated(operation, *key);
  }
  const Evidence& evidence() const { return m_evidence; }

 private:
  /// A key alone says nothing: what was rolled back may have been given to somebody else's row.
  void lookAtInserted(const WriteOperation& operation) {
    const auto key = insertedKey(operation, m_mark);
    if (!key) return;
    const Cells cells = insertedCells(operation, m_mark);
    if (countRows(m_connection, m_dialect, *operation.table, *key) == 0) ++m_evidence.notThere;
    else if (stands(*operation.table, *key, cells) || isEqual(*operation.table, *key, cells)) ++m_evidence.written;
  }

  void lookAtUpdated(const WriteOperation& operation, const Cells& key) {
    Cells written, image;
    for (const ColumnValue& column : operation.values)
      if (const auto value = writtenValue(operation, column, m_mark)) {
        written.emplace_back(column.column, *value);
        if (const Value* before = operation.imageOf(column.column)) image.emplace_back(column.column, *before);
      }
    if (written.empty()) return;
    if (stands(*operation.table, keyAfter(key, operation, m_mark), written)) ++m_evidence.written;
    else if (image.size() == written.size() && stands(*operation.table, key, image)) ++m_evidence.untouched;
  }

  /// One row, to the byte.
  bool stands(const schema::Table& table, const Cells& where, const Cells& cells) {
    std::vector<std::string> columns;
    for (const auto& [column, value] : cells) columns.push_back(column);
    if (columns.empty()) return false;
    const auto batch = joinery::readRows(m_connection, m_dialect, table, columns, where);
    return batch->rows() == 1 &&
           std::ranges::all_of(cells, [&](const auto& cell) { return isSame(batch->at(0, static_cast<std::size_t>(&cell - cells.data())), cell.second); });
  }

  /// As the engine compares, where every type has an equality: a file's columns keep what they are given in a form of their own.
  bool isEqual(const schema::Table& table, const Cells& key, Cells cells) {
    if (m_dialect.transactionQueries()) return false;
    std::erase_if(cells, [](const auto& cell) { return cell.second.isNull(); });
    const bool hasCells = !cells.empty();
    cells.insert(cells.end(), key.begin(), key.end());
    return hasCells && countRows(m_connection, m_dialect, table, cells) == 1;
  }

  Connection& m_connection;
  const Dialect& m_dialect;
  const CommitMark& m_mark;
  Evidence m_evidence;
};

OutcomeResolver::Evidence OutcomeResolver::readRows(Connection& connection, const ChangeSet& changes, const CommitMark& mark) const {
  const UnitOfWork unit(m_registry, m_dialect, UnitOfWork::Locking::BeforeImage);
  std::vector<WriteOperation> operations = unit.sortedOperations(changes);
  if (operations.size() > kMostRowsAsked) operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(kMostRowsAsked), operations.end());
  Witnesses witnesses(connection, m_dialect, mark);
  for (const WriteOperation& operation : operations)
    if (operation.origin != WriteOperation::Origin::PostUpdate) witnesses.look(operation);
  return witnesses.evidence();
}

std::string OutcomeResolver::status(Connection& connection, const CommitMark& mark, std::chrono::milliseconds patience) const {
  const auto queries = m_dialect.transactionQueries();
  if (!queries || mark.transactionId.empty()) return {};
  CommitMarks here(connection, m_dialect);
  here.readServer();
  // A standby, which may be behind: what it does not have yet may be committed.
  if (here.server().systemIdentifier.empty()) return {};
  // After a failover the same id may be somebody else's transaction.
  if (here.server().systemIdentifier != mark.systemIdentifier || here.server().timeline != mark.timeline) return kElsewhere;
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
      if (error.kind() != ErrorKind::Data && error.kind() != ErrorKind::Programming) throw;
      // An id of the future: the server crashed before anything of the transaction was on its disk, and does not run it.
      if (error.sqlState == kInvalidParameter) return kElsewhere;
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
  const bool mayStillRun = m_dialect.transactionQueries() && answer != kElsewhere;
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
      // Where there are several servers, the one that takes writes knows.
      const auto lease = lives ? ConnectionPool::Lease() : engine.connect(Engine::Access::Write);
      const Answer answer = resolve(lives ? connection : *lease, changes, result.mark, patience);
      return result.settle(answer.outcome, answer.reason);
    } catch (const DbError& error) {
      if (error.kind() == ErrorKind::Cancelled || cancel.isCancelled() || std::chrono::steady_clock::now() >= until) return;
      std::this_thread::sleep_for(kPause);
    }
  }
}

}  // namespace joinery
