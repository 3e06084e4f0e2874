// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include "ui/value/array_elements.h"
#include "ui/value/line_editor.h"

namespace joinery::ui {

/// An array as its text, and as a list of its elements: below the line in a form of its own, and in a popup by Alt+Down. Elements that are
/// not changed keep their spelling to the byte.
class ArrayEditor : public LineEditor {
  Q_OBJECT
 public:
  ArrayEditor(EditedColumn column, QWidget* parent);
  QWidget* makeDetails(QWidget* parent) override;
  void setReadOnly(bool isReadOnly) override;
  /// Whether the editor can take that value apart. NULL is an array to be.
  static bool isSpelledAsArray(const Value& value, const ValueType& type);

 protected:
  void valueShown(const Value& value) override;

 private:
  ArrayElements* makeElements(QWidget* parent);
  /// The elements of what stands in the line; none where that is no array.
  std::optional<ArrayText> arrayHere() const;
  void openList();
  void showElements();
  QPointer<ArrayElements> m_elements;
  QPointer<QFrame> m_popup;
  bool m_isTaking = false;  ///< what the list says goes into the line
};

}  // namespace joinery::ui
