// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/line_editor.h"
#include "ui/value/reference.h"

class QCompleter;

namespace joinery::ui {

/// A foreign key, or one column of it: its value, or part of a label of the row that is meant; the rows that match are offered as one types,
/// and any of them by Alt+Down. Choosing one takes its key: what of it belongs to other columns goes along.
class ReferenceEditor : public LineEditor {
  Q_OBJECT
 public:
  /// @pre the column refers to rows (referenceOf), and the database is there
  ReferenceEditor(EditedColumn column, QWidget* parent);
  RowSearch* search() const { return m_search; }
  Along along() const override;

 protected:
  void valueShown(const Value& value) override;

 private:
  void ask(const QString& text);
  void offer();
  void tell(const QModelIndex& current);
  void take(const QModelIndex& index);
  Reference m_reference;
  RowSearch* m_search;
  std::vector<Value> m_chosen;  ///< the key of the row that was chosen
  QCompleter* m_completer;
  bool m_isAsked = false;
};

}  // namespace joinery::ui
