// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_actions.h"

#include <QWidget>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

DesignActions::DesignActions(QWidget* diagram) : QObject(diagram), m_diagram(diagram) {
  drawForeignKey = make("drawForeignKey", tr("&Foreign key"), "foreign_key", QKeySequence(Qt::CTRL | Qt::Key_L));
  drawManyToMany = make("drawManyToMany", tr("&Many-to-many"), "relationship", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
  drawForeignKey->setCheckable(true);
  drawManyToMany->setCheckable(true);
  setPlainToolTip(drawForeignKey, tr("Draw foreign keys: drag from a column or a table to what it refers to; Esc ends it (%1)").arg(drawForeignKey->shortcut().toString(QKeySequence::NativeText)));
  setPlainToolTip(drawManyToMany, tr("Draw many-to-many: drag from one table to the other, a table between both is made; Esc ends it (%1)").arg(drawManyToMany->shortcut().toString(QKeySequence::NativeText)));
  rename = make("renameOnDiagram", tr("&Rename"), "", QKeySequence(Qt::Key_F2));
  addColumn = make("addColumnOnDiagram", tr("Add &column"), "add", QKeySequence(Qt::Key_Insert));
  remove = make("removeOnDiagram", tr("Remo&ve"), "delete", QKeySequence(Qt::Key_Delete));
  edit = make("editInGrid", tr("&Edit in the grid"), "column");
}

QAction* DesignActions::make(const char* objectName, const QString& text, const char* iconName, const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(objectName));
  if (*iconName) action->setIcon(icon(QLatin1String(iconName)));
  action->setShortcut(shortcut);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  m_diagram->addAction(action);
  return action;
}

}  // namespace joinery::ui

#include "moc_design_actions.cpp"
