// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_overlay.h"

#include <algorithm>

namespace joinery::ui {

namespace {

using ChangeKind = Change::Kind;

bool isKey(const Key& operands, const std::vector<Value>& key) {
  return std::ranges::equal(operands, key, [](const Operand& operand, const Value& value) { return !operand.isReference() && operand.value() == value; });
}

/// The other end of a link or unlink that touches this relationship of this row; null when it is another's.
const Key* otherEnd(const Change& change, const RelationNode& row, const Relationship& relationship) {
  const std::string& model = row.shape->model->name;
  if (change.model == model && change.relationship == relationship.name && isKey(change.key, row.row.key)) return &change.to;
  const bool isReverse = change.model == relationship.target && change.relationship == relationship.backPopulates && !change.relationship.empty();
  return isReverse && isKey(change.to, row.row.key) ? &change.key : nullptr;
}

/// What a change gives a column; null when it says nothing about it or names a row that has no key yet.
const Value* written(const Change& change, const Model& model, const std::string& column) {
  const Attribute* attribute = model.attributeOfColumn(column);
  const Operand* operand = attribute ? change.value(attribute->name) : nullptr;
  return operand && !operand->isReference() ? &operand->value() : nullptr;
}

/// What a deletion's image says of a column.
const Value* removed(const Change& change, const Model& model, const std::string& column) {
  const Attribute* attribute = model.attributeOfColumn(column);
  return attribute ? change.beforeValue(attribute->name) : nullptr;
}

template <typename Read>
bool matches(const Change& change, const Model& model, const std::vector<std::string>& columns, const RelationNode& row,
             const std::vector<std::string>& rowColumns, Read read) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Value* theirs = read(change, model, columns[i]);
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

std::optional<PendingLink> RelationOverlay::linkOf(const Change& change, const RelationNode& row, const RelationNode& branch) const {
  const Relationship& relationship = *branch.relationship;
  const Model& target = *branch.shape->model;
  if (change.kind == ChangeKind::Link) {
    const Key* other = otherEnd(change, row, relationship);
    return other ? linkFromKey(*other) : std::nullopt;
  }
  if (relationship.kind == Relationship::Kind::ManyToMany) return linkByLinkRow(change, row, branch);
  const bool isWritten = change.kind == ChangeKind::Insert || change.kind == ChangeKind::Update;
  if (!isWritten || change.model != target.name) return std::nullopt;
  if (!matches(change, target, relationship.remoteColumns, row, relationship.localColumns, written)) return std::nullopt;
  return change.kind == ChangeKind::Insert ? PendingLink{{}, change.ref} : linkFromKey(change.key);
}

std::optional<PendingLink> RelationOverlay::linkByLinkRow(const Change& change, const RelationNode& row, const RelationNode& branch) const {
  const Relationship& relationship = *branch.relationship;
  const Model* link = change.kind == ChangeKind::Insert ? m_registry->modelOf(relationship.linkTable) : nullptr;
  if (!link || change.model != link->name) return std::nullopt;
  if (!matches(change, *link, relationship.linkLocalColumns, row, relationship.localColumns, written)) return std::nullopt;
  PendingLink found;
  const RowShape& target = *branch.shape;
  for (const std::size_t position : target.key) {
    const auto remote = std::ranges::find(relationship.remoteColumns, target.attributes[position]->column.name);
    if (remote == relationship.remoteColumns.end()) return std::nullopt;
    const std::string& column = relationship.linkRemoteColumns[static_cast<std::size_t>(remote - relationship.remoteColumns.begin())];
    const Attribute* attribute = link->attributeOfColumn(column);
    const Operand* operand = attribute ? change.value(attribute->name) : nullptr;
    if (!operand) return std::nullopt;
    if (operand->isReference()) return PendingLink{{}, operand->reference().ref};
    found.key.push_back(operand->value());
  }
  return found.key.empty() ? std::nullopt : std::optional(found);
}

std::vector<PendingLink> RelationOverlay::linksOf(const RelationNode& branch) const {
  std::vector<PendingLink> links;
  const RelationNode* row = branch.owner();
  if (isEmpty() || !row || row->row.key.empty()) return links;
  for (const Change& change : m_changes->changeSet().changes())
    if (auto link = linkOf(change, *row, branch)) links.push_back(std::move(*link));
  return links;
}

bool RelationOverlay::isUnlinked(const RelationNode& row) const {
  const RelationNode* branch = row.parent;
  if (isEmpty() || row.isPending || !branch || branch->kind != RelationNode::Kind::Branch) return false;
  const RelationNode& owner = *branch->owner();
  const Relationship& relationship = *branch->relationship;
  const Model* link = relationship.kind == Relationship::Kind::ManyToMany ? m_registry->modelOf(relationship.linkTable) : nullptr;
  return std::ranges::any_of(m_changes->changeSet().changes(), [&](const Change& change) {
    if (change.kind == ChangeKind::Unlink) {
      const Key* other = otherEnd(change, owner, relationship);
      return other && isKey(*other, row.row.key);
    }
    return link && change.kind == ChangeKind::Delete && change.model == link->name &&
           matches(change, *link, relationship.linkLocalColumns, owner, relationship.localColumns, removed) &&
           matches(change, *link, relationship.linkRemoteColumns, row, relationship.remoteColumns, removed);
  });
}

}  // namespace joinery::ui
