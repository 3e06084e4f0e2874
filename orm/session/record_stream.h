// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "orm/session/session.h"

namespace joinery {

/// The records of a query, some at a time, so that memory does not grow with the result. Each piece is a statement of its own that
/// goes on by key where the last one ended, so between two of them the session and its connection are free for anything: other
/// statements, other streams, changes, a commit. A row whose place in the order changes meanwhile may come twice or not at all; an
/// order that no index serves is sorted again for each piece. Outlived by its session; of its thread.
class RecordStream {
 public:
  static constexpr std::size_t kRecords = 1'000;

  /// Sends nothing yet. Without sorts the order is the key's.
  /// @param records of a piece, > 0
  /// @throws DbError InvalidRequest for unknown names, a model without a key
  RecordStream(Session& session, Query query, SelectOptions options = {}, std::size_t records = kRecords);

  /// Reads the next records, and what comes along with them: with selectin one more statement for each collection.
  /// @return none at the end, again and again
  /// @throws DbError InvalidRequest for a joined collection, PendingRollback, and what the engine throws
  std::vector<RecordPtr> next();

 private:
  Session& m_session;
  Query m_query;
  SelectOptions m_options;
  std::int64_t m_records;
  std::optional<std::int64_t> m_left;  ///< of the query's limit
  RecordLoader::Position m_position;
  bool m_isDone = false;
};

}  // namespace joinery
