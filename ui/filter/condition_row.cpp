// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/condition_row.h"

#include <algorithm>

#include "ui/filter/json_path_completer.h"
#include "ui/filter/value_suggestions.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ConditionRow::ConditionRow(FilterNode& node, const Model& model, ValueSuggestions* suggestions, int depth, QWidget* parent)
    : FilterRow(node, depth, parent),
      m_model(model),
      m_suggestions(suggestions),
      m_column(new RowCombo(tr("Column"), this)),
      m_path(new QLineEdit(toQString(node.jsonPath), this)),
      m_operator(new RowCombo(tr("Operator"), this)),
      m_operand(new OperandEditor(this)) {
  for (const Attribute& each : model.attributes) m_column->addItem(toQString(each.name));
  m_column->setCurrentIndex(model.attributeIndex(node.name));
  m_path->setAccessibleName(tr("JSON path"));
  m_path->setObjectName(tr("JSON path"));
  m_path->setPlaceholderText(tr("path.in.json"));
  m_path->setMaximumWidth(110);
  if (suggestions) m_paths = new JsonPathCompleter(suggestions->database(), m_path);
  addField(m_column);
  addField(m_path);
  addField(m_operator);
  addField(m_operand, 1);
  // Without a field to type into, the row would spread its fields.
  m_operand->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  chooseSource();
  fillOperators();
  if (const FilterOperator* op = findOperator(node.op, node.operand)) m_operand->setOperand(*op, comparedType(), node.operand);
  connect(m_column, &QComboBox::activated, this, &ConditionRow::changeColumn);
  connect(m_operator, &QComboBox::activated, this, &ConditionRow::changeOperator);
  connect(m_path, &QLineEdit::textEdited, this, &ConditionRow::changePath);
  if (m_paths) connect(m_paths, qOverload<const QString&>(&QCompleter::activated), this, &ConditionRow::changePath);
  connect(m_operand, &OperandEditor::edited, this, [this] {
    this->node().operand = m_operand->operand();
    Q_EMIT edited();
  });
}

const Attribute& ConditionRow::attribute() const {
  const Attribute* found = m_model.attribute(node().name);
  return found ? *found : m_model.attributes.front();
}

ValueType ConditionRow::comparedType() const {
  return node().jsonPath.empty() ? attribute().column.type : ValueType::of(TypeKind::Unknown);
}

void ConditionRow::chooseSource() {
  if (m_paths) m_paths->setColumn(m_model.name, attribute().name);
  const bool isSuggested = m_suggestions && node().jsonPath.empty() && ColumnValueQuery::isOf(attribute());
  m_operand->setSource(isSuggested ? ValueCompleter::Source{m_suggestions, m_model.name, attribute().name} : ValueCompleter::Source());
}

void ConditionRow::changePath(const QString& path) {
  node().jsonPath = toStdString(path.trimmed());
  chooseSource();
  Q_EMIT edited();
}

void ConditionRow::fillOperators() {
  m_path->setVisible(attribute().column.type.kind == TypeKind::Json || !node().jsonPath.empty());
  setPlainToolTip(m_column, toQString(attribute().column.type.declared));
  m_operators = operatorsFor(comparedType(), node().op);
  m_operator->clear();
  for (const FilterOperator& each : m_operators) m_operator->addItem(each.label);
  const FilterOperator* current = findOperator(node().op, node().operand);
  const auto found = std::ranges::find_if(m_operators, [&](const FilterOperator& each) { return current && each.label == current->label; });
  m_operator->setCurrentIndex(found == m_operators.end() ? -1 : static_cast<int>(found - m_operators.begin()));
}

void ConditionRow::changeColumn(int index) {
  const Attribute& chosen = m_model.attributes[static_cast<std::size_t>(index)];
  if (chosen.name == node().name) return;
  node().name = chosen.name;
  node().jsonPath.clear();
  m_path->clear();
  chooseSource();
  const auto offered = operatorsFor(chosen.column.type, {});
  const bool stays = std::ranges::any_of(offered, [&](const FilterOperator& each) { return each.op == node().op; });
  if (!stays) {
    node().op = defaultOperator(chosen.column.type);
    node().operand = nullptr;
  }
  if (const FilterOperator* op = findOperator(node().op, node().operand)) node().operand = m_operand->adoptFor(*op, comparedType());
  fillOperators();
  Q_EMIT edited();
}

void ConditionRow::changeOperator(int index) {
  const FilterOperator chosen = m_operators[static_cast<std::size_t>(index)];
  node().op = chosen.op;
  node().operand = m_operand->adoptFor(chosen, comparedType());
  Q_EMIT edited();
}

}  // namespace joinery::ui

#include "moc_condition_row.cpp"
