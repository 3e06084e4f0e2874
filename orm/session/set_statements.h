// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orm/session/session.h"
#include "orm/sql/insert.h"

namespace joinery {

/// Statements over many rows at once, in a session's transaction and after its flush. A failure leaves the transaction open.
class SetStatements {
 public:
  using Values = std::vector<std::pair<std::string, Value>>;
  /// What becomes of the session's records of rows that a statement changes.
  enum class Synchronize { Records, Nothing };
  struct Conflict {
    enum class Policy { Fail, Nothing, Update };
    Policy policy = Policy::Fail;
    std::vector<std::string> index;  ///< attributes of the unique key that may be taken
  };

  explicit SetStatements(Session& session) : m_session(session) {}

  /// Values that SQL computes, by attribute.
  using Computed = std::vector<std::pair<std::string, sql::Expression>>;
  /// A version grows. @param computed read again when they are asked for @return rows changed @throws DbError InvalidRequest for unknown names
  std::int64_t update(const std::string& model, const Json& filter, const Values& values, Synchronize synchronize = Synchronize::Records,
                      const Computed& computed = {});
  std::int64_t remove(const std::string& model, const Json& filter, Synchronize synchronize = Synchronize::Records);
  /// Defaults of the mapping are filled in. No rows: no statement. @throws DbError WrongValue: an update without index, or with
  /// nothing to set
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows, const Conflict& conflict);
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows) { return insert(model, rows, Conflict()); }
  /// insert() as statements of many rows, read back. @return the rows that were written, as records; one that a conflict left alone
  /// is not among them
  std::vector<RecordPtr> insertReturning(const std::string& model, const std::vector<Values>& rows, const Conflict& conflict);

 private:
  std::vector<sql::Expression> keyColumns(const Model& model) const;
  std::vector<Record*> recordsOf(const Model& model, const RowBatch& keys);
  /// By attribute.
  struct Assignments {
    std::map<std::size_t, Value> values;
    std::map<std::size_t, sql::Expression> expressions;
  };
  static Assignments assignmentsOf(const Model& model, const Values& values, const Computed& computed);
  void follow(const Model& model, const RowBatch& keys, const Assignments& assignments);
  /// Rows that give the same attributes, in the table's order.
  using InsertGroup = std::vector<std::vector<std::pair<std::size_t, Value>>>;
  std::vector<std::pair<std::size_t, Value>> completed(const Model& model, const Values& row) const;
  std::vector<InsertGroup> groupsOf(const Model& model, const std::vector<Values>& rows) const;
  static sql::OnConflict onConflict(const Model& model, const Values& row, const Conflict& conflict);
  static sql::Insert insertStatement(const Model& model, const InsertGroup& group);
  /// Attributes that SQL of the mapping fills where a row leaves them out.
  static std::vector<std::size_t> computedBy(const Model& model, const InsertGroup& group);
  static std::vector<sql::Expression> rowOf(const Model& model, const InsertGroup& group, std::size_t index);
  void take(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::vector<RecordPtr>& records);

  Session& m_session;
};

}  // namespace joinery
