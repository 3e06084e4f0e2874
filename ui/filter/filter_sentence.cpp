// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_sentence.h"

#include <QStringList>

#include "ui/filter/filter_operator.h"
#include "ui/filter/filter_text.h"
#include "ui/filter/operand_text.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

class Teller {
 public:
  explicit Teller(const Registry& registry) : m_registry(registry) {}

  /// @return empty for what says nothing
  QString group(const FilterNode& node, const Model& model, bool isInner) const {
    const QStringList parts = all(node.children, model);
    if (parts.isEmpty()) return {};
    const QString text = parts.join(node.match == FilterNode::Match::All ? FilterText::tr(" and ") : FilterText::tr(" or "));
    if (node.match == FilterNode::Match::None) return FilterText::tr("not (%1)").arg(text);
    return isInner && parts.size() > 1 ? QStringLiteral("(%1)").arg(text) : text;
  }

  /// What is shown of related rows, one part for each step that prunes.
  QStringList pruned(const std::vector<FilterNode>& rows, const Model& model) const {
    QStringList parts;
    for (const FilterNode& row : rows) {
      const Relationship* relationship = row.kind == FilterNode::Kind::Relation && !row.isOff ? model.relationship(row.name) : nullptr;
      if (!relationship || row.quantifier == FilterNode::Quantifier::None || row.quantifier == FilterNode::Quantifier::Every) continue;
      const Model& target = m_registry.target(*relationship);
      const QString of = all(row.children, target).join(FilterText::tr(" and "));
      if (row.effect != FilterNode::Effect::Restrict && !of.isEmpty()) parts << FilterText::tr("of %1 only those with %2 are shown").arg(toQString(row.name), of);
      parts << pruned(row.children, target);
    }
    return parts;
  }

 private:
  QStringList all(const std::vector<FilterNode>& rows, const Model& model) const {
    QStringList parts;
    for (const FilterNode& row : rows)
      if (row.isApplied()) parts << one(row, model);
    return parts;
  }

  QString one(const FilterNode& row, const Model& model) const {
    if (row.kind == FilterNode::Kind::Group) return group(row, model, true);
    return row.kind == FilterNode::Kind::Condition ? condition(row, model) : relation(row, model);
  }

  static QString comparison(const std::string& op, const Json& operand, const ValueType& type) {
    const FilterOperator* found = findOperator(op, operand);
    const QString label = found ? found->label : toQString(op);
    const OperandShape shape = found ? found->shape : OperandShape::One;
    if (shape == OperandShape::None) return label;
    if (shape == OperandShape::Range && operand.is_array() && operand.size() == 2)
      return FilterText::tr("%1 %2 and %3").arg(label, operandText(operand[0], type), operandText(operand[1], type));
    if (shape == OperandShape::List) return QStringLiteral("%1 (%2)").arg(label, operandListText(operand, type));
    const QString text = operandText(operand, type);
    return QStringLiteral("%1 %2").arg(label, operand.is_string() ? QStringLiteral("“%1”").arg(text) : text);
  }

  static QString condition(const FilterNode& row, const Model& model) {
    const Attribute* attribute = model.attribute(row.name);
    const QString name = toQString(row.jsonPath.empty() ? row.name : row.name + "." + row.jsonPath);
    return QStringLiteral("%1 %2").arg(name, comparison(row.op, row.operand, attribute ? attribute->column.type : ValueType()));
  }

  QString relation(const FilterNode& row, const Model& model) const {
    const Relationship* relationship = model.relationship(row.name);
    const QString name = toQString(row.name);
    const QString of = relationship ? all(row.children, m_registry.target(*relationship)).join(FilterText::tr(" and ")) : QString();
    switch (row.quantifier) {
      case FilterNode::Quantifier::Some: return of.isEmpty() ? FilterText::tr("there is some %1").arg(name) : FilterText::tr("some %1 has %2").arg(name, of);
      case FilterNode::Quantifier::None: return of.isEmpty() ? FilterText::tr("there is no %1").arg(name) : FilterText::tr("no %1 has %2").arg(name, of);
      case FilterNode::Quantifier::Every: return of.isEmpty() ? FilterText::tr("every %1 is there").arg(name) : FilterText::tr("every %1 has %2").arg(name, of);
      case FilterNode::Quantifier::Count: break;
    }
    const QString counted = of.isEmpty() ? name : FilterText::tr("%1 with %2").arg(name, of);
    return FilterText::tr("the number of %1 %2").arg(counted, comparison(row.op, row.operand, ValueType::of(TypeKind::Integer)));
  }

  const Registry& m_registry;
};

}  // namespace

QString filterSentence(const FilterNode& root, const Registry& registry, const Model& model) {
  const QString name = toQString(model.name);
  const Teller teller(registry);
  const QString text = teller.group(root, model, false);
  QStringList parts{text.isEmpty() ? FilterText::tr("All rows of %1").arg(name) : FilterText::tr("Rows of %1 for which %2").arg(name, text)};
  if (root.match == FilterNode::Match::All) parts << teller.pruned(root.children, model);
  return parts.join(QStringLiteral("; "));
}

}  // namespace joinery::ui
