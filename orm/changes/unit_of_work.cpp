// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/unit_of_work.h"

#include <map>
#include <set>

#include "orm/changes/change_expander.h"
#include "orm/changes/image_reader.h"
#include "orm/changes/statement_builder.h"
#include "orm/changes/table_dependencies.h"
#include "orm/changes/unit_execution.h"
#include "orm/changes/write_order.h"
#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// A unit that another transaction was in the way of is tried again as a whole; its images are checked each time.
constexpr int kMostAttempts = 3;

/// Which attributes of which insert the unit refers to.
std::map<std::string, std::set<std::string>> referredAttributes(const std::vector<WriteOperation>& operations) {
  std::map<std::string, std::set<std::string>> referred;
  for (const WriteOperation& operation : operations)
    for (const auto* columns : {&operation.values, &operation.key, &operation.match})
      for (const ColumnValue& value : *columns)
        if (value.operand.isReference()) referred[value.operand.reference().ref].insert(value.operand.reference().attribute);
  return referred;
}

}  // namespace

void CommitResult::settle(Outcome known, const std::string& reason) {
  outcome = known;
  const std::string broke = "No answer came to the commit. " + reason;
  if (known == Outcome::Committed) {
    error.reset();
    generated = mark.generated;
    warnings.push_back(broke);
    return;
  }
  const DbError before = error.value_or(DbError(ErrorKind::OutcomeUnknown, {}));
  error = DbError(known == Outcome::Unknown ? ErrorKind::OutcomeUnknown : ErrorKind::ConnectionLost, broke);
  error->sqlState = before.sqlState;
  error->nativeCode = before.nativeCode;
  error->detail = before.message();
  error->hint = known == Outcome::Unknown ? "Look at the rows before doing it again." : "Nothing was changed. It can be done again.";
}

UnitOfWork::UnitOfWork(const Registry& registry, const Dialect& dialect, Locking locking)
    : m_registry(registry), m_dialect(dialect), m_locking(locking) {}

std::vector<WriteOperation> UnitOfWork::sortedOperations(const ChangeSet& changes) const {
  std::vector<WriteOperation> operations = ChangeExpander(m_registry, m_locking).expand(changes);
  std::vector<const schema::Table*> tables;
  for (const WriteOperation& operation : operations) tables.push_back(operation.table);
  // Without images nobody knows what a row gives up.
  const Handovers handovers = m_locking == Locking::BeforeImage ? Handovers::First : Handovers::AsTheyCome;
  return inWriteOrder(std::move(operations), TableDependencies(m_registry, tables), handovers);
}

std::vector<PlannedStatement> UnitOfWork::statements(const std::vector<WriteOperation>& operations) const {
  const auto referred = referredAttributes(operations);
  const StatementBuilder builder(m_dialect, m_locking);
  std::vector<PlannedStatement> planned;
  planned.reserve(operations.size());
  for (const WriteOperation& operation : operations) {
    const auto wanted = operation.ref.empty() ? referred.end() : referred.find(operation.ref);
    planned.push_back(builder.build(operation, wanted == referred.end() ? std::set<std::string>{} : wanted->second));
  }
  return planned;
}

std::vector<PlannedStatement> UnitOfWork::plan(const ChangeSet& changes) const { return statements(sortedOperations(changes)); }

UnitOfWork::Frame UnitOfWork::frame() const {
  Frame frame;
  const auto queries = m_dialect.transactionQueries();
  if (queries) frame.before.push_back(queries->server);
  if (auto begin = m_dialect.beginStatement(Dialect::Purpose::Write); !begin.empty()) frame.before.push_back(std::move(begin));
  if (queries) frame.after.push_back(queries->transaction);
  frame.after.emplace_back("COMMIT");
  return frame;
}

std::vector<Conflict> UnitOfWork::readImages(Connection& connection, ChangeSet& changes) const {
  return ImageReader(connection, m_dialect, m_registry, m_locking).complete(changes);
}

CommitResult UnitOfWork::commit(Connection& connection, const ChangeSet& changes, CommitWitness* witness) const {
  return run(connection, changes, Ending::Commit, witness);
}

CommitResult UnitOfWork::dryRun(Connection& connection, const ChangeSet& changes) const {
  return run(connection, changes, Ending::Rollback);
}

UnitOfWork::Written UnitOfWork::write(const std::function<Connection&()>& connection, const ChangeSet& changes) const {
  const std::vector<WriteOperation> operations = sortedOperations(changes);
  if (operations.empty()) return {};
  const std::vector<PlannedStatement> planned = statements(operations);
  UnitExecution execution(connection(), m_dialect, m_registry, operations, planned);
  Written written;
  written.generated = execution.execute();
  written.warnings = execution.warnings();
  return written;
}

CommitResult UnitOfWork::run(Connection& connection, const ChangeSet& changes, Ending ending, CommitWitness* witness) const {
  CommitResult result;
  try {
    if (connection.transactionState() != Connection::TransactionState::Idle)
      throw DbError(ErrorKind::InvalidRequest, "a transaction is open on this connection already");
    const std::vector<WriteOperation> operations = sortedOperations(changes);
    const std::vector<PlannedStatement> planned = statements(operations);
    const auto how = ending == Ending::Commit ? UnitExecution::Ending::Commit : UnitExecution::Ending::Rollback;
    const auto before = [&](const CommitMark& mark) { if (witness) witness->beforeCommit(mark, changes); };
    for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
      result = UnitExecution(connection, m_dialect, m_registry, operations, planned).run(how, before);
      if (!result.error || result.error->kind() != ErrorKind::Serialization) break;
    }
  } catch (const DbError& error) {
    result.error = error;
  }
  return result;
}

}  // namespace joinery
