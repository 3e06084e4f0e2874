// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/value/value_editor.h"

namespace joinery::ui {

/// Asks for one value for all selected cells, in the editor of its kind. Deletes itself when it closes.
class FillDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param cells how many are selected
  FillDialog(const EditedColumn& column, const Value& value, std::int64_t cells, QWidget* parent);
  void accept() override;

 Q_SIGNALS:
  void chosen(const joinery::Value& value);

 private:
  ValueEditor* m_editor;
};

/// The editor for a dialog: of the value's kind, several lines where it is a text; read-only never. @param name the accessible name
ValueEditor* makeDialogEditor(const EditedColumn& column, const Value& value, const QString& name, QWidget* parent);

}  // namespace joinery::ui
