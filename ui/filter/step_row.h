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
  /// @param mayPrune whether the step's related rows are one set: nothing but such steps stands above it
  RelationRow(FilterNode& node, const Model& model, bool mayPrune, int depth, QWidget* parent);
  QWidget* firstField() const override { return m_relationship; }

 private:
  void changeQuantifier(FilterNode::Quantifier quantifier);
  void makeCount();
  void makeEffect();
  void showEffect();
  void showCount();

  RowCombo* m_quantifier;
  RowCombo* m_relationship;
  RowCombo* m_operator;
  OperandEditor* m_count;
  RowCombo* m_effect;
  const Model& m_model;
  bool m_mayPrune;
};

}  // namespace joinery::ui
