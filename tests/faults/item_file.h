// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "orm/changes/unit_of_work.h"
#include "orm/engine/engine.h"
#include "orm/model/registry.h"

namespace joinery::test {

/// Two tables of a database file, as the program under test sees them: 40 items, and parts that refer to them.
class ItemFile {
 public:
  /// Makes the file. @param journalMode of SQLite @param options of engine()
  ItemFile(std::string path, const std::string& journalMode, Engine::Options options = {});

  const std::string& path() const { return m_path; }
  /// The same tables in a copy of the file. @param options of engine()
  ItemFile at(std::string path) const;
  /// A new one, without connections.
  std::shared_ptr<Engine> engine() const;
  const Registry& registry() const { return *m_registry; }
  /// The first cell as text, read by another connection that is closed again.
  std::string cell(const std::string& sql) const;
  /// Three items on three pages, so that a commit is several writes, and a new part: named for the number.
  ChangeSet changesOf(int number) const;
  UnitOfWork unit(const Engine& engine) const { return UnitOfWork(*m_registry, engine.dialect(), UnitOfWork::Locking::BeforeImage); }
  /// Reads the images, commits, and finds out what came of it where that is unknown.
  CommitResult commit(Engine& engine, int number) const;
  /// Rows of changesOf(number) that are there: 0 or kRowsOfCommit.
  int written(int number) const;
  static constexpr int kRowsOfCommit = 4;

 private:
  std::string m_path;
  Engine::Options m_options;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::test
