// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_lookup.h"

#include <algorithm>
#include <functional>

#include "orm/core/value_identity.h"

namespace joinery {

namespace {

/// What an entry is about: equal names of another kind are something else.
enum class Entry : std::size_t { Row = 1, Insert, Link, Between, Value, Reference, Unlinking, Delete, Held, HeldUnknown };

/// Sums of what it gives tell in what places the values stood.
std::size_t mixed(std::size_t hash, std::size_t with) {
  const std::size_t product = (hash ^ (with + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2))) * 0xFF51AFD7ED558CCDu;
  return product ^ (product >> 29);
}

std::size_t mixed(std::size_t hash, const std::string& text) { return mixed(hash, std::hash<std::string>{}(text)); }
std::size_t begun(Entry entry, const std::string& model) { return mixed(static_cast<std::size_t>(entry), model); }

std::size_t hashOf(Entry entry, const std::string& model, const std::vector<Value>& key) {
  std::size_t hash = begun(entry, model);
  for (const Value& value : key) hash = mixed(hash, hashIdentity(0, value));
  return hash;
}

std::size_t hashOf(Entry entry, const std::string& model, const std::vector<Value>& key, const std::string& ref) {
  return ref.empty() ? hashOf(entry, model, key) : mixed(mixed(begun(entry, model), 1), ref);
}

/// A row that is still to be added is told by its ref alone, whichever of its attributes is meant.
std::size_t hashOf(Entry entry, const std::string& model, const Key& key) {
  std::vector<Value> values;
  for (const Operand& operand : key) {
    if (operand.isReference()) return hashOf(entry, model, {}, operand.reference().ref);
    if (operand.isValue()) values.push_back(operand.value());
  }
  return hashOf(entry, model, values);
}

std::size_t hashOfCell(Entry entry, const std::string& model, const std::string& attribute, std::size_t value) {
  return mixed(mixed(begun(entry, model), attribute), value);
}

/// The same whichever of the two comes first.
std::size_t hashOfPair(std::size_t one, std::size_t other) { return mixed(static_cast<std::size_t>(Entry::Between), one + other); }

/// The same in whatever order the cells come.
template <typename Cells>
std::size_t hashOfCells(const std::string& model, const Cells& cells) {
  std::size_t sum = 0;
  for (const auto& [attribute, value] : cells) sum += hashOfCell(Entry::Unlinking, model, attribute, hashIdentity(0, value));
  return mixed(static_cast<std::size_t>(Entry::Unlinking), sum);
}

using Relating = std::map<std::string, std::set<std::string>>;

void addColumns(std::set<std::string>& names, const Model* model, const std::vector<std::string>& columns) {
  for (const std::string& column : columns)
    if (const Attribute* attribute = model ? model->attributeOfColumn(column) : nullptr) names.insert(attribute->name);
}

void addRelationship(const Registry& registry, const Model& model, const Relationship& relationship, Relating& relating, std::map<std::string, std::set<std::set<std::string>>>& links) {
  if (relationship.ownsForeignKey()) return addColumns(relating[model.name], &model, relationship.localColumns);
  for (const auto& [column, value] : relationship.criterion) addColumns(relating[relationship.target], registry.find(relationship.target), {column});
  if (relationship.kind != Relationship::Kind::ManyToMany) return addColumns(relating[relationship.target], registry.find(relationship.target), relationship.remoteColumns);
  const Model* link = registry.modelOf(relationship.linkTable);
  if (!link) return;
  std::set<std::string> both;
  addColumns(both, link, relationship.linkLocalColumns);
  addColumns(both, link, relationship.linkRemoteColumns);
  relating[link->name].insert(both.begin(), both.end());
  links[link->name].insert(std::move(both));
}

}  // namespace

void ChangeLookup::setRegistry(std::shared_ptr<const Registry> registry, const ChangeSet& set) {
  if (registry == m_registry) return;
  m_registry = std::move(registry);
  Relating relating;
  std::map<std::string, std::set<std::set<std::string>>> links;
  if (m_registry)
    for (const auto& model : m_registry->models())
      for (const Relationship& relationship : model->relationships) addRelationship(*m_registry, *model, relationship, relating, links);
  if (relating == m_relating && links == m_linkKeys && !m_places.empty()) return;
  m_relating = std::move(relating);
  m_linkKeys = std::move(links);
  rebuild(set);
}

void ChangeLookup::put(const Change* before, const Change* after) {
  if (before) each(*before, false);
  if (after) each(*after, true);
}

void ChangeLookup::rebuild(const ChangeSet& set) {
  m_places.clear();
  for (const Change& change : set.changes()) each(change, true);
}

void ChangeLookup::enter(Hash hash, std::uint64_t id, bool isThere) {
  if (isThere) m_places.emplace(hash, id);
  else m_places.erase({hash, id});
}

void ChangeLookup::each(const Change& change, bool isThere) {
  using Kind = Change::Kind;
  switch (change.kind) {
    case Kind::Insert: enter(begun(Entry::Insert, change.model), change.id, isThere); break;
    case Kind::Update:
    case Kind::Delete: enter(hashOf(Entry::Row, change.model, change.key), change.id, isThere); break;
    case Kind::Link:
    case Kind::Unlink: return enterLink(change, isThere);
  }
  if (change.kind != Kind::Insert) enterLeaving(change, isThere);
  if (change.kind == Kind::Delete) enterUnlinking(change, isThere);
  else enterCells(change, isThere);
}

void ChangeLookup::enterLeaving(const Change& change, bool isThere) {
  const bool isDelete = change.kind == Change::Kind::Delete;
  if (isDelete) enter(begun(Entry::Delete, change.model), change.id, isThere);
  const auto relating = m_relating.find(change.model);
  if (relating == m_relating.end()) return;
  for (const std::string& attribute : relating->second) {
    if (!isDelete && !change.value(attribute)) continue;
    const Value* held = change.beforeValue(attribute);
    enter(held ? hashOfCell(Entry::Held, change.model, attribute, hashIdentity(0, *held)) : mixed(begun(Entry::HeldUnknown, change.model), attribute), change.id, isThere);
  }
}

void ChangeLookup::enterCells(const Change& change, bool isThere) {
  const auto relating = m_relating.find(change.model);
  if (relating == m_relating.end()) return;
  for (const auto& [attribute, operand] : change.values) {
    if (!relating->second.contains(attribute)) continue;
    if (operand.isReference()) enter(hashOfCell(Entry::Reference, change.model, attribute, std::hash<std::string>{}(operand.reference().ref)), change.id, isThere);
    else if (operand.isValue()) enter(hashOfCell(Entry::Value, change.model, attribute, hashIdentity(0, operand.value())), change.id, isThere);
  }
}

void ChangeLookup::enterLink(const Change& change, bool isThere) {
  const std::size_t own = hashOf(Entry::Link, change.model, change.key);
  enter(own, change.id, isThere);
  const Model* model = m_registry ? m_registry->find(change.model) : nullptr;
  const Relationship* relationship = model ? model->relationship(change.relationship) : nullptr;
  if (!relationship) return;
  const std::size_t other = hashOf(Entry::Link, relationship->target, change.to);
  enter(other, change.id, isThere);
  enter(hashOfPair(own, other), change.id, isThere);
}

void ChangeLookup::enterUnlinking(const Change& change, bool isThere) {
  const auto keys = m_linkKeys.find(change.model);
  if (keys == m_linkKeys.end() || !change.before) return;
  for (const std::set<std::string>& names : keys->second) {
    std::vector<std::pair<std::string, Value>> cells;
    for (const std::string& name : names)
      if (const Value* value = change.beforeValue(name)) cells.emplace_back(name, *value);
    enter(hashOfCells(change.model, cells), change.id, isThere);
  }
}

ChangeLookup::Ids ChangeLookup::found(Hash hash, std::size_t most) const {
  Ids ids;
  auto at = m_places.lower_bound({hash + 1, 0});
  if (hash == static_cast<Hash>(-1)) at = m_places.end();
  while (at != m_places.begin() && ids.size() < most) {
    --at;
    if (at->first != hash) break;
    ids.push_back(at->second);
  }
  std::ranges::reverse(ids);
  return ids;
}

ChangeLookup::Ids ChangeLookup::ofRow(const std::string& model, const std::vector<Value>& key) const { return found(hashOf(Entry::Row, model, key)); }

ChangeLookup::Ids ChangeLookup::inserts(const std::string& model, std::size_t most) const { return found(begun(Entry::Insert, model), most); }

ChangeLookup::Ids ChangeLookup::deletes(const std::string& model, std::size_t most) const { return found(begun(Entry::Delete, model), most); }

ChangeLookup::Ids ChangeLookup::leaving(const std::string& model, const std::string& attribute, const Value& value, std::size_t most) const {
  Ids ids = found(hashOfCell(Entry::Held, model, attribute, hashIdentity(0, value)), most);
  const Ids unknown = found(mixed(begun(Entry::HeldUnknown, model), attribute), most);
  ids.insert(ids.end(), unknown.begin(), unknown.end());
  std::ranges::sort(ids);
  return ids;
}

ChangeLookup::Ids ChangeLookup::linksOf(const Row& row, std::size_t most) const { return found(hashOf(Entry::Link, row.model, row.key, row.ref), most); }

ChangeLookup::Ids ChangeLookup::linksBetween(const Row& one, const Row& other) const {
  return found(hashOfPair(hashOf(Entry::Link, one.model, one.key, one.ref), hashOf(Entry::Link, other.model, other.key, other.ref)));
}

ChangeLookup::Ids ChangeLookup::writing(const std::string& model, const std::string& attribute, const Value& value, std::size_t most) const {
  return found(hashOfCell(Entry::Value, model, attribute, hashIdentity(0, value)), most);
}

ChangeLookup::Ids ChangeLookup::referring(const std::string& model, const std::string& attribute, const std::string& ref, std::size_t most) const {
  return found(hashOfCell(Entry::Reference, model, attribute, std::hash<std::string>{}(ref)), most);
}

ChangeLookup::Ids ChangeLookup::unlinking(const std::string& linkModel, const std::vector<std::pair<std::string, Value>>& cells) const { return found(hashOfCells(linkModel, cells)); }

}  // namespace joinery
