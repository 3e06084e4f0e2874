// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/operand_editor.h"

#include <algorithm>

#include "ui/filter/filter_row.h"
#include "ui/filter/moment_button.h"
#include "ui/filter/operand_text.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString placeholderFor(const ValueType& type, OperandShape shape) {
  if (shape == OperandShape::List) return OperandEditor::tr("a, b, c");
  switch (type.kind) {
    case TypeKind::Date: return OperandEditor::tr("2024-01-31, or 7 days ago");
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: return OperandEditor::tr("2024-01-31 12:00, or 7 days ago");
    case TypeKind::Time: return OperandEditor::tr("12:00:00");
    case TypeKind::Blob: return OperandEditor::tr("x'00ff'");
    default: return isNumeric(type.kind) ? OperandEditor::tr("number") : OperandEditor::tr("value");
  }
}

/// The operand as the one text that an operator of another shape begins with.
Json reshaped(const Json& operand, const FilterOperator& op, const QString& text, const ValueType& type) {
  if (op.shape == OperandShape::None) return op.fixedOperand;
  if (op.shape == OperandShape::List) return operandListFromText(text, type);
  const Json one = op.takesText ? Json(toStdString(text)) : operandFromText(text, type);
  if (op.shape == OperandShape::One) return one;
  return operand.is_array() && operand.size() == 2 ? operand : Json::array({one, ""});
}

}  // namespace

OperandEditor::OperandEditor(QWidget* parent) : QWidget(parent), m_layout(new QHBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(4);
}

void OperandEditor::clear() {
  qDeleteAll(m_fields);
  m_fields.clear();
  m_lines.clear();
}

void OperandEditor::addChoice(const QStringList& labels, const std::vector<Json>& values) {
  auto* combo = new RowCombo(tr("Value"), this);
  combo->addItems(labels);
  const auto found = std::ranges::find(values, m_operand);
  combo->setCurrentIndex(found == values.end() ? -1 : static_cast<int>(found - values.begin()));
  connect(combo, &QComboBox::activated, this, [this, values](int index) {
    m_operand = values[static_cast<std::size_t>(index)];
    Q_EMIT edited();
  });
  m_fields << combo;
  m_layout->addWidget(combo);
  combo->show();
}

QLineEdit* OperandEditor::addLine(const QString& name, const QString& text) {
  auto* line = new QLineEdit(text, this);
  line->setAccessibleName(name);
  line->setObjectName(name);
  line->setMinimumWidth(60);
  line->setPlaceholderText(placeholderFor(m_type, m_operator.shape));
  connect(line, &QLineEdit::textEdited, this, &OperandEditor::takeLines);
  m_fields << line;
  m_lines << line;
  m_layout->addWidget(line, 1);
  line->show();
  setFocusProxy(m_fields.first());
  if (isSuggested()) {
    const bool isList = m_operator.shape == OperandShape::List;
    auto* completer = new ValueCompleter(m_source, isList ? ValueCompleter::Takes::List : ValueCompleter::Takes::OneValue, m_type, line);
    connect(completer, &ValueCompleter::chosen, this, &OperandEditor::takeLines);
  }
  if (m_operator.shape != OperandShape::List) addCalendar(line);
  return line;
}

/// A pattern is no value that the column holds.
bool OperandEditor::isSuggested() const {
  return m_source.suggestions && m_operator.op != "$like" && m_operator.op != "$ilike" && m_operator.op != "$regex" && m_operator.op != "$endswith";
}

void OperandEditor::addCalendar(QLineEdit* line) {
  const TypeKind kind = m_type.kind;
  if (kind != TypeKind::Date && kind != TypeKind::Timestamp && kind != TypeKind::TimestampTz) return;
  auto* button = new MomentButton(kind == TypeKind::Date ? MomentButton::Precision::Day : MomentButton::Precision::Time, this);
  button->setText(line->text());
  connect(line, &QLineEdit::textChanged, button, &MomentButton::setText);
  connect(button, &MomentButton::chosen, this, [this, line](const QString& text) {
    line->setText(text);
    line->setFocus();
    takeLines();
  });
  m_fields << button;
  m_layout->addWidget(button);
  button->show();
}

void OperandEditor::setOperand(const FilterOperator& op, const ValueType& type, const Json& operand) {
  clear();
  m_operator = op;
  m_type = type;
  m_operand = operand;
  if (op.shape == OperandShape::None) return;
  const bool isChoice = op.shape == OperandShape::One && !op.takesText;
  if (isChoice && type.kind == TypeKind::Boolean) return addChoice({tr("true"), tr("false")}, {true, false});
  if (isChoice && type.kind == TypeKind::Enum && type.labels) {
    QStringList labels;
    std::vector<Json> values;
    for (const std::string& label : *type.labels) {
      labels << toQString(label);
      values.emplace_back(label);
    }
    return addChoice(labels, values);
  }
  if (op.shape == OperandShape::Range) {
    const bool isPair = operand.is_array() && operand.size() == 2;
    addLine(tr("Lowest value"), isPair ? operandText(operand[0], type) : QString());
    auto* word = new PlainLabel(tr("and"), this);
    m_fields << word;
    m_layout->addWidget(word);
    addLine(tr("Highest value"), isPair ? operandText(operand[1], type) : QString());
    return;
  }
  if (op.shape == OperandShape::List) addLine(tr("Values"), operandListText(operand, type));
  else if (op.takesText && operand.is_string()) addLine(tr("Value"), toQString(operand.get<std::string>()));
  else addLine(tr("Value"), operandText(operand, type));
}

void OperandEditor::takeLines() {
  const auto text = [this](qsizetype i) { return m_lines[i]->text(); };
  if (m_operator.shape == OperandShape::List) m_operand = operandListFromText(text(0), m_type);
  else if (m_operator.shape == OperandShape::Range) m_operand = Json::array({operandFromText(text(0), m_type), operandFromText(text(1), m_type)});
  else m_operand = m_operator.takesText ? Json(toStdString(text(0))) : operandFromText(text(0), m_type);
  Q_EMIT edited();
}

Json OperandEditor::adoptFor(const FilterOperator& op, const ValueType& type) {
  const auto* line = m_lines.isEmpty() ? nullptr : m_lines.first();
  const bool sameShape = line == nullptr && op.shape == OperandShape::One && m_operator.shape == OperandShape::One;
  const QString text = line ? line->text() : QString();
  setOperand(op, type, sameShape ? m_operand : reshaped(m_operand, op, text, type));
  return m_operand;
}

}  // namespace joinery::ui

#include "moc_operand_editor.cpp"
