// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter_row.h"
#include "ui/filter/operand_editor.h"

namespace joinery::ui {

class JsonPathCompleter;

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
  void changePath(const QString& path);
  void changeColumn(int index);
  void changeOperator(int index);

  const Model& m_model;
  ValueSuggestions* m_suggestions;
  JsonPathCompleter* m_paths = nullptr;
  RowCombo* m_column;
  QLineEdit* m_path;
  RowCombo* m_operator;
  OperandEditor* m_operand;
  std::vector<FilterOperator> m_operators;
};

}  // namespace joinery::ui
