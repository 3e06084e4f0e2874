// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "orm/driver/connection.h"
#include "orm/paging/paged_select.h"

namespace joinery {

/// Ranges of a table's row numbers (SQLite's rowid), one after another, each so wide that a statement over it takes about a twentieth of a
/// second. Between two of them no lock is held. Worker thread.
class RowNumberRanges {
 public:
  enum class Direction { Ascending, Descending };

  /// Whether the model's rows are found by their number: a table, and one table only.
  static bool areThereFor(const Model& model);

  /// @param select and connection outlive it
  RowNumberRanges(const PagedSelect& select, Connection& connection, Direction direction);

  /// The next range as a condition; the time until the next call is what it took. @return none behind the last @throws DbError
  std::optional<sql::Expression> next();

 private:
  void begin();
  void adaptWidth();

  const PagedSelect& m_select;
  Connection& m_connection;
  const Direction m_direction;
  const sql::Expression m_number;
  bool m_hasBegun = false;
  std::optional<std::int64_t> m_at;  ///< where the next range begins; none behind the last
  std::int64_t m_last = 0;
  std::int64_t m_width = 1'024;  ///< rows may hold anything
  std::chrono::steady_clock::time_point m_given;
};

}  // namespace joinery
