// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/session/unit_of_work.h"
#include "orm/session/write_operation.h"

namespace joinery {

/// One attempt to run a unit of work in a transaction, and the account of what came of it. Used once. Worker thread.
class UnitExecution {
 public:
  enum class Ending { Commit, Rollback };

  /// @param statements one for each operation
  UnitExecution(Connection& connection, const Dialect& dialect, const Registry& registry,
                const std::vector<WriteOperation>& operations, const std::vector<PlannedStatement>& statements);

  CommitResult run(Ending ending);

 private:
  void execute(std::size_t index);
  std::size_t endOfBatch(std::size_t first) const;
  void executeBatch(std::size_t first, std::size_t end);
  CompiledStatement filled(const PlannedStatement& planned) const;
  void insert(std::size_t index, const CompiledStatement& statement);
  void keepGenerated(const WriteOperation& operation, const PlannedStatement& planned, const RowBatch& batch);
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
};

}  // namespace joinery
