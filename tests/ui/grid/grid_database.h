// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>

#include "ui/grid/grid_view.h"
#include "ui/grid/table_page.h"

namespace joinery::test {

/// A SQLite file with tables for a grid, opened as the window does; settings go to a folder of its own.
/// number(id, part, word, note): kNumbers rows. many(id, part): kMany rows. wide: 2,000 columns. pair(a, b, c): two columns of key. shown: a view.
class GridDatabase {
 public:
  static constexpr int kNumbers = 3'000;
  static constexpr int kMany = 150'000;

  GridDatabase();
  ~GridDatabase();

  ui::Database* database() { return m_database.get(); }
  ui::PendingChanges* changes() { return m_changes.get(); }
  void run(const std::string& script);
  /// A page of that table on screen, its rows counted.
  std::unique_ptr<ui::TablePage> show(const char* model, const std::vector<std::string>& sorts = {});

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
  std::unique_ptr<ui::PendingChanges> m_changes;
};

/// The parts of a page.
inline ui::GridView* gridOf(ui::TablePage& page) { return page.findChild<ui::GridView*>(); }
/// What is shown in a cell of the current row; empty while it is on its way.
QString currentText(ui::TablePage& page, int column);

}  // namespace joinery::test
