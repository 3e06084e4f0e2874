// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "ui/grid/grid_columns.h"
#include "ui/grid/selected_cells.h"

namespace joinery::ui {

/// Count, sum, average, least and greatest of what is selected, for the status bar: at once of a few cells that are on hand, else on a
/// worker of its own, which can be stopped. GUI thread.
class SelectionStatistics : public QObject {
  Q_OBJECT
 public:
  /// So many cells are added up at once.
  static constexpr std::int64_t kAtOnce = 10'000;

  SelectionStatistics(Database* database, GridView* grid, GridColumns* columns, GridModel* model, PageSource* source, PendingChanges* changes, QObject* parent);
  ~SelectionStatistics() override;

  /// "3 cells · sum 12 · average 4 · min 1 · max 7"; empty for one cell and for none.
  QString text() const { return m_text; }
  bool isBusy() const { return m_isBusy; }
  void stop();

 Q_SIGNALS:
  void changed();
  void busyChanged();

 private:
  void update();
  bool addAtOnce(const SelectedCells& cells);
  void addOnWorker();
  void setBusy(bool busy);
  void setText(const QString& text);
  Database* m_database;
  GridView* m_grid;
  GridColumns* m_columns;
  GridModel* m_model;
  PageSource* m_source;
  PendingChanges* m_changes;
  std::unique_ptr<Worker> m_worker;
  QTimer m_pause;  ///< a selection that is still being dragged is not read
  std::uint64_t m_search = 0;
  bool m_isBusy = false;
  QString m_count;
  QString m_text;
};

}  // namespace joinery::ui
