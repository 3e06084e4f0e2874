// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/pending_label.h"

#include "ui/changes/cell_text.h"
#include "ui/connections/known_labels.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// What a change makes of its row's label; empty where it says nothing of it.
QString labelByChange(const Model& model, const Change* change) {
  if (!change || change->kind == Change::Kind::Delete) return {};
  const RowShape shape(model);
  std::vector<Value> values;
  bool isTold = false;
  for (const Attribute* attribute : shape.attributes) {
    const Operand* operand = change->value(attribute->name);
    const bool isValue = operand && operand->isValue();
    isTold = isTold || (isValue && attribute == shape.labelAttribute) || (isValue && !shape.labelAttribute && change->kind == Change::Kind::Insert);
    values.push_back(isValue ? operand->value() : Value());
  }
  return isTold ? gridText(ValueView::text(relatedRowLabel(shape, values)), ValueType{}) : QString();
}

}  // namespace

QString pendingLabel(Database& database, const PendingChanges& changes, const Reference& reference, const std::function<std::optional<Operand>(const Attribute&)>& part) {
  const Model& model = *reference.target.model;
  std::vector<Value> key;
  for (const Attribute* attribute : reference.attributes) {
    const auto operand = part(*attribute);
    if (operand && operand->isReference()) return labelByChange(model, changes.insertByRef(operand->reference().ref));
    if (!operand || !operand->isValue() || operand->value().isNull()) return {};
    key.push_back(operand->value());
  }
  const bool isByKey = reference.target.names() == model.keyAttributes();
  const QString changed = isByKey ? labelByChange(model, changes.changeOf(model.name, key)) : QString();
  return changed.isEmpty() ? KnownLabels::of(database).label(reference.target.place(), key) : changed;
}

}  // namespace joinery::ui
