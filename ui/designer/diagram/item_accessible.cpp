// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/item_accessible.h"

namespace joinery::ui {

QString ItemAccessible::text(QAccessible::Text kind) const {
  if (kind == QAccessible::Name) return m_item->name();
  return kind == QAccessible::Description ? m_item->description() : QString();
}

QRect ItemAccessible::rect() const {
  const QRect place = m_view->mapFromScene(m_item->sceneBoundingRect()).boundingRect();
  return {m_view->viewport()->mapToGlobal(place.topLeft()), place.size()};
}

QAccessible::State ItemAccessible::state() const {
  QAccessible::State state;
  state.selectable = state.focusable = true;
  state.selected = m_item->isSelected();
  state.focused = m_item == m_view->diagram()->current() && m_view->hasFocus();
  state.invisible = !m_view->isVisible() || !m_item->isVisible();
  state.offscreen = !m_view->seen().intersects(m_item->sceneBoundingRect());
  return state;
}

void* ItemAccessible::interface_cast(QAccessible::InterfaceType type) {
  return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
}

void ItemAccessible::doAction(const QString& name) {
  if (name == setFocusAction()) {
    m_view->setFocus();
    m_view->show(m_item);
  } else if (name == pressAction()) {
    Q_EMIT m_view->activated(m_item);
  }
}

}  // namespace joinery::ui
