// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using Kind = RelationNode::Kind;
using State = RelationNode::State;
using Tint = RelationNode::Tint;

struct Text {
  Q_DECLARE_TR_FUNCTIONS(joinery::ui::RelationTree)
};

QString shown(const Value& value, const schema::Column& column) {
  return value.isNull() ? QStringLiteral("NULL") : gridText(value, column.type);
}

QString joined(const QStringList& parts) { return parts.size() == 1 ? parts.first() : QLatin1Char('(') + parts.join(QStringLiteral(", ")) + QLatin1Char(')'); }

QString keyText(const RelationNode& node) {
  if (!node.ref.empty()) return QLatin1Char(':') + toQString(node.ref);
  if (node.row.key.empty()) return {};
  QStringList parts;
  for (std::size_t i = 0; i < node.row.key.size(); ++i) parts << shown(node.row.key[i], node.shape->attributes[node.shape->key[i]]->column);
  return joined(parts);
}

/// Whether it only repeats the key of the row whose branch this is.
bool repeatsTheRowAbove(const RelationNode& node, const Attribute& attribute) {
  const Relationship* branch = node.parent ? node.parent->relationship : nullptr;
  return branch && branch->kind == Relationship::Kind::OneToMany && std::ranges::find(branch->remoteColumns, attribute.column.name) != branch->remoteColumns.end();
}

QString detailsText(const RelationNode& node, const std::vector<Value>& values) {
  QStringList parts;
  if (values.empty()) return {};
  for (const std::size_t position : node.shape->details) {
    const Attribute& attribute = *node.shape->attributes[position];
    if (repeatsTheRowAbove(node, attribute)) continue;
    // What nobody gave an added row, the database fills.
    if (!node.ref.empty() && values[position].isNull()) continue;
    parts << toQString(attribute.name) + QLatin1Char(' ') + shown(values[position], attribute.column);
  }
  for (const RelatedRow::Aside& each : node.row.link) parts << Text::tr("link's %1 %2").arg(toQString(each.name), gridText(ValueView::text(each.text), ValueType{}));
  return parts.join(QStringLiteral(" · "));
}

/// "High Voltage › Artist: AC/DC"; of a link only what it leads to.
QString withChain(const RelationNode& node, const QString& label) {
  QStringList parts;
  if (node.row.chain.empty() || !node.shape->isLink()) parts << label;
  for (const RelatedRow::Aside& each : node.row.chain) parts << Text::tr("%1: %2").arg(toQString(each.name), gridText(ValueView::text(each.text), ValueType{}));
  return parts.join(QStringLiteral(" › "));
}

QString referenceText(const std::string& ref, const RelationOverlay& overlay) {
  const std::string label = overlay.labelOfInsert(ref);
  return label.empty() ? QLatin1Char(':') + toQString(ref) : gridText(ValueView::text(label), ValueType{});
}

/// Whether the row that stands here is the one that the pending values name.
bool isThatRow(const RelationNode& node, const std::vector<const Operand*>& operands) {
  if (node.kind != Kind::Row || operands.size() != node.relationship->remoteColumns.size()) return false;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const Value* own = node.value(node.relationship->remoteColumns[i]);
    const bool isSame = operands[i]->isReference() ? operands[i]->reference().ref == node.ref : node.ref.empty() && own && operands[i]->isValue() && *own == operands[i]->value();
    if (!isSame) return false;
  }
  return true;
}

/// What a pending change makes of the foreign key that leads here; empty for nothing.
QString pendingForeignKey(const RelationNode& node, const RelationOverlay& overlay) {
  const RelationNode* owner = node.owner();
  if (!owner || !node.relationship || !node.relationship->ownsForeignKey() || !overlay.meets(*owner, *node.relationship)) return {};
  std::vector<const Operand*> operands;
  QStringList parts;
  for (const std::string& column : node.relationship->localColumns) {
    const Attribute* attribute = owner->shape->model->attributeOfColumn(column);
    const Operand* operand = attribute ? overlay.pendingValue(*owner, *attribute) : nullptr;
    if (!operand) continue;
    operands.push_back(operand);
    parts << (operand->isReference() ? referenceText(operand->reference().ref, overlay) : operand->isDefault() ? defaultText(&attribute->column) : shown(operand->value(), attribute->column));
    if (operand->isReference()) parts = {parts.last()};
    if (operand->isReference()) break;
  }
  if (parts.isEmpty() || isThatRow(node, operands)) return {};
  return Text::tr("will be %1").arg(joined(parts));
}

Tint rowTint(const RelationNode& node, const RelationOverlay& overlay) {
  if (const Change* change = overlay.changeOf(node)) {
    if (change->kind == Change::Kind::Delete) return Tint::Deleted;
    if (change->kind == Change::Kind::Insert || node.isPending) return Tint::New;
    return overlay.isMovedAway(node) ? Tint::Deleted : Tint::Changed;
  }
  if (overlay.changeThatUnlinks(node)) return Tint::Deleted;
  return node.isPending ? Tint::New : Tint::None;
}

QString rowNote(const RelationNode& node, const RelationOverlay& overlay) {
  if (node.isGone) return Text::tr("no longer there");
  if (overlay.isMovedAway(node)) return Text::tr("moves away");
  if (node.isAbove) return Text::tr("already above");
  switch (node.tint) {
    case Tint::New: return node.ref.empty() ? Text::tr("new link") : Text::tr("new row");
    case Tint::Changed: return Text::tr("changed");
    case Tint::Deleted: return Text::tr("will be removed");
    case Tint::None: return {};
  }
  return {};
}

void describeCells(RelationNode& node, const RelationOverlay& overlay, const std::vector<Value>& values) {
  node.cells.clear();
  node.changedCells.clear();
  node.nullCells.clear();
  for (const std::size_t position : node.shape->cells) {
    const Attribute& attribute = *node.shape->attributes[position];
    const QString unknown = unknownText(node, attribute, overlay);
    QString text = !unknown.isEmpty() ? unknown : values.empty() ? QString() : shown(values[position], attribute.column);
    if (repeatsTheRowAbove(node, attribute)) text.clear();
    // Other rows beside it have other columns.
    if (node.relationship && !text.isEmpty()) text = toQString(attribute.name) + QLatin1Char(' ') + text;
    node.cells << text;
    node.nullCells.push_back(!unknown.isEmpty() || (!values.empty() && values[position].isNull()));
    node.changedCells.push_back(overlay.pendingValue(node, attribute) != nullptr);
  }
}

void describeRow(RelationNode& node, const RelationOverlay& overlay) {
  const Model& model = *node.shape->model;
  const auto values = overlay.values(node);
  node.keyText = keyText(node);
  node.keyAfter = overlay.changeOf(node) ? overlay.keyAfter(node) : Key();
  node.tint = rowTint(node, overlay);
  node.details = detailsText(node, values);
  QString label = gridText(ValueView::text(relatedRowLabel(*node.shape, values)), ValueType{});
  if (label.isEmpty() && !node.ref.empty()) label = Text::tr("new row of %1").arg(toQString(model.name));
  if (label.isEmpty()) label = node.keyText.isEmpty() ? Text::tr("a row without a key") : toQString(model.name) + QLatin1Char(' ') + node.keyText;
  label = withChain(node, label);
  if (node.relationship) node.title = Text::tr("%1: %2").arg(toQString(node.relationship->name), label);
  else if (node.isOnlyTop() && !node.row.values.empty()) node.title = Text::tr("%1: %2").arg(toQString(model.name), label);
  else node.title = label;
  node.note = rowNote(node, overlay);
  describeCells(node, overlay, values);
  if (const QString pending = pendingForeignKey(node, overlay); !pending.isEmpty()) {
    node.note = pending;
    if (node.tint == Tint::None) node.tint = Tint::Changed;
  }
}

/// "3 new"; empty for none.
QString newText(const RelationNode& node) {
  const std::size_t added = node.pending.size() - std::min(node.pendingGone, node.pending.size());
  if (added == 0 && !node.hasMorePending) return {};
  const QString number = QLocale().toString(static_cast<qulonglong>(added));
  return node.hasMorePending ? Text::tr("over %1 new").arg(number) : Text::tr("%1 new").arg(number);
}

/// How many rows the database has here that the pending changes take away; empty for none.
QString removedNumber(const RelationNode& node) {
  if (!node.leaving) return {};
  if (!node.removed) return QStringLiteral("…");
  const QString number = QLocale().toString(static_cast<qlonglong>(*node.removed));
  if (node.hasMoreLeaving) return Text::tr("%1 or more").arg(number);
  return *node.removed == 0 ? QString() : number;
}

void describeNoRow(RelationNode& node, const RelationOverlay& overlay) {
  const RelationNode& owner = *node.owner();
  QStringList values;
  for (const std::string& column : node.relationship->localColumns)
    if (const Value* value = owner.value(column); value && !value->isNull()) values << gridText(*value, owner.shape->model->attributeOfColumn(column)->column.type);
  const bool leadsNowhere = node.relationship->ownsForeignKey() && values.size() == static_cast<qsizetype>(node.relationship->localColumns.size());
  QString what = QStringLiteral("…");
  if (node.state == State::Failed) what = QStringLiteral("?");
  else if (node.state == State::Read) what = leadsNowhere ? Text::tr("no row with %1").arg(joined(values)) : Text::tr("none");
  node.title = Text::tr("%1: %2").arg(toQString(node.relationship->name), what);
  node.note = pendingForeignKey(node, overlay);
  node.tint = node.note.isEmpty() ? Tint::None : Tint::Changed;
}

/// "12", "12 + 3 new − 2 removed", "12 after pruning − 2 removed": each row that the branch shows is of one of them; of what has only new ones "3 new".
QString countText(const RelationNode& node) {
  QString count = node.count ? QLocale().toString(static_cast<qlonglong>(*node.count)) : QStringLiteral("…");
  if (!node.count && node.owner()->counting == State::Failed) count = QStringLiteral("?");
  // It is of the rows that pass; what is new and what goes is told beside it.
  if (node.isPruned) count = Text::tr("%1 after pruning").arg(count);
  const QString added = newText(node);
  const QString removed = removedNumber(node);
  if (!added.isEmpty()) count = node.count == 0 ? added : Text::tr("%1 + %2").arg(count, added);
  return removed.isEmpty() ? count : Text::tr("%1 − %2 removed").arg(count, removed);
}

void describeBranch(RelationNode& node) {
  node.title = Text::tr("%1 (%2)").arg(toQString(node.relationship->name), countText(node));
  const std::string& target = node.shape->model->name;
  node.details = target == node.relationship->name ? QString() : toQString(target);
  node.tint = !node.pending.empty() ? Tint::New : removedNumber(node).isEmpty() ? Tint::None : Tint::Changed;
  node.cells.clear();
  const auto repeats = [&](const Attribute& attribute) {
    const bool isChild = node.relationship->kind == Relationship::Kind::OneToMany;
    return isChild && std::ranges::find(node.relationship->remoteColumns, attribute.column.name) != node.relationship->remoteColumns.end();
  };
  for (const std::size_t position : node.shape->cells) {
    const Attribute& attribute = *node.shape->attributes[position];
    node.cells << (repeats(attribute) ? QString() : toQString(attribute.name));
  }
  if (node.isPruned) node.note = Text::tr("pruned by the filter");
}

}  // namespace

void describe(RelationNode& node, const RelationOverlay& overlay) {
  switch (node.kind) {
    case Kind::Table: return;
    case Kind::Row: return describeRow(node, overlay);
    case Kind::NoRow: return describeNoRow(node, overlay);
    case Kind::Branch: return describeBranch(node);
    case Kind::More: node.title = Text::tr("Show more"); return;
    case Kind::Loading: node.title = Text::tr("Reading…"); return;
    case Kind::Error:
      node.title = Text::tr("Could not be read: %1").arg(gridText(ValueView::text(node.error->message()), ValueType{}));
      node.note = Text::tr("Enter tries again");
      return;
  }
}

QString unknownText(const RelationNode& row, const Attribute& attribute, const RelationOverlay& overlay) {
  const Operand* operand = overlay.pendingValue(row, attribute);
  if (operand && operand->isReference()) return referenceText(operand->reference().ref, overlay);
  if (operand && operand->isDefault()) return defaultText(&attribute.column);
  if (operand || row.ref.empty()) return {};
  return attribute.column.hasGeneratedValue() || attribute.column.defaultExpression ? Text::tr("default") : QString();
}

QString accessibleText(const RelationNode& node) {
  QStringList parts;
  if (node.kind == Kind::Branch) {
    parts << toQString(node.relationship->name) << (node.count ? Text::tr("%n rows", nullptr, static_cast<int>(*node.count)) : Text::tr("not counted yet"));
    const QString added = newText(node);
    if (!added.isEmpty()) parts << added;
    // Of a row that is still to be added the database has none.
    if (!added.isEmpty() && node.count == 0) parts.removeAt(1);
    if (const QString removed = removedNumber(node); !removed.isEmpty()) parts << Text::tr("%1 will be removed").arg(removed);
  } else {
    parts << node.title;
  }
  if (!node.details.isEmpty()) parts << node.details;
  if (!node.note.isEmpty()) parts << node.note;
  return parts.join(QStringLiteral(", "));
}

QString iconName(const RelationNode& node) {
  switch (node.kind) {
    case Kind::Row:
      if (node.isAbove) return QStringLiteral("back");
      if (node.isGone) return QStringLiteral("warning");
      return node.relationship ? QStringLiteral("foreign_key") : QStringLiteral("form");
    case Kind::NoRow: return QStringLiteral("foreign_key");
    case Kind::Branch: return QStringLiteral("relationship");
    case Kind::More: return QStringLiteral("add");
    case Kind::Error: return QStringLiteral("warning");
    case Kind::Table:
    case Kind::Loading: return {};
  }
  return {};
}

QString toolTipText(const RelationNode& node) {
  if (node.kind == Kind::Error) {
    QStringList lines{toQString(node.error->message())};
    if (!node.error->detail.empty()) lines << toQString(node.error->detail);
    if (!node.error->hint.empty()) lines << toQString(node.error->hint);
    return lines.join(QLatin1Char('\n'));
  }
  if (node.kind == Kind::More || node.kind == Kind::Loading) return {};
  return accessibleText(node);
}

}  // namespace joinery::ui
