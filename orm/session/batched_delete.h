// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "orm/session/session.h"

namespace joinery {

/// Deletes the rows that a filter passes, some at a time by their keys, so that no statement runs long and one may commit between two of
/// them. Nothing cascades but what the database does by itself; a row that is referred to is refused by it. Records that are held of the
/// deleted rows are deleted ones, and detached after the commit. Outlived by its session; of its thread.
class BatchedDelete {
 public:
  static constexpr std::size_t kRows = 500;

  /// Sends nothing yet. @param filter of the model's rows; the session's criteria restrict them too @param rows of a batch, > 0
  /// @throws DbError InvalidRequest: an unknown model, one without a key or of several tables
  BatchedDelete(Session& session, const std::string& model, Json filter, std::size_t rows = kRows);

  /// How many rows pass by now: to be shown before they go.
  std::int64_t count();
  /// Reads the next keys and deletes their rows as far as they still pass: one SELECT and one DELETE.
  /// @return rows deleted; 0 at the end @throws DbError Integrity and what else the engine throws; the transaction stays open
  std::int64_t next();
  /// All that is left. @param afterEach told how many rows went so far, after each batch; may commit @return rows deleted
  std::int64_t run(const std::function<void(std::int64_t deleted)>& afterEach = {});

 private:
  sql::Select rows(std::vector<sql::Expression> columns) const;
  std::vector<std::vector<Value>> nextKeys();
  sql::Expression key() const;
  sql::Expression bound(const std::vector<Value>& key) const;

  Session& m_session;
  const Model& m_model;
  const Json m_filter;
  const std::size_t m_rows;
  std::vector<sql::Expression> m_columns;  ///< of the key
  std::vector<Value> m_last;               ///< the key that the last batch ended with
};

}  // namespace joinery
