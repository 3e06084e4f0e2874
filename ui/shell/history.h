// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/grid/table_page.h"

namespace joinery::ui {

/// Where a person was: table views in order, and the place in them. Plain data.
class History {
 public:
  /// Goes on to a view; what lay ahead is forgotten. The view that is current already is not added again.
  void visit(const TableView& view);
  /// The current view changed its filter or order.
  void replaceCurrent(const TableView& view);
  bool canGoBack() const { return m_current > 0; }
  bool canGoForward() const { return m_current + 1 < static_cast<int>(m_views.size()); }
  /// @pre canGoBack() / canGoForward()
  const TableView& goBack() { return m_views[static_cast<std::size_t>(--m_current)]; }
  const TableView& goForward() { return m_views[static_cast<std::size_t>(++m_current)]; }
  void clear();

 private:
  std::vector<TableView> m_views;
  int m_current = -1;
};

}  // namespace joinery::ui
