// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orm/engine/grouped_insert.h"
#include "orm/session/insert_rows.h"
#include "orm/session/session.h"

namespace joinery {

/// Statements over many rows at once, in a session's transaction and after its flush. A failure leaves the transaction open.
class SetStatements {
 public:
  using Values = Assignments::Values;
  /// What becomes of the session's records of rows that a statement changes.
  enum class Synchronize { Records, Nothing };
  using Conflict = InsertConflict;

  /// Rows that the session's criteria leave out are not changed. @param without names of criteria that don't count
  explicit SetStatements(Session& session, GlobalCriteria::Names without = {}) : m_session(session), m_without(std::move(without)) {}

  using Computed = Assignments::Computed;
  /// Of a model that shares its table only its own rows. A version grows. @param condition beside the filter, on the model's table, called by its name @param computed read again when
  /// they are asked for @return rows changed @throws DbError InvalidRequest for unknown names
  std::int64_t update(const std::string& model, const Json& filter, const Values& values, Synchronize synchronize = Synchronize::Records,
                      const sql::Expression& condition = {}, const Computed& computed = {}) {
    return update(modelNamed(model), filter, values, synchronize, condition, computed);
  }
  std::int64_t remove(const std::string& model, const Json& filter, Synchronize synchronize = Synchronize::Records, const sql::Expression& condition = {}) {
    return remove(modelNamed(model), filter, synchronize, condition);
  }
  /// Defaults of the mapping are filled in. No rows: no statement. @throws DbError WrongValue: an update without index, or with
  /// nothing to set; NotSupported where a key that may be taken is DEFERRABLE
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows, const Conflict& conflict) { return insert(modelNamed(model), rows, conflict); }
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows) { return insert(model, rows, Conflict()); }
  /// insert() as statements of many rows, read back. @return the rows that were written, as records; one that a conflict left alone
  /// is not among them
  std::vector<RecordPtr> insertReturning(const std::string& model, const std::vector<Values>& rows, const Conflict& conflict);

  /// The same of a model that need not be the registry's, of a table that is not mapped.
  std::int64_t update(const Model& model, const Json& filter, const Values& values, Synchronize synchronize, const sql::Expression& condition, const Computed& computed = {});
  std::int64_t remove(const Model& model, const Json& filter, Synchronize synchronize, const sql::Expression& condition);
  std::int64_t insert(const Model& model, const std::vector<Values>& rows, const Conflict& conflict);

 private:
  const Model& modelNamed(const std::string& name) const { return m_session.registry().at(name); }
  /// Below this many rows the question whether the table takes it costs more than it saves.
  static constexpr std::size_t kFewestCopied = 1'000;

  GroupedInsert groupedInsert(const Model& model, const InsertRows& inserts, const InsertRows::Group& group, const std::string& one) const;
  std::optional<std::string> copyFor(const Model& model, const InsertRows::Group& group, const sql::Insert& statement);
  sql::Expression conditionOf(const Model& model, const Json& filter, const sql::Expression& condition) const;
  std::vector<sql::Expression> keyColumns(const Model& model) const;
  std::vector<Record*> recordsOf(const Model& model, const RowBatch& keys);
  void follow(const Model& model, const RowBatch& keys, const Assignments& assignments);
  void take(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::vector<RecordPtr>& records);

  Session& m_session;
  const GlobalCriteria::Names m_without;
};

}  // namespace joinery
