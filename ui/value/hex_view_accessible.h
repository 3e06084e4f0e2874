// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>

#include "ui/value/hex_view.h"

namespace joinery::ui {

/// A hex view for assistive technology: a text, which is the line of the cursor, so that a value may have any size. GUI thread.
class HexViewAccessible : public QAccessibleWidget, public QAccessibleTextInterface {
 public:
  explicit HexViewAccessible(HexView* view) : QAccessibleWidget(view, QAccessible::EditableText) {}
  /// From now on hex views have it. Repeated calls do nothing.
  static void install();
  /// That the cursor has moved, and the line may be another one.
  static void tell(HexView* view, const QString& before, const QString& line);

  void* interface_cast(QAccessible::InterfaceType type) override;
  QString text(QAccessible::Text kind) const override;
  QAccessible::State state() const override;

  QString text(int begin, int end) const override { return line().mid(begin, end - begin); }
  int characterCount() const override { return static_cast<int>(line().size()); }
  int cursorPosition() const override { return view()->cursorInLine(); }
  void setCursorPosition(int position) override { view()->setCursorInLine(position); }
  void selection(int, int* begin, int* end) const override { *begin = *end = 0; }
  int selectionCount() const override { return 0; }
  void addSelection(int, int) override {}
  void removeSelection(int) override {}
  void setSelection(int, int, int) override {}
  QRect characterRect(int) const override { return rect(); }
  int offsetAtPoint(const QPoint&) const override { return cursorPosition(); }
  void scrollToSubstring(int, int) override {}
  QString attributes(int offset, int* begin, int* end) const override;

 private:
  HexView* view() const { return static_cast<HexView*>(widget()); }
  QString line() const { return view()->cursorLine(); }
};

}  // namespace joinery::ui
