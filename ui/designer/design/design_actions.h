// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>

namespace joinery::ui {

/// What a person can ask of the diagram of a design beside what every diagram has, with names and shortcuts that hold within it.
class DesignActions : public QObject {
  Q_OBJECT
 public:
  explicit DesignActions(QWidget* diagram);

  /// Tools that stay in hand until Esc.
  QAction *drawForeignKey, *drawManyToMany;
  QAction *rename, *addColumn, *remove, *edit;

 private:
  QAction* make(const char* objectName, const QString& text, const char* iconName, const QKeySequence& shortcut = {});
  QWidget* m_diagram;
};

}  // namespace joinery::ui
