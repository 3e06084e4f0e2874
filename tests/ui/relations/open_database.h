// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QTemporaryDir>
#include <memory>
#include <string>

#include "tests/support/own_database.h"
#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"

namespace joinery::test {

/// A small database of records, a SQLite file or one of this program's own on a server, opened as the window does, with its pending changes.
class OpenDatabase {
 public:
  explicit OpenDatabase(Backend backend = Backend::Sqlite);
  ~OpenDatabase();

  Engine& engine() { return *m_engine; }
  ui::Database* database() { return m_database.get(); }
  ui::PendingChanges* changes() { return m_changes.get(); }
  /// Runs a script past the window.
  void run(const std::string& script);
  /// The same, then reads the catalogue anew.
  void runAndReopen(const std::string& script);
  /// All attributes of a model's rows, by key.
  std::shared_ptr<const RowBatch> rows(const std::string& model);
  /// SELECTs that were sent since the last call.
  int selectsSince();

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
  std::unique_ptr<ui::PendingChanges> m_changes;
  std::uint64_t m_lastStatement = 0;
};

/// The place below `parent` whose first column begins with that text; invalid for none.
QModelIndex child(const QModelIndex& parent, const QString& start);
/// The first column below `parent`, from top to bottom.
QStringList titles(const QAbstractItemModel& model, const QModelIndex& parent = {});

}  // namespace joinery::test
