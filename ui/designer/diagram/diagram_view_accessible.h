// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>
#include <QHash>

#include "ui/designer/diagram/diagram_view.h"

namespace joinery::ui {

/// A diagram for assistive technology: a list of its cards by name, notes and groups, each with its place on the screen. GUI thread.
class DiagramViewAccessible : public QAccessibleWidget {
 public:
  explicit DiagramViewAccessible(DiagramView* view) : QAccessibleWidget(view, QAccessible::List) {}
  ~DiagramViewAccessible() override;
  /// From now on diagrams have it. Repeated calls do nothing.
  static void install();
  /// That the keyboard is at another item.
  static void tellCurrent(DiagramView* view);
  /// That its items are others.
  static void forget(DiagramView* view);

  DiagramView* view() const { return static_cast<DiagramView*>(widget()); }
  int childCount() const override { return static_cast<int>(view()->diagram()->elements().size()); }
  QAccessibleInterface* child(int index) const override;
  int indexOfChild(const QAccessibleInterface* child) const override;
  QAccessibleInterface* childAt(int x, int y) const override;
  QAccessibleInterface* focusChild() const override;

 private:
  void drop();
  mutable QHash<DiagramItem*, QAccessible::Id> m_children;
};

}  // namespace joinery::ui
