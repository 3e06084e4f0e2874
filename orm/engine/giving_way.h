// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/connection.h"

namespace joinery {

/// A scope in which statements end for others that want to write (Connection::giveWay).
class GivingWay {
 public:
  GivingWay(Connection& connection, std::chrono::milliseconds after) : m_connection(connection) { m_connection.giveWay(after); }
  ~GivingWay() { m_connection.giveWay(std::nullopt); }
  GivingWay(const GivingWay&) = delete;
  GivingWay& operator=(const GivingWay&) = delete;

 private:
  Connection& m_connection;
};

}  // namespace joinery
