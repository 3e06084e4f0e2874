// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/line_editor.h"

class QCompleter;

namespace joinery::ui {

/// A line with the values that there are: those of a boolean or of an enum, and NULL where the column takes it. They are offered as one
/// types and all together by Alt+Down.
class ChoiceEditor : public LineEditor {
  Q_OBJECT
 public:
  ChoiceEditor(EditedColumn column, QWidget* parent);
  int choiceCount() const;

 private:
  void offerAll();
  void tellAll();
  QCompleter* m_completer;
};

}  // namespace joinery::ui
