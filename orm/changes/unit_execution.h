// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "orm/changes/deferred_failure.h"
#include "orm/changes/unit_of_work.h"
#include "orm/changes/write_operation.h"

namespace joinery {

/// One attempt to run a unit of work in a transaction, and the account of what came of it. Used once. Worker thread.
class UnitExecution {
 public:
  enum class Ending { Commit, Rollback };

  /// @param statements one for each operation
  UnitExecution(Connection& connection, const Dialect& dialect, const Registry& registry,
                const std::vector<WriteOperation>& operations, const std::vector<PlannedStatement>& statements);

  /// @param beforeCommit told what the commit can be known by, before COMMIT is sent
  CommitResult run(Ending ending, const std::function<void(const CommitMark&)>& beforeCommit);
  /// The statements alone, inside a transaction of the caller's, who undoes it when this throws. A DELETE that finds no row is a
  /// warning, unless it asked for more than the key. @throws DbError
  std::vector<CommitResult::Generated> execute();
  /// Of execute().
  const std::vector<std::string>& warnings() const { return m_warnings; }

 private:
  /// @throws DbError InvalidRequest where what fails could not be undone
  void requireTransaction() const;
  void requireSameSchema(const std::string& schema) const;
  void executeAll();
  void judgeDeferred();
  void findRefused(const DbError& error);
  void blameRefused(CommitResult& result);
  bool isForgiven(std::size_t index, std::int64_t rows);
  void execute(std::size_t index);
  class Inserts;
  std::size_t endOfBatch(std::size_t first) const;
  std::size_t endOfInserts(std::size_t first) const;
  void executeBatch(std::size_t first, std::size_t end);
  void insertBatch(std::size_t first, std::size_t end);
  CompiledStatement filled(const PlannedStatement& planned) const;
  std::int64_t executeReturning(std::size_t index, const CompiledStatement& statement);
  void keepGenerated(std::size_t index, std::span<const ValueView> returned);
  [[noreturn]] void throwUnexpectedRows(std::size_t index, std::int64_t rows);
  void explainFailure(CommitResult& result);

  Connection& m_connection;
  const Dialect& m_dialect;
  const Registry& m_registry;
  const std::vector<WriteOperation>& m_operations;
  const std::vector<PlannedStatement>& m_statements;
  std::map<std::string, std::map<std::string, Value>> m_valuesOfRef;
  std::vector<CommitResult::Generated> m_generated;
  std::size_t m_current = 0;
  bool m_isStale = false;
  std::optional<DeferredFailure::Cause> m_refused;
  bool m_isCallersTransaction = false;
  std::vector<std::string> m_warnings;
};

}  // namespace joinery
