// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_view_accessible.h"

#include <algorithm>

#include "ui/designer/diagram/item_accessible.h"

namespace joinery::ui {

namespace {

QAccessibleInterface* makeAccessibleOfDiagram(const QString&, QObject* object) {
  auto* view = qobject_cast<DiagramView*>(object);
  return view ? new DiagramViewAccessible(view) : nullptr;
}

DiagramViewAccessible* accessibleOf(DiagramView* view) { return dynamic_cast<DiagramViewAccessible*>(QAccessible::queryAccessibleInterface(view)); }

}  // namespace

void DiagramViewAccessible::install() { QAccessible::installFactory(makeAccessibleOfDiagram); }

DiagramViewAccessible::~DiagramViewAccessible() { drop(); }

void DiagramViewAccessible::drop() {
  for (const QAccessible::Id id : std::exchange(m_children, {})) QAccessible::deleteAccessibleInterface(id);
}

void DiagramViewAccessible::forget(DiagramView* view) {
  auto* accessible = accessibleOf(view);
  if (!accessible) return;
  accessible->drop();
  QAccessibleEvent event(view, QAccessible::ObjectReorder);
  QAccessible::updateAccessibility(&event);
}

void DiagramViewAccessible::tellCurrent(DiagramView* view) {
  const auto* accessible = QAccessible::isActive() ? accessibleOf(view) : nullptr;
  if (!accessible || !view->hasFocus() || !view->diagram()->current()) return;
  QAccessibleEvent event(view, QAccessible::Focus);
  event.setChild(accessible->indexOfChild(accessible->focusChild()));
  QAccessible::updateAccessibility(&event);
}

QAccessibleInterface* DiagramViewAccessible::child(int index) const {
  const auto elements = view()->diagram()->elements();
  if (index < 0 || index >= static_cast<int>(elements.size())) return nullptr;
  DiagramItem* item = elements[static_cast<std::size_t>(index)];
  auto known = m_children.constFind(item);
  if (known == m_children.constEnd()) known = m_children.insert(item, QAccessible::registerAccessibleInterface(new ItemAccessible(view(), item)));
  return QAccessible::accessibleInterface(*known);
}

int DiagramViewAccessible::indexOfChild(const QAccessibleInterface* child) const {
  const auto* item = dynamic_cast<const ItemAccessible*>(child);
  const auto elements = view()->diagram()->elements();
  const auto found = item ? std::ranges::find(elements, item->item()) : elements.end();
  return found == elements.end() ? -1 : static_cast<int>(found - elements.begin());
}

QAccessibleInterface* DiagramViewAccessible::childAt(int x, int y) const {
  const QPointF place = view()->mapToScene(view()->viewport()->mapFromGlobal(QPoint(x, y)));
  const auto elements = view()->diagram()->elements();
  const auto found = std::ranges::find_if(elements, [&](const DiagramItem* item) { return item->sceneBoundingRect().contains(place); });
  return found == elements.end() ? nullptr : child(static_cast<int>(found - elements.begin()));
}

QAccessibleInterface* DiagramViewAccessible::focusChild() const {
  const auto elements = view()->diagram()->elements();
  const auto found = std::ranges::find(elements, view()->diagram()->current());
  return view()->hasFocus() && found != elements.end() ? child(static_cast<int>(found - elements.begin())) : nullptr;
}

}  // namespace joinery::ui
