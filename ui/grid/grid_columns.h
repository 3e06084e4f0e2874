// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <map>
#include <vector>

#include "ui/grid/column_layout.h"
#include "ui/grid/longest_texts.h"
#include "ui/grid/remembered_columns.h"

class QAction;
class QMenu;
class QTimer;

namespace joinery::ui {

class GridView;

/// The columns of a grid as a person arranges them: freezes, hides, moves and resizes them by mouse, menu and keys, and finds them so the
/// next time. Widths that nobody chose fit the rows of the first pages.
class GridColumns : public QObject {
  Q_OBJECT
 public:
  GridColumns(GridView* grid, RememberedColumns remembered, QObject* parent = nullptr);
  ~GridColumns() override;

  /// Another table, or other columns of it: arranges them as they are remembered.
  void showTable(const Model& model);
  /// Widens columns to the texts of a page; the first pages alone count.
  void fit(const LongestTexts& texts);

  ColumnLayout layout() const;
  void arrange(const ColumnLayout& layout);
  /// As the table has them, as wide as they need, and nothing remembered.
  void reset();
  void setFrozen(int column, bool frozen);
  void setHidden(int column, bool hidden);
  /// Moves a column past its neighbour on screen. @param step -1 or 1
  void move(int column, int step);
  void widen(int column, int pixels);
  /// From left to right, without hidden ones.
  std::vector<int> shownColumns() const;

  /// For menus; each has a shortcut that works while the grid or a quick filter has the focus.
  QList<QAction*> actions() const;
  /// Of a column's header. It goes when it closes.
  QMenu* makeMenu(int column);
  /// A list of all columns, to show, hide and move many of them.
  void openDialog();

 Q_SIGNALS:
  /// @param key "+Name", "-Name", or empty for the order of the key
  void sortRequested(const QString& key);
  void selectRequested(int column);
  void findRequested(int column);

 private:
  QAction* make(const char* name, const QString& text, const QKeySequence& shortcut, void (GridColumns::*verb)());
  void makeActions();
  void updateActions();
  int target() const;
  void freezeTarget();
  void hideTarget();
  void moveTargetLeft() { move(target(), -1); }
  void moveTargetRight() { move(target(), 1); }
  void widenTarget();
  void narrowTarget();
  void fitTarget();
  void sectionResized(int column, int width);
  void setWidths(const std::vector<int>& columns);
  int widthOf(int column) const;
  void rememberSoon();
  void remember();
  std::string nameOf(int column) const;

  GridView* m_grid;
  RememberedColumns m_remembered;
  QTimer* m_pause;
  std::vector<std::string> m_names;
  std::vector<int> m_contentWidths;
  std::map<std::string, int> m_chosenWidths;
  int m_fittedPages = 0;
  int m_menuColumn = -1;
  bool m_arranging = false;
  QList<QAction*> m_actions;
  QAction *m_freeze = nullptr, *m_hide = nullptr;
};

}  // namespace joinery::ui
