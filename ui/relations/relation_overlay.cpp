// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_overlay.h"

#include <algorithm>
#include <set>

#include "orm/core/value_identity.h"

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

/// Whether a change of a row says nothing against what the relationship asks of it.
bool allows(const Change& change, const Model& model, const Relationship& relationship) {
  return std::ranges::all_of(relationship.criterion, [&](const auto& each) {
    const Operand* operand = written(change, model, each.first);
    return operand ? *operand == Operand(each.second) : change.kind != ChangeKind::Insert;
  });
}

/// What a row has in some columns, by the attributes of a link table's model. @return false where it is not known
bool appendCells(std::vector<std::pair<std::string, Value>>& cells, const Model& link, const std::vector<std::string>& columns, const RelationNode& row, const std::vector<std::string>& rowColumns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Attribute* attribute = link.attributeOfColumn(columns[i]);
    const Value* value = row.value(rowColumns[i]);
    if (!attribute || !value || value->isNull()) return false;
    cells.emplace_back(attribute->name, *value);
  }
  return true;
}

ChangeLookup::Row asRow(const RelationNode& row) { return {row.shape->model->name, row.row.key, row.ref}; }

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
  if (!row.ref.empty()) return set().insertByRef(row.ref);
  if (row.row.key.empty()) return nullptr;
  for (const std::uint64_t id : lookup().ofRow(row.shape->model->name, row.row.key))
    if (const Change* change = set().find(id); change && change->model == row.shape->model->name && isKey(change->key, row)) return change;
  return nullptr;
}

bool RelationOverlay::isDeleted(const Model& model, const std::vector<Value>& key) const {
  if (isEmpty()) return false;
  return std::ranges::any_of(lookup().ofRow(model.name, key), [&](std::uint64_t id) {
    const Change* change = set().find(id);
    const auto isSame = [](const Operand& operand, const Value& value) { return operand.isValue() && operand.value() == value; };
    return change && change->kind == ChangeKind::Delete && change->model == model.name && std::ranges::equal(change->key, key, isSame);
  });
}

Key RelationOverlay::keyAfter(const RelationNode& row) const {
  Key key;
  for (std::size_t i = 0; i < row.shape->key.size(); ++i) {
    const Attribute& attribute = *row.shape->attributes[row.shape->key[i]];
    if (const Operand* operand = pendingValue(row, attribute); operand && !operand->isDefault()) key.push_back(*operand);
    else if (!row.ref.empty()) key.emplace_back(Operand::Reference{row.ref, attribute.name});
    else if (i < row.row.key.size()) key.emplace_back(row.row.key[i]);
  }
  return key;
}

std::vector<Value> RelationOverlay::values(const RelationNode& row) const {
  const Change* change = changeOf(row);
  std::vector<Value> values = row.row.values;
  if (!change || change->kind == ChangeKind::Delete) return values;
  if (change->kind == ChangeKind::Insert) values.resize(row.shape->attributes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Operand* operand = change->value(row.shape->attributes[i]->name);
    if (operand && !operand->isReference()) values[i] = operand->isValue() ? operand->value() : Value();
  }
  return values;
}

const Operand* RelationOverlay::pendingValue(const RelationNode& row, const Attribute& attribute) const {
  const Change* change = changeOf(row);
  return change && change->kind != ChangeKind::Delete ? change->value(attribute.name) : nullptr;
}

bool RelationOverlay::isValueOf(const Operand& operand, const RelationNode& row, const std::string& column) const {
  const Attribute* attribute = row.shape->model->attributeOfColumn(column);
  if (!attribute) return false;
  if (operand.isReference()) {
    const Operand::Reference& reference = operand.reference();
    return !row.ref.empty() && reference.ref == row.ref && (reference.attribute.empty() || reference.attribute == attribute->name);
  }
  if (!operand.isValue() || operand.value().isNull()) return false;
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
  if (!allows(change, target, relationship)) return std::nullopt;
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
    if (operand && operand->isReference()) return PendingLink{{}, operand->reference().ref};
    if (!operand || !operand->isValue()) return std::nullopt;
    found.key.push_back(operand->value());
  }
  return found.key.empty() ? std::nullopt : std::optional(found);
}

void RelationOverlay::appendReferring(ChangeLookup::Ids& ids, const Model& model, const std::string& column, const RelationNode& row, const std::string& rowColumn,
                                      std::size_t most) const {
  const Attribute* attribute = model.attributeOfColumn(column);
  const Attribute* own = row.shape->model->attributeOfColumn(rowColumn);
  if (!attribute || !own) return;
  const auto append = [&](const ChangeLookup::Ids& found) { ids.insert(ids.end(), found.begin(), found.end()); };
  if (!row.ref.empty()) append(lookup().referring(model.name, attribute->name, row.ref, most));
  const Operand* given = row.ref.empty() ? nullptr : pendingValue(row, *own);
  const Value* value = given && given->isValue() ? &given->value() : given && given->isDefault() ? nullptr : row.value(rowColumn);
  if (value && !value->isNull()) append(lookup().writing(model.name, attribute->name, *value, most));
}

ChangeLookup::Ids RelationOverlay::mayBring(const RelationNode& branch, std::size_t most) const {
  if (branch.kind == RelationNode::Kind::Table) return lookup().inserts(branch.shape->model->name, most);
  const RelationNode& row = *branch.owner();
  const Relationship& relationship = *branch.relationship;
  ChangeLookup::Ids ids = lookup().linksOf(asRow(row), most);
  const bool isLinked = relationship.kind == Relationship::Kind::ManyToMany;
  const Model* referring = isLinked ? m_registry->modelOf(relationship.linkTable) : branch.shape->model;
  const auto& columns = isLinked ? relationship.linkLocalColumns : relationship.remoteColumns;
  if (referring) appendReferring(ids, *referring, columns.front(), row, relationship.localColumns.front(), most);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

std::vector<PendingLink> RelationOverlay::linksOf(const RelationNode& branch, std::size_t most) const {
  std::vector<PendingLink> links;
  if (isEmpty() || !branch.holdsRows()) return links;
  if (const RelationNode* row = branch.owner(); row && row->row.key.empty() && row->ref.empty()) return links;
  for (const std::uint64_t id : mayBring(branch, most))
    if (const Change* change = set().find(id))
      if (auto link = linkOf(*change, branch)) links.push_back(std::move(*link));
  return links;
}

ChangeLookup::Ids RelationOverlay::mayTake(const RelationNode& branch, std::size_t most) const {
  const RelationNode& row = *branch.owner();
  const Relationship& relationship = *branch.relationship;
  const bool isLinked = relationship.kind == Relationship::Kind::ManyToMany;
  ChangeLookup::Ids ids = lookup().linksOf(asRow(row), most);
  const auto append = [&](const ChangeLookup::Ids& found) { ids.insert(ids.end(), found.begin(), found.end()); };
  const auto appendLeaving = [&](const Model* model, const std::string& column, const Value* value) {
    const Attribute* attribute = model ? model->attributeOfColumn(column) : nullptr;
    if (attribute && value && !value->isNull()) append(lookup().leaving(model->name, attribute->name, *value, most));
  };
  const Model* referring = isLinked ? m_registry->modelOf(relationship.linkTable) : branch.shape->model;
  appendLeaving(referring, (isLinked ? relationship.linkLocalColumns : relationship.remoteColumns).front(), row.value(relationship.localColumns.front()));
  for (const auto& [column, value] : relationship.criterion) appendLeaving(branch.shape->model, column, &value);
  if (isLinked) append(lookup().deletes(branch.shape->model->name, most));
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

std::vector<Value> RelationOverlay::takenByLinkRow(const Change& change, const RelationNode& branch) const {
  const Relationship& relationship = *branch.relationship;
  const Model* link = m_registry->modelOf(relationship.linkTable);
  const auto held = [&](const std::string& column) {
    const Attribute* attribute = link->attributeOfColumn(column);
    return attribute ? change.beforeValue(attribute->name) : nullptr;
  };
  if (!link || change.kind != ChangeKind::Delete || change.model != link->name) return {};
  for (std::size_t i = 0; i < relationship.linkLocalColumns.size(); ++i) {
    const Value* own = branch.owner()->value(relationship.localColumns[i]);
    const Value* theirs = held(relationship.linkLocalColumns[i]);
    if (!own || !theirs || *own != *theirs) return {};
  }
  std::vector<Value> key;
  for (const std::size_t position : branch.shape->key) {
    const auto remote = std::ranges::find(relationship.remoteColumns, branch.shape->attributes[position]->column.name);
    if (remote == relationship.remoteColumns.end()) return {};
    const Value* value = held(relationship.linkRemoteColumns[static_cast<std::size_t>(remote - relationship.remoteColumns.begin())]);
    if (!value) return {};
    key.push_back(*value);
  }
  return key;
}

std::vector<Value> RelationOverlay::takenBy(const Change& change, const RelationNode& branch) const {
  const auto plain = [](const Key& key) {
    std::vector<Value> values;
    for (const Operand& operand : key)
      if (operand.isValue()) values.push_back(operand.value());
    return values.size() == key.size() ? values : std::vector<Value>();
  };
  if (change.kind == ChangeKind::Unlink) {
    const Key* other = otherEnd(change, *branch.owner(), *branch.relationship);
    return other ? plain(*other) : std::vector<Value>();
  }
  if (change.kind != ChangeKind::Update && change.kind != ChangeKind::Delete) return {};
  if (change.model != branch.shape->model->name) return takenByLinkRow(change, branch);
  // As if it stood there.
  RelationNode row;
  row.shape = branch.shape;
  row.row.key = plain(change.key);
  row.parent = const_cast<RelationNode*>(&branch);
  return change.kind == ChangeKind::Delete || isMovedAway(row) ? row.row.key : std::vector<Value>();
}

std::vector<std::vector<Value>> RelationOverlay::leaving(const RelationNode& branch, std::size_t most) const {
  std::vector<std::vector<Value>> keys;
  if (isEmpty() || branch.kind != RelationNode::Kind::Branch || !branch.owner()->isStored()) return keys;
  std::set<std::string> seen;
  for (const std::uint64_t id : mayTake(branch, most)) {
    const Change* change = set().find(id);
    std::vector<Value> key = change ? takenBy(*change, branch) : std::vector<Value>();
    std::string identity;
    for (const Value& value : key) appendIdentity(identity, value);
    if (!key.empty() && seen.insert(std::move(identity)).second) keys.push_back(std::move(key));
  }
  return keys;
}

const Change* RelationOverlay::changeThatBrings(const RelationNode& row) const {
  if (isEmpty() || !row.isPending || !row.parent) return nullptr;
  const PendingLink own{row.row.key, row.ref};
  for (const std::uint64_t id : mayBring(*row.parent, ChangeLookup::kAll))
    if (const Change* change = set().find(id); change && linkOf(*change, *row.parent) == own) return change;
  return nullptr;
}

const Change* RelationOverlay::changeThatUnlinks(const RelationNode& row) const {
  const RelationNode* branch = row.parent;
  if (isEmpty() || row.kind != RelationNode::Kind::Row || row.isPending || !branch || branch->kind != RelationNode::Kind::Branch) return nullptr;
  const RelationNode& owner = *branch->owner();
  const Change* change = unlinkOf(row, owner, *branch->relationship);
  return change ? change : deletedLinkOf(row, owner, *branch->relationship);
}

const Change* RelationOverlay::unlinkOf(const RelationNode& row, const RelationNode& owner, const Relationship& relationship) const {
  for (const std::uint64_t id : lookup().linksBetween(asRow(owner), asRow(row))) {
    const Change* change = set().find(id);
    const Key* other = change && change->kind == ChangeKind::Unlink ? otherEnd(*change, owner, relationship) : nullptr;
    if (other && isKey(*other, row)) return change;
  }
  return nullptr;
}

/// The deletion of the link table's row that links the two.
const Change* RelationOverlay::deletedLinkOf(const RelationNode& row, const RelationNode& owner, const Relationship& relationship) const {
  const Model* link = relationship.kind == Relationship::Kind::ManyToMany ? m_registry->modelOf(relationship.linkTable) : nullptr;
  std::vector<std::pair<std::string, Value>> cells;
  const bool isKnown = link && appendCells(cells, *link, relationship.linkLocalColumns, owner, relationship.localColumns) &&
                       appendCells(cells, *link, relationship.linkRemoteColumns, row, relationship.remoteColumns);
  if (!isKnown) return nullptr;
  for (const std::uint64_t id : lookup().unlinking(link->name, cells)) {
    const Change* change = set().find(id);
    const auto isIt = [&](const auto& cell) {
      const Value* before = change->beforeValue(cell.first);
      return before && *before == cell.second;
    };
    if (change && change->kind == ChangeKind::Delete && change->model == link->name && std::ranges::all_of(cells, isIt)) return change;
  }
  return nullptr;
}

bool RelationOverlay::meets(const RelationNode& row, const Relationship& relationship) const {
  return std::ranges::all_of(relationship.criterion, [&](const auto& each) {
    const Attribute* attribute = row.shape->model->attributeOfColumn(each.first);
    const Operand* operand = attribute ? pendingValue(row, *attribute) : nullptr;
    const Value* value = operand && operand->isValue() ? &operand->value() : operand ? nullptr : row.value(each.first);
    return value && *value == each.second;
  });
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
  return !allows(*change, *row.shape->model, relationship);
}

std::string RelationOverlay::labelOfInsert(const std::string& ref) const {
  const Change* change = insertOf(ref);
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
