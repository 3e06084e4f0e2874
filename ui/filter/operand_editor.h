// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHBoxLayout>
#include <QLineEdit>
#include <QWidget>

#include "ui/filter/filter_operator.h"
#include "ui/filter/value_completer.h"

namespace joinery::ui {

/// What an operator takes, edited as the column's type asks for it: one value, two, a list, true or false, an enum's label.
class OperandEditor : public QWidget {
  Q_OBJECT
 public:
  explicit OperandEditor(QWidget* parent = nullptr);

  /// What suggestions are of from the next setOperand() on; none without it.
  void setSource(const ValueCompleter::Source& source) { m_source = source; }

  void setOperand(const FilterOperator& op, const ValueType& type, const Json& operand);
  Json operand() const { return m_operand; }
  /// What was typed so far, for another operator. @return the operand that it makes
  Json adoptFor(const FilterOperator& op, const ValueType& type);

 Q_SIGNALS:
  void edited();

 private:
  void clear();
  void addChoice(const QStringList& labels, const std::vector<Json>& values);
  QLineEdit* addLine(const QString& name, const QString& text);
  bool isSuggested() const;
  void addCalendar(QLineEdit* line);
  void takeLines();

  FilterOperator m_operator;
  ValueType m_type;
  Json m_operand;
  QHBoxLayout* m_layout;
  QList<QWidget*> m_fields;
  QList<QLineEdit*> m_lines;
  ValueCompleter::Source m_source;
};

}  // namespace joinery::ui
