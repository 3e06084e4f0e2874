// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_overlay.h"

#include <algorithm>

namespace joinery::ui {

namespace {

using ChangeKind = Change::Kind;

bool isKey(const Key& operands, const RelationNode& row) {
  if (!row.ref.empty()) return !operands.empty() && operands.front().isReference() && operands.front().reference().ref == row.ref;
  return std::ranges::equal(operands, row.row.key, [](const Operand& operand, const Value& value) { return operand.isValue() && operand.value() == value; });
}

/// The other end of a link or unlink that touches this relationship of this row; null when it is another's.
const Key* otherEnd(const Change& change, const RelationNode& row, const Relationship& relationship) {
  const std::string& model = row.shape->model->name;
  if (change.model == model && change.relationship == relationship.name && isKey(change.key, row)) return &change.to;
  const bool isReverse = change.model == relationship.target && change.relationship == relationship.backPopulates && !change.relationship.empty();
  return isReverse && isKey(change.to, row) ? &change.key : nullptr;
}

/// What a change gives a column; null when it says nothing about it.
const Operand* written(const Change& change, const Model& model, const std::string& column) {
  const Attribute* attribute = model.attributeOfColumn(column);
  return attribute ? change.value(attribute->name) : nullptr;
}

/// Whether a deletion's image says of the columns what the row has in its own.
bool removes(const Change& change, const Model& model, const std::vector<std::string>& columns, const RelationNode& row, const std::vector<std::string>& rowColumns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Attribute* attribute = model.attributeOfColumn(columns[i]);
    const Value* theirs = attribute ? change.beforeValue(attribute->name) : nullptr;
    const Value* ours = row.value(rowColumns[i]);
    if (!theirs || !ours || ours->isNull() || !(*theirs == *ours)) return false;
  }
  return true;
}

std::optional<PendingLink> linkFromKey(const Key& key) {
  PendingLink link;
  for (const Operand& operand : key) {
    if (operand.isReference()) return PendingLink{{}, operand.reference().ref};
    link.key.push_back(operand.value());
  }
  return link;
}

}  // namespace

const Change* RelationOverlay::changeOf(const RelationNode& row) const {
  if (isEmpty() || row.kind != RelationNode::Kind::Row) return nullptr;
  if (!row.ref.empty()) return m_changes->insertByRef(row.ref);
  return row.row.key.empty() ? nullptr : m_changes->changeOf(row.shape->model->name, row.row.key);
}

std::vector<Value> RelationOverlay::values(const RelationNode& row) const {
  const Change* change = changeOf(row);
  std::vector<Value> values = row.row.values;
  if (!change || change->kind == ChangeKind::Delete) return values;
  if (change->kind == ChangeKind::Insert) values.resize(row.shape->attributes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Operand* operand = change->value(row.shape->attributes[i]->name);
    if (operand && !operand->isReference()) values[i] = operand->value();
  }
  return values;
}

const Operand* RelationOverlay::pendingValue(const RelationNode& row, const Attribute& attribute) const {
  const Change* change = changeOf(row);
  return change && change->kind != ChangeKind::Delete ? change->value(attribute.name) : nullptr;
}

bool RelationOverlay::isValueOf(const Operand& operand, const RelationNode& row, const std::string& column) const {
  const Attribute* attribute = row.shape->model->attributeOfColumn(column);
  if (!attribute || operand.isComputed()) return false;
  if (operand.isReference()) {
    const Operand::Reference& reference = operand.reference();
    return !row.ref.empty() && reference.ref == row.ref && (reference.attribute.empty() || reference.attribute == attribute->name);
  }
  if (operand.value().isNull()) return false;
  if (row.ref.empty()) {
    const Value* own = row.value(column);
    return own && *own == operand.value();
  }
  const Operand* own = pendingValue(row, *attribute);
  return own && own->isValue() && own->value() == operand.value();
}

bool RelationOverlay::refersTo(const Change& change, const Model& model, const std::vector<std::string>& columns, const RelationNode& row,
                               const std::vector<std::string>& rowColumns) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Operand* theirs = written(change, model, columns[i]);
    if (!theirs || !isValueOf(*theirs, row, rowColumns[i])) return false;
  }
  return true;
}

std::optional<PendingLink> RelationOverlay::linkOf(const Change& change, const RelationNode& branch) const {
  const Model& target = *branch.shape->model;
  if (branch.kind == RelationNode::Kind::Table)
    return change.kind == ChangeKind::Insert && change.model == target.name ? std::optional(PendingLink{{}, change.ref}) : std::nullopt;
  const RelationNode& row = *branch.owner();
  const Relationship& relationship = *branch.relationship;
  if (change.kind == ChangeKind::Link) {
    const Key* other = otherEnd(change, row, relationship);
    return other ? linkFromKey(*other) : std::nullopt;
  }
  if (relationship.kind == Relationship::Kind::ManyToMany) return linkByLinkRow(change, row, branch);
  const bool isWritten = change.kind == ChangeKind::Insert || change.kind == ChangeKind::Update;
  if (!isWritten || change.model != target.name || !refersTo(change, target, relationship.remoteColumns, row, relationship.localColumns)) return std::nullopt;
  return change.kind == ChangeKind::Insert ? PendingLink{{}, change.ref} : linkFromKey(change.key);
}

std::optional<PendingLink> RelationOverlay::linkByLinkRow(const Change& change, const RelationNode& row, const RelationNode& branch) const {
  const Relationship& relationship = *branch.relationship;
  const Model* link = change.kind == ChangeKind::Insert ? m_registry->modelOf(relationship.linkTable) : nullptr;
  if (!link || change.model != link->name) return std::nullopt;
  if (!refersTo(change, *link, relationship.linkLocalColumns, row, relationship.localColumns)) return std::nullopt;
  PendingLink found;
  const RowShape& target = *branch.shape;
  for (const std::size_t position : target.key) {
    const auto remote = std::ranges::find(relationship.remoteColumns, target.attributes[position]->column.name);
    if (remote == relationship.remoteColumns.end()) return std::nullopt;
    const Operand* operand = written(change, *link, relationship.linkRemoteColumns[static_cast<std::size_t>(remote - relationship.remoteColumns.begin())]);
    if (!operand) return std::nullopt;
    if (operand->isReference()) return PendingLink{{}, operand->reference().ref};
    found.key.push_back(operand->value());
  }
  return found.key.empty() ? std::nullopt : std::optional(found);
}

std::vector<PendingLink> RelationOverlay::linksOf(const RelationNode& branch) const {
  std::vector<PendingLink> links;
  if (isEmpty() || !branch.holdsRows()) return links;
  if (const RelationNode* row = branch.owner(); row && row->row.key.empty() && row->ref.empty()) return links;
  for (const Change& change : m_changes->changeSet().changes())
    if (auto link = linkOf(change, branch)) links.push_back(std::move(*link));
  return links;
}

const Change* RelationOverlay::changeThatBrings(const RelationNode& row) const {
  if (isEmpty() || !row.isPending || !row.parent) return nullptr;
  const PendingLink own{row.row.key, row.ref};
  for (const Change& change : m_changes->changeSet().changes())
    if (linkOf(change, *row.parent) == own) return &change;
  return nullptr;
}

const Change* RelationOverlay::changeThatUnlinks(const RelationNode& row) const {
  const RelationNode* branch = row.parent;
  if (isEmpty() || row.isPending || !branch || branch->kind != RelationNode::Kind::Branch) return nullptr;
  const RelationNode& owner = *branch->owner();
  const Relationship& relationship = *branch->relationship;
  const Model* link = relationship.kind == Relationship::Kind::ManyToMany ? m_registry->modelOf(relationship.linkTable) : nullptr;
  const auto unlinks = [&](const Change& change) {
    if (change.kind == ChangeKind::Unlink) {
      const Key* other = otherEnd(change, owner, relationship);
      return other && isKey(*other, row);
    }
    return link && change.kind == ChangeKind::Delete && change.model == link->name &&
           removes(change, *link, relationship.linkLocalColumns, owner, relationship.localColumns) &&
           removes(change, *link, relationship.linkRemoteColumns, row, relationship.remoteColumns);
  };
  const auto found = std::ranges::find_if(m_changes->changeSet().changes(), unlinks);
  return found == m_changes->changeSet().changes().end() ? nullptr : &*found;
}

bool RelationOverlay::isMovedAway(const RelationNode& row) const {
  const RelationNode* branch = row.parent;
  if (row.isPending || !branch || branch->kind != RelationNode::Kind::Branch || branch->relationship->kind == Relationship::Kind::ManyToMany) return false;
  const Change* change = changeOf(row);
  if (!change || change->kind != ChangeKind::Update) return false;
  const Relationship& relationship = *branch->relationship;
  for (std::size_t i = 0; i < relationship.remoteColumns.size(); ++i) {
    const Operand* theirs = written(*change, *row.shape->model, relationship.remoteColumns[i]);
    if (theirs && !isValueOf(*theirs, *branch->owner(), relationship.localColumns[i])) return true;
  }
  return false;
}

std::string RelationOverlay::labelOfInsert(const std::string& ref) const {
  const Change* change = m_changes ? m_changes->insertByRef(ref) : nullptr;
  const Model* model = change && m_registry ? m_registry->find(change->model) : nullptr;
  if (!model) return {};
  const RowShape shape(*model);
  std::vector<Value> values;
  for (const Attribute* attribute : shape.attributes) {
    const Operand* operand = change->value(attribute->name);
    values.push_back(operand && operand->isValue() ? operand->value() : Value());
  }
  return relatedRowLabel(shape, values);
}

}  // namespace joinery::ui
