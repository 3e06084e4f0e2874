// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/engine/engine.h"
#include "orm/model/registry.h"

namespace joinery::test {

/// One database with a program that edits it, and with another client that knows nothing of that one. PostgreSQL where the running row
/// of the test's data is called so, else a file.
class TwoClients {
 public:
  TwoClients();

  bool isServer() const { return m_isServer; }
  /// As the other client. @return rows of texts; NULL is "NULL"
  using Rows = std::vector<std::vector<std::string>>;
  Rows query(const std::string& sql) const;
  void run(const std::string& script) const;
  /// Reads the catalogue for the program.
  void reflect();
  const Registry& registry() const { return *m_registry; }
  UnitOfWork unit() const { return UnitOfWork(*m_registry, m_engine->dialect(), UnitOfWork::Locking::BeforeImage); }
  ConnectionPool::Lease lease() const { return m_engine->connect(Engine::Access::Write); }
  Engine& engine() const { return *m_engine; }

  /// An update, or a delete where there are no values, of one row.
  static Change change(const std::string& model, const Value& key, const Change::Values& values);
  /// Reads the images, as the program does when a row is shown. @return whether the row is there
  bool read(ChangeSet& changes) const;
  CommitResult commit(const ChangeSet& changes, CommitWitness* witness = nullptr) const;

 private:
  QTemporaryDir m_folder;
  bool m_isServer = false;
  std::shared_ptr<Engine> m_engine, m_other;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::test
