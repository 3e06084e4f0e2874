// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_edits.h"

#include <QCoreApplication>
#include <algorithm>

#include "orm/changes/seen_row.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using NodeKind = RelationNode::Kind;
using RelationKind = Relationship::Kind;

struct EditText {
  Q_DECLARE_TR_FUNCTIONS(joinery::ui::RelationEdits)
};

Key keyOf(const RelationNode& row) {
  if (!row.ref.empty()) {
    Key key;
    for (const std::size_t position : row.shape->key) key.emplace_back(Operand::Reference{row.ref, row.shape->attributes[position]->name});
    return key;
  }
  return {row.row.key.begin(), row.row.key.end()};
}

bool isSameRow(const RelationNode& one, const RelationNode& other) {
  return one.shape->model == other.shape->model && one.row.key == other.row.key && one.ref == other.ref;
}

RelationNode rowNode(const RowShape& shape, const RelatedRow& row, const std::string& ref = {}) {
  RelationNode node;
  node.ref = ref;
  node.shape = std::make_shared<const RowShape>(shape);
  node.row = row;
  return node;
}

bool refersTo(const Change& change, const std::string& ref) {
  const auto isIt = [&](const Operand& operand) { return operand.isReference() && operand.reference().ref == ref; };
  return std::ranges::any_of(change.key, isIt) || std::ranges::any_of(change.to, isIt) ||
         std::ranges::any_of(change.values, [&](const auto& value) { return isIt(value.second); });
}

QString modelName(const Model& model) { return toQString(model.name); }

}  // namespace

/// What is done while it lives is undone as one.
class RelationEdits::Step {
 public:
  Step(PendingChanges& changes, const QString& text) : m_changes(changes) { m_changes.beginGroup(text); }
  ~Step() { m_changes.endGroup(); }

 private:
  PendingChanges& m_changes;
};

QString RelationEdits::trouble() const {
  if (!m_changes || !m_registry) return EditText::tr("Nothing is open that could be changed.");
  if (m_changes->isCommitting()) return EditText::tr("The changes are being committed: wait for what comes of it.");
  if (m_changes->isInDoubt()) return EditText::tr("What came of the last commit is not known yet: settle that first.");
  return {};
}

RelationEdits::Place RelationEdits::placeOf(const RelationNode& node) const {
  if (node.kind == NodeKind::Table) return node.isPaged ? Place{nullptr, nullptr, &node, node.shape->model} : Place{};
  if (node.relationship) return {node.owner(), node.relationship, &node, &m_registry->target(*node.relationship)};
  return node.parent ? placeOf(*node.parent) : Place{};
}

RelationEdits::Place RelationEdits::placeFor(const RelationNode& row, const RelationNode& onto) const {
  const Place from = placeOf(row);
  if (!from || !from.relationship) return {};
  if (onto.kind == NodeKind::Row) {
    for (const Relationship& relationship : onto.shape->model->relationships) {
      const bool isSame = from.owner->shape->model == onto.shape->model && relationship.name == from.relationship->name;
      if (isSame) return {&onto, &relationship, nullptr, from.model};
    }
  }
  Place place = placeOf(onto);
  const bool takesIt = place && place.relationship && place.model == from.model && place.relationship->isToMany();
  return takesIt ? place : Place{};
}

std::optional<Operand> RelationEdits::operandOf(const RelationNode& row, const std::string& column) const {
  const Attribute* attribute = row.shape->model->attributeOfColumn(column);
  if (!attribute) return std::nullopt;
  if (!row.ref.empty()) return Operand(Operand::Reference{row.ref, attribute->name});
  const Value* value = row.value(column);
  if (value) return Operand(*value);
  // A row that is not read yet is known by its key.
  const auto place = std::ranges::find(row.shape->key, static_cast<std::size_t>(row.shape->indexOfColumn(column)));
  if (place == row.shape->key.end() || row.row.key.empty()) return std::nullopt;
  return Operand(row.row.key[static_cast<std::size_t>(place - row.shape->key.begin())]);
}

SeenCells RelationEdits::seen(const RelationNode& row) {
  return seenRow(*row.shape->model, [&row](const Attribute& attribute) -> std::optional<Value> {
    const int index = row.shape->indexOfAttribute(attribute.name);
    const auto position = static_cast<std::size_t>(index);
    const bool isWhole = index >= 0 && position < row.row.values.size() && (row.row.cut.empty() || !row.row.cut[position]);
    return isWhole ? std::optional(row.row.values[position]) : std::nullopt;
  });
}

QString RelationEdits::setValue(const RelationNode& row, const Attribute& attribute, const Operand& value) const {
  const Model& model = *row.shape->model;
  if (const QString why = trouble(); !why.isEmpty()) return why;
  if (const std::string why = model.readOnlyReason(); !why.empty()) return toQString(why);
  if (!attribute.column.isWritable()) return EditText::tr("%1 is computed by the database.").arg(toQString(attribute.name));
  if (!row.ref.empty()) {
    m_changes->setInsertedCell(row.ref, attribute.name, value);
    return {};
  }
  const int index = row.shape->indexOfAttribute(attribute.name);
  const auto position = static_cast<std::size_t>(index);
  if (row.isGone || row.row.key.empty()) return EditText::tr("This row can't be told from others, or is no longer there.");
  if (index < 0 || row.row.values.empty()) return EditText::tr("The row is not read yet.");
  if (!row.row.cut.empty() && row.row.cut[position]) return EditText::tr("%1 was not read whole: edit it in its table.").arg(toQString(attribute.name));
  if (const Change* change = m_overlay.changeOf(row); change && change->kind == Change::Kind::Delete) return EditText::tr("The row will be deleted: take that back first.");
  m_changes->setCell(model.name, row.row.key, attribute.name, row.row.values[position], value, seen(row));
  return {};
}

/// Writes what refers to another row, and what the relationship asks of the row beside that; NULL where `to` is null.
QString RelationEdits::refer(const RelationNode& row, const Relationship& relationship, const RelationNode* to) const {
  const bool owns = relationship.ownsForeignKey();
  const auto& columns = owns ? relationship.localColumns : relationship.remoteColumns;
  const auto& toColumns = owns ? relationship.remoteColumns : relationship.localColumns;
  const Model& model = *row.shape->model;
  std::vector<std::pair<const Attribute*, Operand>> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Attribute* attribute = model.attributeOfColumn(columns[i]);
    const std::optional<Operand> value = to ? operandOf(*to, toColumns[i]) : std::optional(Operand(Value()));
    if (!attribute || !value) return EditText::tr("The row is not read yet.");
    if (!to && !attribute->column.nullable) return EditText::tr("A row of %1 needs its %2: move it elsewhere, or delete it.").arg(modelName(model), toQString(attribute->name));
    cells.emplace_back(attribute, *value);
  }
  if (to)
    for (const auto& [column, value] : relationship.criterion)
      if (const Attribute* attribute = model.attributeOfColumn(column)) cells.emplace_back(attribute, Operand(value));
  const Step step(*m_changes, to ? EditText::tr("Put a row of %1 elsewhere").arg(modelName(model)) : EditText::tr("Detach a row of %1").arg(modelName(model)));
  for (const auto& [attribute, value] : cells)
    if (const QString why = setValue(row, *attribute, value); !why.isEmpty()) return why;
  return {};
}

std::optional<Junction> RelationEdits::junctionOf(const Place& place) const { return place.relationship ? Junction::of(*m_registry, *place.relationship) : std::nullopt; }

QString RelationEdits::neededOfLink(const Place& place, const Change::Values& ofLink) const {
  const auto junction = place.relationship && place.relationship->kind == RelationKind::ManyToMany ? junctionOf(place) : std::nullopt;
  for (const Attribute* attribute : junction ? junction->needs() : std::vector<const Attribute*>())
    if (std::ranges::none_of(ofLink, [&](const auto& each) { return each.first == attribute->name; })) return toQString(attribute->name);
  return {};
}

QString RelationEdits::link(const Place& place, const RelationNode& to, const Change::Values& ofLink) const {
  if (const QString needed = neededOfLink(place, ofLink); !needed.isEmpty()) return EditText::tr("A link of %1 needs its %2.").arg(toQString(place.relationship->name), needed);
  const Step step(*m_changes, EditText::tr("Link %1").arg(toQString(place.relationship->name)));
  const auto junction = junctionOf(place);
  // What a link needs beside its keys only its own row can have; so has one that the tree shows.
  if (junction && (place.relationship->kind != RelationKind::ManyToMany || !junction->needs().empty())) return addLinkRow(place, *junction, to, ofLink);
  m_changes->link(place.owner->shape->model->name, keyOf(*place.owner), place.relationship->name, keyOf(to));
  return {};
}

QString RelationEdits::addLinkRow(const Place& place, const Junction& junction, const RelationNode& to, Change::Values values) const {
  const auto refer = [&](const std::vector<std::string>& columns, const RelationNode& row, const std::vector<std::string>& rowColumns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Attribute* attribute = junction.links->attributeOfColumn(columns[i]);
      const std::optional<Operand> value = operandOf(row, rowColumns[i]);
      if (!attribute || !value) return false;
      values.emplace_back(attribute->name, *value);
    }
    return true;
  };
  if (!refer(junction.nearColumns, *place.owner, junction.near) || !refer(junction.farColumns, to, junction.remote)) return EditText::tr("The row is not read yet.");
  m_changes->insertRow(junction.links->name, std::move(values));
  return {};
}

QString RelationEdits::add(const Place& place, std::string* ref) const {
  if (const QString why = trouble(); !why.isEmpty()) return why;
  if (!place) return EditText::tr("Choose the branch to which a row is to be added.");
  if (place.model->table && place.model->table->isView()) return EditText::tr("%1 is a view: rows are added to its tables.").arg(modelName(*place.model));
  if (place.owner && !place.owner->isExpandableRow() && !place.owner->isAbove) return EditText::tr("The row above can't be told from others, or is no longer there.");
  if (const QString needed = neededOfLink(place); !needed.isEmpty())
    return EditText::tr("A link of %1 needs its %2: add the row to %3 itself, commit, then attach it here, which asks for that.").arg(toQString(place.relationship->name), needed, modelName(*place.model));
  return addRelated(place, ref);
}

QString RelationEdits::addRelated(const Place& place, std::string* ref) const {
  Change::Values values;
  const Relationship* relationship = place.relationship;
  const bool isChild = relationship && (relationship->kind == RelationKind::OneToMany || relationship->kind == RelationKind::OneToOne);
  for (std::size_t i = 0; isChild && i < relationship->remoteColumns.size(); ++i) {
    const Attribute* attribute = place.model->attributeOfColumn(relationship->remoteColumns[i]);
    const std::optional<Operand> value = operandOf(*place.owner, relationship->localColumns[i]);
    if (!attribute || !value) return EditText::tr("The row above is not read yet.");
    values.emplace_back(attribute->name, *value);
  }
  if (isChild)
    for (const auto& [column, value] : relationship->criterion)
      if (const Attribute* attribute = place.model->attributeOfColumn(column)) values.emplace_back(attribute->name, Operand(value));
  const Step step(*m_changes, EditText::tr("Add row to %1").arg(modelName(*place.model)));
  RelationNode added;
  added.shape = std::make_shared<const RowShape>(*place.model);
  added.ref = m_changes->insertRow(place.model->name, std::move(values));
  if (ref) *ref = added.ref;
  if (!relationship || isChild) return {};
  if (relationship->kind == RelationKind::ManyToMany) return link(place, added);
  return refer(*place.owner, *relationship, &added);
}

/// Through the relationship where it asks for an attribute that a tree does not read of such rows: what it was before is read then.
QString RelationEdits::referToOwner(const RelationNode& row, const Place& place) const {
  const auto isRead = [&](const auto& each) { return row.shape->indexOfColumn(each.first) >= 0; };
  if (!row.ref.empty() || std::ranges::all_of(place.relationship->criterion, isRead)) return refer(row, *place.relationship, place.owner);
  m_changes->link(place.owner->shape->model->name, keyOf(*place.owner), place.relationship->name, keyOf(row));
  return {};
}

QString RelationEdits::whyNotUnder(const RelationNode& row, const Place& to) const {
  for (const RelationNode* above = to.owner; above; above = above->owner())
    if (isSameRow(*above, row)) return EditText::tr("A row can't be put below itself.");
  if (!to.node) return {};
  for (const auto& child : to.node->children)
    if (child->kind == NodeKind::Row && isSameRow(*child, row) && child->tint != RelationNode::Tint::Deleted) return EditText::tr("The row is there already.");
  return {};
}

QString RelationEdits::attach(const Place& place, const RowShape& shape, const RelatedRow& row, const Change::Values& ofLink) const {
  if (const QString why = trouble(); !why.isEmpty()) return why;
  if (!place || !place.relationship) return EditText::tr("Choose the branch to which a row is to be attached.");
  const RelationNode attached = rowNode(shape, row);
  const Relationship& relationship = *place.relationship;
  // A row may refer to itself, or to one below it: its boss's boss is for the database to judge.
  if (relationship.ownsForeignKey()) return refer(*place.owner, relationship, &attached);
  const bool isLinked = relationship.kind == RelationKind::ManyToMany;
  if (const auto junction = junctionOf(place); junction && !isLinked && junction->far == shape.model) return link(place, attached, ofLink);
  if (const QString why = whyNotUnder(attached, place); !why.isEmpty() && !isLinked) return why;
  if (!isLinked) return referToOwner(attached, place);
  if (!place.node) return link(place, attached, ofLink);
  for (const auto& child : place.node->children) {
    if (child->kind != NodeKind::Row || !isSameRow(*child, attached)) continue;
    const Change* unlinked = m_overlay.changeThatUnlinks(*child);
    if (!unlinked) return EditText::tr("The row is there already.");
    m_changes->revert(unlinked->id);
    return {};
  }
  return link(place, attached, ofLink);
}

QString RelationEdits::detach(const RelationNode& row) const {
  if (const QString why = trouble(); !why.isEmpty()) return why;
  const Place place = placeOf(row);
  if (!place || !place.relationship || (row.kind != NodeKind::Row && row.kind != NodeKind::NoRow)) return EditText::tr("Choose a row that belongs to the one above.");
  if (place.relationship->ownsForeignKey()) return detachFromOwner(place);
  if (row.kind != NodeKind::Row) return EditText::tr("There is no row to detach.");
  return place.relationship->kind == RelationKind::ManyToMany ? unlink(row) : detachChild(row, place);
}

QString RelationEdits::detachFromOwner(const Place& place) const { return refer(*place.owner, *place.relationship, nullptr); }

QString RelationEdits::unlink(const RelationNode& row) const {
  if (const Change* brings = m_overlay.changeThatBrings(row)) {
    m_changes->revert(brings->id);
    return {};
  }
  if (m_overlay.changeThatUnlinks(row)) return {};
  const RelationNode& owner = *row.owner();
  m_changes->unlink(owner.shape->model->name, owner.row.key, row.parent->relationship->name, row.row.key);
  return {};
}

QString RelationEdits::detachChild(const RelationNode& row, const Place& place) const {
  const Change* brings = m_overlay.changeThatBrings(row);
  if (!brings || brings->kind == Change::Kind::Insert) return refer(row, *place.relationship, nullptr);
  if (brings->kind == Change::Kind::Link) {
    m_changes->revert(brings->id);
    return {};
  }
  // It came from elsewhere, and goes back there.
  const std::uint64_t id = brings->id;
  const Step step(*m_changes, EditText::tr("Detach a row of %1").arg(modelName(*row.shape->model)));
  std::vector<std::string> columns = place.relationship->remoteColumns;
  for (const auto& [column, value] : place.relationship->criterion) columns.push_back(column);
  for (const std::string& column : columns)
    if (const Attribute* attribute = row.shape->model->attributeOfColumn(column)) m_changes->revertCell(id, attribute->name);
  return {};
}

QString RelationEdits::move(const RelationNode& row, const Place& to) const {
  if (const QString why = trouble(); !why.isEmpty()) return why;
  const Place from = placeOf(row);
  if (!to || !to.relationship || !from || !from.relationship || from.model != to.model) return EditText::tr("The row can't be moved there.");
  if (const QString why = whyNotUnder(row, to); !why.isEmpty()) return why;
  const bool isLinked = from.relationship->kind == RelationKind::ManyToMany;
  if (isLinked != (to.relationship->kind == RelationKind::ManyToMany)) return EditText::tr("The row can't be moved there: it belongs here in another way.");
  if (isSameRow(*from.owner, *to.owner) && from.relationship->name == to.relationship->name) return EditText::tr("The row is there already.");
  if (const QString needed = neededOfLink(to); isLinked && !needed.isEmpty())
    return EditText::tr("A link of %1 needs its %2: detach the row here and attach it there, which asks for that.").arg(toQString(to.relationship->name), needed);
  return isLinked ? relink(row, to) : referToOwner(row, to);
}

QString RelationEdits::relink(const RelationNode& row, const Place& to) const {
  const Step step(*m_changes, EditText::tr("Move a row of %1").arg(modelName(*row.shape->model)));
  // Taking it out here may end the place in which it stands.
  const RelationNode moved = rowNode(*row.shape, row.row, row.ref);
  if (const QString why = unlink(row); !why.isEmpty()) return why;
  return link(to, moved);
}

void RelationEdits::removeInsert(const std::string& ref) const {
  const ChangeSet before = m_changes->changeSet();
  const ChangeList all = before.changes();
  for (auto change = all.rbegin(); change != all.rend(); ++change) {
    if (!refersTo(*change, ref)) continue;
    if (change->kind == Change::Kind::Insert && change->ref != ref) removeInsert(change->ref);
    else if (change->kind == Change::Kind::Update)
      for (const auto& [name, value] : change->values) {
        if (value.isReference() && value.reference().ref == ref) m_changes->revertCell(change->id, name);
      }
    else if (change->kind != Change::Kind::Insert) m_changes->revert(change->id);
  }
  m_changes->removeInserted(ref);
}

QString RelationEdits::remove(const RelationNode& row) const {
  const Model& model = *row.shape->model;
  if (const QString why = trouble(); !why.isEmpty()) return why;
  if (row.kind != NodeKind::Row) return EditText::tr("Choose a row.");
  const Step step(*m_changes, EditText::tr("Delete from %1").arg(modelName(model)));
  if (!row.ref.empty()) {
    removeInsert(row.ref);
    return {};
  }
  if (const std::string why = model.readOnlyReason(); !why.empty()) return toQString(why);
  if (!row.isStored()) return EditText::tr("This row can't be told from others, or is no longer there.");
  PendingChanges::Image image;
  for (std::size_t i = 0; i < row.row.values.size(); ++i) {
    const bool isWhole = row.row.cut.empty() || !row.row.cut[i];
    if (isWhole && !row.shape->attributes[i]->column.isComputed()) image.emplace_back(row.shape->attributes[i]->name, row.row.values[i]);
  }
  m_changes->deleteRow(model.name, row.row.key, image);
  return {};
}

QString RelationEdits::revert(const RelationNode& row) const {
  if (const QString why = trouble(); !why.isEmpty()) return why;
  if (!row.ref.empty()) return remove(row);
  const Change* change = m_overlay.changeOf(row);
  if (!change) change = m_overlay.changeThatUnlinks(row);
  if (!change) change = m_overlay.changeThatBrings(row);
  if (!change) return EditText::tr("Nothing of this row is pending.");
  m_changes->revert(change->id);
  return {};
}

}  // namespace joinery::ui
