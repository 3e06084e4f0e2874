// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_view_accessible.h"

namespace joinery::ui {

namespace {

QAccessibleInterface* makeAccessibleOfHexView(const QString&, QObject* object) {
  auto* view = qobject_cast<HexView*>(object);
  return view ? new HexViewAccessible(view) : nullptr;
}

}  // namespace

void HexViewAccessible::install() { QAccessible::installFactory(makeAccessibleOfHexView); }

void HexViewAccessible::tell(HexView* view, const QString& before, const QString& line) {
  if (!QAccessible::isActive()) return;
  if (before != line) {
    QAccessibleTextUpdateEvent update(view, 0, before, line);
    QAccessible::updateAccessibility(&update);
  }
  QAccessibleTextCursorEvent cursor(view, view->cursorInLine());
  QAccessible::updateAccessibility(&cursor);
}

void* HexViewAccessible::interface_cast(QAccessible::InterfaceType type) {
  if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
  return QAccessibleWidget::interface_cast(type);
}

QString HexViewAccessible::text(QAccessible::Text kind) const { return kind == QAccessible::Value ? line() : QAccessibleWidget::text(kind); }

QAccessible::State HexViewAccessible::state() const {
  QAccessible::State state = QAccessibleWidget::state();
  state.readOnly = !view()->edited();
  state.editable = view()->edited() != nullptr;
  state.multiLine = true;
  return state;
}

QString HexViewAccessible::attributes(int, int* begin, int* end) const {
  *begin = 0;
  *end = characterCount();
  return {};
}

}  // namespace joinery::ui
