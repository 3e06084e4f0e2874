// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <string>

#include "tests/support/own_database.h"
#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"

namespace joinery::test {

/// A database of a test's own, on either engine, opened as the window does, with its pending changes. Closed and its workers gone with
/// the object.
class WindowDatabase {
 public:
  /// @param script what there is when it is opened
  WindowDatabase(Backend backend, const std::string& script);
  ~WindowDatabase();

  ui::Database* database() const { return m_database.get(); }
  ui::PendingChanges* changes() const { return m_changes.get(); }
  Engine& engine() const { return *m_engine; }
  bool isSqlite() const { return m_engine->url().isSqlite(); }
  /// Runs a script past the window.
  void run(const std::string& script);
  /// A path in a folder that goes with the object.
  QString filePath(const QString& name) const { return m_folder.filePath(name); }

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
  std::unique_ptr<ui::PendingChanges> m_changes;
};

}  // namespace joinery::test
