// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "orm/session/session.h"

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

  /// @param condition beside the filter, on the model's table, called by its name
  /// @return rows changed @throws DbError InvalidRequest for unknown names
  std::int64_t update(const std::string& model, const Json& filter, const Values& values, Synchronize synchronize = Synchronize::Records,
                      const sql::Expression& condition = {});
  std::int64_t remove(const std::string& model, const Json& filter, Synchronize synchronize = Synchronize::Records, const sql::Expression& condition = {});
  /// Defaults of the mapping are filled in. No rows: no statement. @throws DbError WrongValue: an update without index, or with
  /// nothing to set
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows, const Conflict& conflict);
  std::int64_t insert(const std::string& model, const std::vector<Values>& rows) { return insert(model, rows, Conflict()); }

 private:
  std::vector<sql::Expression> keyColumns(const Model& model) const;
  std::vector<Record*> recordsOf(const Model& model, const RowBatch& keys);
  std::vector<std::pair<std::size_t, Value>> completed(const Model& model, const Values& row) const;

  Session& m_session;
};

}  // namespace joinery
