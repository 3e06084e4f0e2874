// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter_row.h"
#include "ui/filter/operand_editor.h"

namespace joinery::ui {

/// "all of these hold": a group, with buttons that add to it.
class GroupRow : public FilterRow {
  Q_OBJECT
 public:
  GroupRow(FilterNode& node, int depth, QWidget* parent);
  QWidget* firstField() const override { return m_match; }

 private:
  RowCombo* m_match;
};

/// "some Album has", "the number of Album is ≥ 2": a step to another model, with buttons that add what holds there.
class RelationRow : public FilterRow {
  Q_OBJECT
 public:
  RelationRow(FilterNode& node, const Model& model, int depth, QWidget* parent);
  QWidget* firstField() const override { return m_relationship; }

 private:
  void changeQuantifier(FilterNode::Quantifier quantifier);
  void makeCount();
  void showCount();

  RowCombo* m_quantifier;
  RowCombo* m_relationship;
  RowCombo* m_operator;
  OperandEditor* m_count;
};

}  // namespace joinery::ui
