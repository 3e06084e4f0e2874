// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/image_reader.h"

#include <algorithm>

#include "orm/changes/row_reader.h"
#include "orm/changes/table_dependencies.h"
#include "orm/core/value_identity.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

bool hasReference(const Key& key) { return std::ranges::any_of(key, &Operand::isReference); }

std::vector<std::pair<std::string, Value>> keyCells(const Model& model, const Key& key) {
  const std::vector<std::string> names = model.keyAttributes();
  std::vector<std::pair<std::string, Value>> cells;
  for (std::size_t i = 0; i < names.size() && i < key.size(); ++i)
    cells.emplace_back(model.attribute(names[i])->column.name, key[i].value());
  return cells;
}

std::vector<Value> plainKey(const Key& key) {
  std::vector<Value> values;
  for (const Operand& operand : key) values.push_back(operand.value());
  return values;
}

/// A link row by what it links, whatever the order of its columns.
std::string linkIdentity(const schema::Table& table, std::vector<std::pair<std::string, Value>> cells) {
  std::ranges::sort(cells, {}, &std::pair<std::string, Value>::first);
  std::string identity = table.name.toString();
  for (const auto& [name, value] : cells) {
    identity += '\0' + name;
    appendIdentity(identity, value);
  }
  return identity;
}

std::vector<std::string> canonical(const schema::Table& table, std::vector<std::string> columns, bool ignoreCase) {
  for (std::string& name : columns) name = canonicalColumn(table, name, ignoreCase);
  return columns;
}

/// The row that a link writes, and the attributes that hold its foreign key.
struct LinkedChild { const Model* model = nullptr; const Key* key = nullptr; std::vector<std::string> columns; };

LinkedChild linkedChild(const Registry& registry, const Change& change, const Model& model, const Relationship& relationship) {
  LinkedChild child{&registry.target(relationship), &change.to, relationship.remoteColumns};
  if (relationship.ownsForeignKey()) child = {&model, &change.key, relationship.localColumns};
  for (const auto& [column, value] : relationship.criterion) child.columns.push_back(column);
  return child;
}

}  // namespace

std::vector<Conflict> ImageReader::complete(ChangeSet& changes) {
  std::vector<std::uint64_t> ids, derivedBefore;
  for (const Change& change : changes.changes()) (change.cause == 0 ? ids : derivedBefore).push_back(change.id);
  for (const std::uint64_t id : derivedBefore) changes.remove(id);
  for (const Change& change : changes.changes())
    if (change.kind == Change::Kind::Delete) m_deletedFrom.insert(m_registry.at(change.model).table.get());
  std::vector<Conflict> conflicts;
  std::set<std::string> known = knownLinks(changes);
  ChangeSet derived;
  for (const std::uint64_t id : ids) {
    Change& change = *changes.edit(id);
    if (auto conflict = readImage(change)) {
      conflicts.push_back(std::move(*conflict));
    } else if (change.kind == Change::Kind::Delete) {
      collectLinks(change, derived, known);
    }
  }
  for (Change change : derived.changes()) {
    change.id = 0;
    changes.add(std::move(change));
  }
  return conflicts;
}

std::optional<Conflict> ImageReader::readImage(Change& change) const {
  const Model* model = &m_registry.at(change.model);
  const Key* key = &change.key;
  std::vector<std::string> attributes;
  if (change.kind == Change::Kind::Link) {
    const Relationship* relationship = model->relationship(change.relationship);
    if (relationship == nullptr || relationship->kind == Relationship::Kind::ManyToMany || m_locking == UnitOfWork::Locking::None) return {};
    const LinkedChild child = linkedChild(m_registry, change, *model, *relationship);
    model = child.model;
    key = child.key;
    for (const std::string& column : child.columns) attributes.push_back(model->attributeOfColumn(column)->name);
  } else if (change.kind == Change::Kind::Update || change.kind == Change::Kind::Delete) {
    attributes = neededAttributes(change, *model);
  }
  change.unread.clear();
  std::erase_if(attributes, [&](const std::string& name) { return change.beforeValue(name) != nullptr; });
  if (attributes.empty() || hasReference(*key) || key->size() != model->keyAttributes().size()) return {};
  std::vector<std::string> columns;
  for (const std::string& name : attributes) columns.push_back(model->attribute(name)->column.name);
  if (change.kind == Change::Kind::Delete) return readDeleted(change, *model, columns);
  const auto batch = readRows(m_connection, m_dialect, *model->table, columns, keyCells(*model, *key));
  if (batch->rows() == 0) return Conflict{change.id, model->name, plainKey(*key), true, {}};
  if (!change.before) change.before.emplace();
  for (std::size_t i = 0; i < attributes.size(); ++i) change.before->emplace_back(attributes[i], Value(batch->at(0, i)));
  return {};
}

/// Nobody has seen the cells that were not given: to hold large ones, only to compare them with themselves, would be for nothing.
std::optional<Conflict> ImageReader::readDeleted(Change& change, const Model& model, const std::vector<std::string>& columns) const {
  const auto cells = readSmallCells(m_connection, m_dialect, *model.table, columns, keyCells(model, change.key));
  if (!cells) return Conflict{change.id, model.name, plainKey(change.key), true, {}};
  if (!change.before) change.before.emplace();
  for (const std::string& column : columns) {
    const std::string& attribute = model.attributeOfColumn(column)->name;
    const auto cell = std::ranges::find(*cells, column, &std::pair<std::string, Value>::first);
    if (cell == cells->end()) change.unread.push_back(attribute);
    else change.before->emplace_back(attribute, cell->second);
  }
  return {};
}

std::vector<std::string> ImageReader::neededAttributes(const Change& change, const Model& model) const {
  std::vector<std::string> names;
  if (m_locking == UnitOfWork::Locking::BeforeImage && change.kind == Change::Kind::Update) {
    for (const auto& [name, value] : change.values)
      if (const Attribute* attribute = model.attribute(name)) names.push_back(attribute->name);
  } else if (m_locking == UnitOfWork::Locking::BeforeImage) {
    for (const Attribute& attribute : model.attributes)
      if (!attribute.column.isComputed()) names.push_back(attribute.name);
  } else if (change.kind == Change::Kind::Delete && model.table) {
    // The order among deleted rows hangs on the foreign keys between them.
    const TableDependencies graph(m_registry, {model.table.get()});
    for (const ForeignKeyLink& link : graph.of(*model.table)) {
      if (!m_deletedFrom.contains(link.parent)) continue;
      for (const std::string& column : link.childColumns)
        if (const Attribute* attribute = model.attributeOfColumn(column)) names.push_back(attribute->name);
    }
  }
  return names;
}

std::set<std::string> ImageReader::knownLinks(const ChangeSet& changes) const {
  std::set<std::string> known;
  const bool ignoreCase = m_registry.namesIgnoreCase();
  for (const Change& change : changes.changes()) {
    const Model& model = m_registry.at(change.model);
    if (hasReference(change.key) || hasReference(change.to)) continue;
    if (change.kind == Change::Kind::Delete && model.table) known.insert(linkIdentity(*model.table, keyCells(model, change.key)));
    const Relationship* relationship = change.kind == Change::Kind::Unlink ? model.relationship(change.relationship) : nullptr;
    const auto table = relationship == nullptr ? nullptr : m_registry.metadata().find(relationship->linkTable);
    if (!table || relationship->linkLocalColumns.size() != change.key.size() || relationship->linkRemoteColumns.size() != change.to.size()) continue;
    Cells cells;
    for (std::size_t i = 0; i < change.key.size(); ++i)
      cells.emplace_back(canonicalColumn(*table, relationship->linkLocalColumns[i], ignoreCase), change.key[i].value());
    for (std::size_t i = 0; i < change.to.size(); ++i)
      cells.emplace_back(canonicalColumn(*table, relationship->linkRemoteColumns[i], ignoreCase), change.to[i].value());
    known.insert(linkIdentity(*table, std::move(cells)));
  }
  return known;
}

void ImageReader::collectLinks(const Change& change, ChangeSet& derived, std::set<std::string>& known) const {
  const Model& model = m_registry.at(change.model);
  if (hasReference(change.key) || change.key.size() != model.keyAttributes().size()) return;
  for (const Relationship& relationship : model.relationships)
    if (relationship.kind == Relationship::Kind::ManyToMany) collectLinks(change, model, relationship, derived, known);
}

void ImageReader::collectLinks(const Change& change, const Model& model, const Relationship& relationship, ChangeSet& derived,
                               std::set<std::string>& known) const {
  const Model* link = m_registry.modelOf(relationship.linkTable);
  const auto localCells = cellsOf(change, model, relationship.localColumns);
  if (link == nullptr || !link->readOnlyReason().empty() || !localCells) return;
  const bool ignoreCase = m_registry.namesIgnoreCase();
  const schema::Table& table = *link->table;
  Cells where;
  const std::vector<std::string> nearColumns = canonical(table, relationship.linkLocalColumns, ignoreCase);
  for (std::size_t i = 0; i < nearColumns.size(); ++i) where.emplace_back(nearColumns[i], (*localCells)[i].second);
  std::vector<std::string> columns;
  for (const Attribute& attribute : link->attributes)
    if (!attribute.column.isComputed()) columns.push_back(attribute.column.name);
  const auto batch = readRows(m_connection, m_dialect, table, columns, where);
  const auto cell = [&](std::size_t row, const std::string& column) { return Value(batch->at(row, static_cast<std::size_t>(batch->indexOf(column)))); };
  std::vector<std::string> linking = canonical(table, relationship.linkRemoteColumns, ignoreCase);
  linking.insert(linking.end(), nearColumns.begin(), nearColumns.end());
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    Cells linked;
    for (const std::string& column : linking) linked.emplace_back(column, cell(row, column));
    Change removal;
    removal.kind = Change::Kind::Delete;
    removal.cause = change.id;
    removal.model = link->name;
    for (const std::string& name : link->keyAttributes()) removal.key.emplace_back(cell(row, link->attribute(name)->column.name));
    removal.before.emplace();
    for (const std::string& column : columns) removal.before->emplace_back(link->attributeOfColumn(column)->name, cell(row, column));
    const bool byKey = known.insert(linkIdentity(table, keyCells(*link, removal.key))).second;
    const bool byLink = known.insert(linkIdentity(table, linked)).second;
    const bool sameColumns = linked.size() == removal.key.size();
    if (byKey && (byLink || sameColumns)) derived.add(std::move(removal));
  }
}

/// The deleted row's cells, from its key, its image, or else from the database; none where the row is gone.
std::optional<ImageReader::Cells> ImageReader::cellsOf(const Change& change, const Model& model, const std::vector<std::string>& columns) const {
  const Cells key = keyCells(model, change.key);
  Cells cells;
  for (const std::string& name : columns) {
    const Attribute* attribute = model.attributeOfColumn(name);
    if (attribute == nullptr) return {};
    const auto inKey = std::ranges::find(key, attribute->column.name, &std::pair<std::string, Value>::first);
    if (inKey != key.end()) {
      cells.push_back(*inKey);
    } else if (const Value* before = change.beforeValue(attribute->name)) {
      cells.emplace_back(attribute->column.name, *before);
    } else {
      const auto batch = readRows(m_connection, m_dialect, *model.table, {attribute->column.name}, key);
      if (batch->rows() == 0) return {};
      cells.emplace_back(attribute->column.name, Value(batch->at(0, 0)));
    }
  }
  return cells;
}

}  // namespace joinery
