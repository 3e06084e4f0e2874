// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/line_editor.h"

namespace joinery::ui {

/// Bytes as hex digits: x'00ff'. Digits alone, blanks between them and \x before them are read too.
class BytesEditor : public LineEditor {
  Q_OBJECT
 public:
  /// More is the value viewer's work.
  static constexpr std::size_t kMostBytes = 4'096;
  using LineEditor::LineEditor;

 protected:
  Result<Value> read(const QString& text) const override;
};

}  // namespace joinery::ui
