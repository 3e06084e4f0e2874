// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter_row.h"
#include "ui/filter/operand_editor.h"

namespace joinery::ui {

/// "Title contains x": a column, an operator that fits its type, what it is compared with.
class ConditionRow : public FilterRow {
  Q_OBJECT
 public:
  /// @param suggestions of values, for what is typed; null for none
  ConditionRow(FilterNode& node, const Model& model, ValueSuggestions* suggestions, int depth, QWidget* parent);
  QWidget* firstField() const override { return m_column; }

 private:
  const Attribute& attribute() const;
  /// A value within JSON may be a text or a number.
  ValueType comparedType() const;
  void chooseSource();
  void fillOperators();
  void changeColumn(int index);
  void changeOperator(int index);

  const Model& m_model;
  ValueSuggestions* m_suggestions;
  RowCombo* m_column;
  QLineEdit* m_path;
  RowCombo* m_operator;
  OperandEditor* m_operand;
  std::vector<FilterOperator> m_operators;
};

}  // namespace joinery::ui
