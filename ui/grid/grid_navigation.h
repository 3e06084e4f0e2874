// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "ui/grid/find_bar.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/jump_bar.h"
#include "ui/grid/row_locator.h"

class QAction;
class QBoxLayout;

namespace joinery::ui {

/// Ways through a grid: to a row by its number or key, and from match to match of a text in a column. The bars are made when they are
/// asked for first.
class GridNavigation : public QObject {
  Q_OBJECT
 public:
  GridNavigation(Database* database, GridView* grid, GridModel* model, PageSource* source, QWidget* parent);

  /// Where the bars go: below the grid.
  void setPlace(QBoxLayout* place) { m_place = place; }
  FindBar* findBar();
  JumpBar* jumpBar();
  QList<QAction*> actions() const { return m_actions; }
  void openFind(int column);
  void openJump();
  /// On from the current row. Opens the bar where there is no text yet.
  void findNext() { find(RowLocator::Towards::End); }
  void findPrevious() { find(RowLocator::Towards::Beginning); }
  /// Finds what stands in the current cell.
  void findCurrentText();
  /// @param number from 1; one that has not been counted yet is waited for
  void goToRow(qint64 number);
  void stop();
  bool isBusy() const { return m_locator->isBusy() || m_awaited.has_value(); }

 Q_SIGNALS:
  void failed(const joinery::DbError& error);
  void busyChanged();

 private:
  enum class Asked { ByText, ByKey };
  QAction* make(const char* name, const QString& text, const QKeySequence& shortcut, void (GridNavigation::*verb)());
  void openFindHere() { openFind(m_grid->currentIndex().column()); }
  void find(RowLocator::Towards towards);
  void land(qint64 row, bool wrapped);
  void note(const QString& text);
  void countChanged();
  void close(QWidget* bar);
  QWidget* page() const { return qobject_cast<QWidget*>(parent()); }
  GridView* m_grid;
  GridModel* m_model;
  PageSource* m_source;
  RowLocator* m_locator;
  QBoxLayout* m_place = nullptr;
  FindBar* m_find = nullptr;
  JumpBar* m_jump = nullptr;
  QList<QAction*> m_actions;
  Asked m_asked = Asked::ByText;
  RowLocator::Towards m_towards = RowLocator::Towards::End;
  std::optional<qint64> m_awaited;  ///< the number of a row that is not counted yet
};

}  // namespace joinery::ui
