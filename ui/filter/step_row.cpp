// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/step_row.h"

#include <algorithm>
#include <iterator>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

GroupRow::GroupRow(FilterNode& node, int depth, QWidget* parent) : FilterRow(node, depth, parent), m_match(new RowCombo(tr("Match"), this)) {
  m_match->addItems({tr("all"), tr("any"), tr("none")});
  m_match->setCurrentIndex(static_cast<int>(node.match));
  connect(m_match, &QComboBox::activated, this, [this, depth](int index) {
    this->node().match = static_cast<FilterNode::Match>(index);
    // Which steps may prune depends on the outermost group.
    if (depth == 0) Q_EMIT restructured();
    else Q_EMIT edited();
  });
  addField(m_match);
  addField(new PlainLabel(tr("of these hold"), this));
  addButtons({});
  addStretch();
}

RelationRow::RelationRow(FilterNode& node, const Model& model, bool mayPrune, int depth, QWidget* parent)
    : FilterRow(node, depth, parent),
      m_quantifier(new RowCombo(tr("Quantifier"), this)),
      m_relationship(new RowCombo(tr("Relationship"), this)),
      m_operator(new RowCombo(tr("Count operator"), this)),
      m_count(new OperandEditor(this)),
      m_effect(new RowCombo(tr("Effect"), this)),
      m_model(model),
      m_mayPrune(mayPrune) {
  m_quantifier->addItems({tr("some"), tr("no"), tr("every"), tr("number of")});
  m_quantifier->setCurrentIndex(static_cast<int>(node.quantifier));
  connect(m_quantifier, &QComboBox::activated, this, [this](int index) { changeQuantifier(static_cast<FilterNode::Quantifier>(index)); });
  const auto names = model.relationshipNames();
  for (const std::string& name : names) m_relationship->addItem(toQString(name));
  const auto found = std::ranges::find(names, node.name);
  m_relationship->setCurrentIndex(found == names.end() ? -1 : static_cast<int>(found - names.begin()));
  connect(m_relationship, &QComboBox::activated, this, [this](int index) {
    const std::string name = toStdString(m_relationship->itemText(index));
    if (name == this->node().name) return;
    this->node().name = name;
    // They were of another model.
    this->node().children.clear();
    this->node().effect = FilterNode::Effect::Restrict;
    Q_EMIT restructured();
  });
  addField(m_quantifier);
  addField(m_relationship);
  makeCount();
  addField(new PlainLabel(tr("with"), this));
  addButtons(toQString(node.name));
  makeEffect();
  addStretch();
}

void RelationRow::makeCount() {
  const auto operators = countOperators();
  for (const FilterOperator& each : operators) m_operator->addItem(each.label);
  connect(m_operator, &QComboBox::activated, this, [this, operators](int index) {
    const FilterOperator& chosen = operators[static_cast<std::size_t>(index)];
    node().op = chosen.op;
    node().operand = m_count->adoptFor(chosen, ValueType::of(TypeKind::Integer));
    Q_EMIT edited();
  });
  connect(m_count, &OperandEditor::edited, this, [this] {
    node().operand = m_count->operand();
    Q_EMIT edited();
  });
  m_count->setMaximumWidth(130);
  addField(m_operator);
  addField(m_count);
  showCount();
}

void RelationRow::makeEffect() {
  m_effect->addItems({tr("restrict"), tr("both"), tr("prune")});
  setPlainToolTip(m_effect, tr("Restrict: rows without such related rows are left out. Prune: other related rows are left out of the tree. Both: both."));
  m_effect->setMinimumWidth(m_effect->sizeHint().width());
  m_effect->setCurrentIndex(static_cast<int>(node().effect));
  connect(m_effect, &QComboBox::activated, this, [this](int index) {
    node().effect = static_cast<FilterNode::Effect>(index);
    Q_EMIT edited();
  });
  addField(m_effect);
  showEffect();
}

void RelationRow::showEffect() {
  const Relationship* relationship = m_model.relationship(node().name);
  const bool isOneSet = node().quantifier == FilterNode::Quantifier::Some || node().quantifier == FilterNode::Quantifier::Count;
  m_effect->setVisible(m_mayPrune && isOneSet && relationship && relationship->isToMany());
}

void RelationRow::showCount() {
  const bool isCount = node().quantifier == FilterNode::Quantifier::Count;
  m_operator->setVisible(isCount);
  m_count->setVisible(isCount);
  const FilterOperator* op = isCount ? findOperator(node().op, node().operand) : nullptr;
  if (op == nullptr) return;
  const auto operators = countOperators();
  const auto found = std::ranges::find(operators, op->op, &FilterOperator::op);
  m_operator->setCurrentIndex(static_cast<int>(found - operators.begin()));
  m_count->setOperand(*op, ValueType::of(TypeKind::Integer), node().operand);
}

void RelationRow::changeQuantifier(FilterNode::Quantifier quantifier) {
  if (quantifier == node().quantifier) return;
  auto changed = FilterNode::relation(node().name, quantifier, std::move(node().children));
  changed.isOff = node().isOff;
  const bool isOneSet = quantifier == FilterNode::Quantifier::Some || quantifier == FilterNode::Quantifier::Count;
  if (isOneSet) changed.effect = node().effect;
  node() = std::move(changed);
  showCount();
  showEffect();
  // The rows below have moved.
  Q_EMIT restructured();
}

}  // namespace joinery::ui

#include "moc_step_row.cpp"
