// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/migration/sqlite_rebuild.h"
#include "orm/schema/metadata.h"

namespace joinery::test {

/// A SQLite file of its own whose tables are made anew.
class RebuiltFile {
 public:
  /// @param script runs in it
  explicit RebuiltFile(const std::string& script);
  /// A copy of that file.
  static RebuiltFile copyOf(const std::string& path);

  Connection& connection() { return *m_connection; }
  const Dialect& dialect() const { return m_engine->dialect(); }
  std::shared_ptr<const schema::MetaData> reflect();
  void run(const std::string& script);
  /// All rows, their cells as SQLite's quote() has them.
  std::string rows(const std::string& query);
  /// All rows of a table with their rowids, where it has them.
  std::string rowsOf(const schema::Table& table);

 private:
  RebuiltFile() = default;
  void open();

  std::unique_ptr<QTemporaryDir> m_folder = std::make_unique<QTemporaryDir>();
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_connection;
};

/// A rebuild of a table as it is, with all of its columns.
migration::TableRebuild rebuildOf(const schema::MetaData& database, const std::string& table);

}  // namespace joinery::test
