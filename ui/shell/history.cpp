// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/history.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMost = 200;

bool differsByTyping(const TableView& left, const TableView& right) { return left.filter == right.filter && left.sorts == right.sorts && left.prune == right.prune; }

}  // namespace

void History::visit(const TableView& view, QWidget* origin) {
  const Place* current = m_current < 0 ? nullptr : &m_places[static_cast<std::size_t>(m_current)];
  if (current && current->view == view && (!origin || origin == current->origin)) return;
  const bool isTyped = current && !origin && differsByTyping(current->view, view);
  // The last letter of what is typed stands for all of it.
  const bool goesOn = isTyped && current->isTyped;
  m_places.resize(static_cast<std::size_t>(m_current + (goesOn ? 0 : 1)));
  m_places.push_back({view, origin, isTyped});
  if (m_places.size() > kMost) m_places.erase(m_places.begin());
  m_current = static_cast<int>(m_places.size()) - 1;
  m_returned = nullptr;
}

}  // namespace joinery::ui
