// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/connection.h"

namespace joinery {

/// A scope in which results refuse larger values (Connection::limitValues).
class ValueLimit {
 public:
  /// The limit that best tells rows with large cells from others: so many times what is kept of a cell. To read a value and to keep its
  /// beginning costs less than to look for it by itself, up to a point.
  static constexpr std::size_t kCells = 4;

  ValueLimit(Connection& connection, std::size_t maxBytes) : m_connection(connection) { m_connection.limitValues(maxBytes); }
  ~ValueLimit() { m_connection.limitValues(0); }
  ValueLimit(const ValueLimit&) = delete;
  ValueLimit& operator=(const ValueLimit&) = delete;

 private:
  Connection& m_connection;
};

}  // namespace joinery
