// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/model/registry.h"
#include "tests/support/own_database.h"

namespace joinery::test {

/// A small database of music, people and awkward tables of its own, on either engine: as new with each object.
class MusicDatabase {
 public:
  using Backend = test::Backend;

  explicit MusicDatabase(Backend backend);
  ~MusicDatabase();

  /// Lent again where it was given back.
  Connection& connection();
  /// SQLite has one connection that writes: for others to have it.
  void giveBack() { m_lease.release(); }
  const Dialect& dialect() const { return m_engine->dialect(); }
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }
  std::shared_ptr<Engine> engine() const { return m_engine; }

  void run(const std::string& sql);
  /// The first column of the first row as text; "NULL", or "none" where there is no row.
  std::string cell(const std::string& sql);
  /// Number of the last statement in the log: for counting what follows.
  std::uint64_t lastStatement() const;
  /// Statements after that one that begin with the word.
  std::vector<std::string> statementsAfter(std::uint64_t number, const std::string& word) const;
  /// Reads the catalogue again.
  void reflect();

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::test
