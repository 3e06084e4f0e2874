// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "orm/engine/engine.h"

namespace joinery::cli {

/// A database of the command line of which nothing is read yet: engine and one connection. Ctrl+C cancels what runs on the connection.
class ConnectedDatabase {
 public:
  enum class Missing { Refused, Created };
  /// @param missing what becomes of a SQLite file, or a server's database, that is not there @throws DbError
  ConnectedDatabase(const std::string& url, Engine::Access access, Missing missing = Missing::Refused);
  ~ConnectedDatabase();
  ConnectedDatabase(const ConnectedDatabase&) = delete;
  ConnectedDatabase& operator=(const ConnectedDatabase&) = delete;

  const std::shared_ptr<Engine>& engine() const { return m_engine; }
  Connection& connection() const { return *m_lease; }
  std::string name() const { return m_engine->url().displayName(); }

 private:
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

}  // namespace joinery::cli
