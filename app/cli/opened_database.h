// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "orm/engine/engine.h"
#include "orm/model/model_declarations.h"

namespace joinery::cli {

/// A database of the command line: engine, one connection, its models. Ctrl+C cancels what runs on the connection.
class OpenedDatabase {
 public:
  /// Connects and reflects. @throws DbError
  OpenedDatabase(const std::string& url, Engine::Access access);
  ~OpenedDatabase();
  /// Its models with what was declared of them; what does not fit is told on stderr.
  void declare(const ModelDeclarations& declarations);

  Engine& engine() const { return *m_engine; }
  const Dialect& dialect() const { return m_engine->dialect(); }
  Connection& connection() const { return *m_lease; }
  const std::shared_ptr<const schema::MetaData>& metadata() const { return m_metadata; }
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }

 private:
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const schema::MetaData> m_metadata;
  std::shared_ptr<const Registry> m_registry;
};

/// A row's key from the command line: a value, or a JSON array for a composite key.
/// @throws DbError Argument when its number of parts or their types are wrong
std::vector<Value> parseKey(const std::string& text, const Model& model);

}  // namespace joinery::cli
