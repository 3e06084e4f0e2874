// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>

namespace joinery::ui {

/// An action of a grid, which its shortcut starts while the grid or something in it has the focus. Belongs to its owner.
template <typename Owner>
QAction* makeGridAction(Owner* owner, const char* name, const QString& text, const QKeySequence& shortcut, void (Owner::*verb)()) {
  auto* action = new QAction(text, owner);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(shortcut);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  QObject::connect(action, &QAction::triggered, owner, verb);
  return action;
}

}  // namespace joinery::ui
