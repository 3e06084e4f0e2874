// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/connection.h"
#include "orm/engine/statement_log.h"

namespace joinery {

/// Is told of an engine's connections and statements: for settings that each connection needs, for guards and for measuring. Called
/// on the thread that connects or runs the statement; one listener may be called by several threads at once. While it is told of a
/// statement it must not run another on the same connection.
class EngineListener {
 public:
  virtual ~EngineListener() = default;

  /// A connection was opened and nobody has used it yet. What is run on it here is neither logged nor told. What is thrown is what
  /// Engine::connect() throws, and the connection is closed.
  virtual void connected(Connection&) {}
  /// A statement is about to be sent; its number, the binds of one that runs with several sets, and what follows from running it are
  /// not known yet. What is thrown is thrown to whoever runs it, and nothing is sent or logged.
  virtual void statementStarts(const LoggedStatement&) {}
  /// It has been run, or has failed: then `error` says how. Rows are not fetched yet.
  virtual void statementEnded(const LoggedStatement&) {}
};

}  // namespace joinery
