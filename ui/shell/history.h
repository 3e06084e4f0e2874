// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>
#include <vector>

#include "ui/grid/table_page.h"

namespace joinery::ui {

/// What a tab has shown: its filters, orders and references that were followed to it, one after another, and the place in them. Each knows
/// the tab that it was followed from; that one may have gone. What is typed into quick filters, letter by letter, is one place.
class History {
 public:
  /// Goes on to a view; what lay ahead is forgotten. The view that is current already is not added again.
  /// @param origin the tab that it was followed from; null: it was changed here
  void visit(const TableView& view, QWidget* origin = nullptr);
  bool canGoBack() const { return m_current > 0; }
  bool canGoForward() const { return m_current + 1 < static_cast<int>(m_places.size()); }
  /// @pre canGoBack() / canGoForward()
  const TableView& goBack() { return m_places[static_cast<std::size_t>(--m_current)].view; }
  const TableView& goForward() { return m_places[static_cast<std::size_t>(++m_current)].view; }
  /// The tab that the current place was followed from, and that of the next one; null for none.
  QWidget* origin() const { return originAt(m_current); }
  QWidget* nextOrigin() const { return originAt(m_current + 1); }

  /// The tab to which one goes forward again, having come back from it.
  QWidget* returned() const { return m_returned; }
  void setReturned(QWidget* tab) { m_returned = tab; }

 private:
  struct Place {
    TableView view;
    QPointer<QWidget> origin;
    bool isTyped = false;  ///< differs from the one before by what was typed into quick filters
  };
  QWidget* originAt(int place) const { return place >= 0 && place < static_cast<int>(m_places.size()) ? m_places[static_cast<std::size_t>(place)].origin.data() : nullptr; }

  std::vector<Place> m_places;
  QPointer<QWidget> m_returned;
  int m_current = -1;
};

}  // namespace joinery::ui
