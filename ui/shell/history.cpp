// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/history.h"

namespace joinery::ui {

namespace {

bool isSame(const TableView& left, const TableView& right) {
  return left.model == right.model && left.filter == right.filter && left.sorts == right.sorts;
}

constexpr std::size_t kMost = 200;

}  // namespace

void History::visit(const TableView& view) {
  if (m_current >= 0 && isSame(m_views[static_cast<std::size_t>(m_current)], view)) return;
  m_views.resize(static_cast<std::size_t>(m_current + 1));
  m_views.push_back(view);
  if (m_views.size() > kMost) m_views.erase(m_views.begin());
  m_current = static_cast<int>(m_views.size()) - 1;
}

void History::replaceCurrent(const TableView& view) {
  if (m_current >= 0 && m_views[static_cast<std::size_t>(m_current)].model == view.model)
    m_views[static_cast<std::size_t>(m_current)] = view;
}

void History::clear() {
  m_views.clear();
  m_current = -1;
}

}  // namespace joinery::ui
