// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/flush_plan.h"

#include <algorithm>
#include <functional>

#include "orm/core/db_error.h"
#include "orm/records/cascades.h"

namespace joinery {

namespace {

bool holds(const std::vector<Record*>& records, const Record* record) { return std::ranges::find(records, record) != records.end(); }

std::string nameOf(const Record& record) { return "the " + record.description(); }

std::size_t attributeOf(const Model& model, const std::string& column) { return static_cast<std::size_t>(model.attributeOfColumn(column) - model.attributes.data()); }

}  // namespace

FlushPlan::FlushPlan(RecordObserver& session, std::vector<Record*> inserts, std::vector<Record*> updates, const std::vector<Record*>& deletes)
    : m_session(session), m_inserts(std::move(inserts)), m_updates(std::move(updates)), m_deletes(deletes.begin(), deletes.end()) {}

void FlushPlan::relate() {
  for (Record* record : m_deletes)
    for (const Relationship& relationship : record->model().relationships) relate(*record, relationship);
  for (const auto* records : {&m_updates, &m_inserts})
    for (Record* record : *records)
      if (record->holdsRelated() && !isDeleted(record))
        for (const Relationship& relationship : record->model().relationships) relate(*record, relationship);
}

bool FlushPlan::isOnlyInserts() const {
  const auto isNew = [](const auto& entry) { return entry.first->isTransientOrPending(); };
  return m_deletes.empty() && m_links.empty() && std::ranges::none_of(m_updates, &Record::isModified) && std::ranges::all_of(m_foreignKeys, isNew);
}

bool FlushPlan::isOnlyUpdates() const { return m_inserts.empty() && m_deletes.empty() && m_links.empty(); }

std::vector<Record*> FlushPlan::changed() const {
  std::vector<Record*> records;
  for (Record* record : m_updates)
    if (record->isModified() && !m_foreignKeys.contains(record)) records.push_back(record);
  for (const auto& [record, keys] : m_foreignKeys)
    if (!record->isTransientOrPending()) records.push_back(record);
  return records;
}

void FlushPlan::forEachNamed(const std::function<void(Record&)>& visit) const {
  for (Record* record : m_deletes) visit(*record);
  for (Record* record : m_updates)
    if (record->wasAnySet()) visit(*record);
  for (const auto& [child, values] : m_foreignKeys) {
    visit(*child);
    for (const auto& [attribute, value] : values)
      if (value.parent) visit(*value.parent);
  }
  for (const Link& link : m_links) {
    visit(*link.record);
    visit(*link.other);
  }
}

const ChangeSet& FlushPlan::build(const Tell& tell) {
  for (std::size_t i = 0; i < m_inserts.size(); ++i) m_numbers.emplace(m_inserts[i], i + 1);
  // A row that is deleted and inserted again under its key is told by the order: its deletion comes first.
  for (Record* record : m_deletes) {
    tell(RecordEvent::BeforeDelete, *record);
    remove(*record);
  }
  for (Record* record : m_inserts) {
    tell(RecordEvent::BeforeInsert, *record);
    insert(*record);
  }
  std::set<Record*> updates(m_updates.begin(), m_updates.end());
  for (const auto& [record, values] : m_foreignKeys)
    if (!m_numbers.contains(record) && !isDeleted(record)) updates.insert(record);
  for (Record* record : updates) {
    if (isDeleted(record) || !(record->isModified() || m_foreignKeys.contains(record))) continue;
    tell(RecordEvent::BeforeUpdate, *record);
    update(*record);
  }
  for (const Link& link : m_links) add(link);
  return m_changes;
}

FlushPlan::Difference FlushPlan::differenceOf(const Record& record, const Relationship& relationship) {
  const Record::Related* held = record.held(relationship);
  if (!held) return {};
  if (relationship.isToMany() && !held->isLoaded && !record.isTransientOrPending()) return {held->added, held->removed};
  Difference difference;
  for (Record* each : held->items)
    if (!holds(held->original, each)) difference.added.push_back(each);
  for (Record* each : held->original)
    if (!holds(held->items, each)) difference.removed.push_back(each);
  return difference;
}

void FlushPlan::relate(Record& record, const Relationship& relationship) {
  if (relationship.kind == Relationship::Kind::ManyToMany) return relateLinked(record, relationship);
  if (relationship.ownsForeignKey()) return relateParent(record, relationship);
  if (isDeleted(&record)) return relationship.isOfLinks ? void() : releaseChildren(record, relationship);
  relateChildren(record, relationship);
}

bool FlushPlan::warnIfOutside(const Record& other, const Record& record, const Relationship& relationship) {
  if (isInSession(other) && other.state() != RecordState::Deleted) return false;
  m_warnings.push_back(nameOf(other) + " is not in the session: it is not written along " + record.model().name + "." + relationship.name);
  return true;
}

void FlushPlan::relateChildren(Record& parent, const Relationship& relationship) {
  const Difference difference = differenceOf(parent, relationship);
  for (Record* child : difference.removed) {
    const bool isElsewhere = child->parentBy(relationship).value_or(nullptr) != nullptr;
    if (isDeleted(child) || isElsewhere || !isInSession(*child) || relationship.cascade.deleteOrphan) continue;
    // Another parent that took it says so itself.
    const auto taken = m_foreignKeys.find(child);
    const std::size_t attribute = attributeOf(child->model(), relationship.remoteColumns.front());
    if (taken == m_foreignKeys.end() || !taken->second.contains(attribute)) setForeignKey(*child, relationship.remoteColumns, nullptr, relationship.localColumns);
  }
  for (Record* child : difference.added)
    if (!isDeleted(child) && !warnIfOutside(*child, parent, relationship)) setForeignKey(*child, relationship, relationship.remoteColumns, parent, relationship.localColumns);
}

/// The foreign key, and what tells of which kind the parent is.
void FlushPlan::setForeignKey(Record& child, const Relationship& relationship, const std::vector<std::string>& childColumns, Record& parent, const std::vector<std::string>& parentColumns) {
  setForeignKey(child, childColumns, &parent, parentColumns);
  for (const auto& [column, value] : relationship.criterion) {
    const std::size_t attribute = attributeOf(child.model(), column);
    if (child.current(attribute) != std::optional(value)) child.set(child.model().attributes[attribute].name, value);
  }
}

/// Rows that refer to a deleted one refer to nothing, unless they are deleted with it.
void FlushPlan::releaseChildren(Record& parent, const Relationship& relationship) {
  Cascades::loadForDeletion(parent, relationship);
  for (Record* child : Cascades::known(parent, relationship, Cascades::Which::All)) {
    const bool wasTakenAway = !holds(Cascades::known(parent, relationship, Cascades::Which::Current), child);
    if (isDeleted(child) || !isInSession(*child) || (relationship.cascade.remove && !wasTakenAway)) continue;
    const auto taken = m_foreignKeys.find(child);
    const std::size_t attribute = attributeOf(child->model(), relationship.remoteColumns.front());
    const bool isTaken = wasTakenAway && taken != m_foreignKeys.end() && taken->second.contains(attribute);
    if (!isTaken) setForeignKey(*child, relationship.remoteColumns, nullptr, relationship.localColumns);
  }
}

void FlushPlan::relateParent(Record& child, const Relationship& relationship) {
  const Record::Related* held = child.held(relationship);
  if (isDeleted(&child) || !held || !held->isSet) return;
  Record* parent = held->items.empty() ? nullptr : held->items.front();
  if (parent && held->isOriginalKnown && held->items == held->original) return;
  if (parent && warnIfOutside(*parent, child, relationship)) return;
  if (!parent && child.isTransientOrPending()) return;
  if (parent) setForeignKey(child, relationship, relationship.localColumns, *parent, relationship.remoteColumns);
  else setForeignKey(child, relationship.localColumns, nullptr, relationship.remoteColumns);
}

void FlushPlan::relateLinked(Record& record, const Relationship& relationship) {
  if (isDeleted(&record)) {
    Cascades::loadForDeletion(record, relationship);
    const Record::Related* held = record.held(relationship);
    if (!held) return;
    for (Record* other : held->isLoaded ? held->original : held->removed) link(Change::Kind::Unlink, record, relationship, *other);
    return;
  }
  const Difference difference = differenceOf(record, relationship);
  for (Record* other : difference.removed)
    if (!other->identity().empty()) link(Change::Kind::Unlink, record, relationship, *other);
  for (Record* other : difference.added)
    if (!isDeleted(other) && !warnIfOutside(*other, record, relationship)) link(Change::Kind::Link, record, relationship, *other);
}

/// Both sides may tell of a link; it is written once.
void FlushPlan::link(Change::Kind kind, Record& record, const Relationship& relationship, Record& other) {
  const bool isFirst = relationship.linkLocalColumns < relationship.linkRemoteColumns;
  const Record* left = isFirst ? &record : &other;
  const Record* right = isFirst ? &other : &record;
  if (!m_linked.emplace(relationship.linkTable.toString(), kind == Change::Kind::Link ? "+" : "-", left, right).second) return;
  m_links.push_back({kind, &record, &relationship, &other});
  m_written.insert(m_written.end(), {&record, &other});
}

void FlushPlan::add(const Link& link) {
  Change change;
  change.kind = link.kind;
  change.model = link.record->model().name;
  change.key = keyOf(*link.record);
  change.relationship = link.relationship->name;
  change.to = keyOf(*link.other);
  m_changes.add(std::move(change));
}

void FlushPlan::setForeignKey(Record& child, const std::vector<std::string>& childColumns, Record* parent, const std::vector<std::string>& parentColumns) {
  for (std::size_t i = 0; i < childColumns.size(); ++i) {
    const std::size_t attribute = attributeOf(child.model(), childColumns[i]);
    if (!parent && child.model().attributes[attribute].isKey && !child.isTransientOrPending()) {
      DbError error(ErrorKind::BlankedKey, "taking " + nameOf(child) + " away would set " + child.model().name + "." + child.model().attributes[attribute].name + ", a part of its key, to NULL");
      error.hint = "Delete it, or let the relationship delete orphans.";
      throw error;
    }
    m_foreignKeys[&child].insert_or_assign(attribute, ForeignValue{parent, parent ? attributeOf(parent->model(), parentColumns[i]) : 0});
  }
}

std::string FlushPlan::refOf(const Record& record) const { return "r" + std::to_string(m_numbers.at(&record)); }

Operand FlushPlan::operandOf(const ForeignValue& value) {
  if (!value.parent) return Operand(Value());
  if (!m_numbers.contains(value.parent)) return Operand(value.parent->value(value.attribute));
  return Operand::Reference{refOf(*value.parent), value.parent->model().attributes[value.attribute].name};
}

Key FlushPlan::keyOf(Record& record) const {
  Key key;
  if (m_numbers.contains(&record)) {
    for (const std::string& name : record.model().keyAttributes()) key.emplace_back(Operand::Reference{refOf(record), name});
  } else {
    for (const Value& value : record.identity()) key.emplace_back(value);
  }
  return key;
}

std::optional<Operand> FlushPlan::defaultOf(Record& record, std::size_t attribute, const DefaultSource& source) {
  if (const Value* constant = std::get_if<Value>(&source)) {
    m_filled.emplace_back(&record, attribute, *constant);
    return Operand(*constant);
  }
  if (const auto* make = std::get_if<std::function<Value()>>(&source)) {
    m_filled.emplace_back(&record, attribute, (*make)());
    return Operand(std::get<2>(m_filled.back()));
  }
  if (const auto* expression = std::get_if<sql::Expression>(&source)) return Operand(Operand::Computed{*expression});
  return {};
}

void FlushPlan::add(Change change, Record& record) {
  const std::uint64_t id = m_changes.add(std::move(change));
  m_recordOf.emplace(id, &record);
  m_written.push_back(&record);
}

void FlushPlan::insert(Record& record) {
  const Model& model = record.model();
  Change change;
  change.kind = Change::Kind::Insert;
  change.model = model.name;
  change.ref = refOf(record);
  const auto foreign = m_foreignKeys.find(&record);
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const Attribute& attribute = model.attributes[i];
    if (!attribute.column.isWritable()) continue;
    std::optional<Operand> operand;
    if (foreign != m_foreignKeys.end() && foreign->second.contains(i)) operand = operandOf(foreign->second.at(i));
    else if (const auto value = record.current(i); value && !value->isNull()) operand = *value;
    else if (attribute.name == model.versionAttribute) operand = defaultOf(record, i, Value::integer(1));
    else operand = defaultOf(record, i, attribute.onInsert);
    const bool isLeftToDatabase = attribute.column.defaultExpression || attribute.column.hasGeneratedValue();
    if (!operand && !isLeftToDatabase) operand = defaultOf(record, i, Value());
    if (operand) change.values.emplace_back(attribute.name, std::move(*operand));
  }
  add(std::move(change), record);
}

void FlushPlan::update(Record& record) {
  const Model& model = record.model();
  Change change;
  change.kind = Change::Kind::Update;
  change.model = model.name;
  change.key = keyOf(record);
  std::map<std::size_t, Operand> values;
  for (std::size_t i = 0; record.wasAnySet() && i < model.attributes.size(); ++i) {
    if (!record.wasSet(i)) continue;
    const ValueView now = record.currentView(i).value_or(ValueView());
    if (record.before(i) != now) values.insert_or_assign(i, Value(now));
  }
  if (const auto foreign = m_foreignKeys.find(&record); foreign != m_foreignKeys.end()) {
    for (const auto& [attribute, value] : foreign->second) {
      const Operand operand = operandOf(value);
      const bool isSame = operand.isValue() && !values.contains(attribute) && record.current(attribute) == std::optional(operand.value());
      if (!isSame) values.insert_or_assign(attribute, operand);
    }
  }
  if (values.empty()) return;
  for (std::size_t i = 0; i < model.attributes.size(); ++i)
    if (!values.contains(i))
      if (auto operand = defaultOf(record, i, model.attributes[i].onUpdate)) values.emplace(i, std::move(*operand));
  if (!model.versionAttribute.empty()) {
    const std::size_t version = record.attributeIndex(model.versionAttribute);
    const Value before = record.value(version);
    change.match.emplace_back(model.versionAttribute, before);
    m_filled.emplace_back(&record, version, Value::integer(before.isNull() ? 1 : before.toInteger() + 1));
    values.insert_or_assign(version, Operand(std::get<2>(m_filled.back())));
  }
  for (auto& [attribute, operand] : values) {
    if (operand.isComputed()) m_computed.emplace_back(&record, attribute);
    change.values.emplace_back(model.attributes[attribute].name, operand);
  }
  for (std::size_t i = 0; i < model.attributes.size(); ++i)
    if (model.attributes[i].column.isComputed()) m_computed.emplace_back(&record, i);
  m_updated.push_back(&record);
  add(std::move(change), record);
}

/// Rows of one table, or of tables that refer to each other, are sorted by what each refers to.
bool FlushPlan::decidesOrder(const Model& model, const Attribute& attribute) const {
  const auto isOwn = [&](const schema::ForeignKey& key) { return key.referredTable == model.table->name && std::ranges::find(key.columns, attribute.column.name) != key.columns.end(); };
  const auto isWrittenLater = [&](const Relationship& each) {
    return each.ownsForeignKey() && each.postUpdate && std::ranges::find(each.localColumns, attribute.column.name) != each.localColumns.end();
  };
  return std::ranges::any_of(model.table->foreignKeys, isOwn) || std::ranges::any_of(model.relationships, isWrittenLater);
}

std::vector<std::pair<std::string, Value>> FlushPlan::foreignKeysOf(Record& record) const {
  std::vector<std::pair<std::string, Value>> values;
  const Model& model = record.model();
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const Attribute& attribute = model.attributes[i];
    if (!attribute.isForeignKey) continue;
    std::optional<ValueView> value = record.wasSet(i) ? record.before(i) : record.currentView(i);
    if (value) values.emplace_back(attribute.name, Value(*value));
    else if (decidesOrder(model, attribute)) values.emplace_back(attribute.name, record.value(i));
  }
  return values;
}

void FlushPlan::remove(Record& record) {
  Change change;
  change.before = foreignKeysOf(record);
  change.kind = Change::Kind::Delete;
  change.model = record.model().name;
  change.key = keyOf(record);
  if (const std::string& version = record.model().versionAttribute; !version.empty()) change.match.emplace_back(version, record.value(version));
  add(std::move(change), record);
}

void FlushPlan::settle(const UnitOfWork::Written& written) {
  m_warnings.insert(m_warnings.end(), written.warnings.begin(), written.warnings.end());
  for (const CommitResult::Generated& generated : written.generated) {
    Record& record = *m_recordOf.at(generated.change);
    for (const auto& [attribute, value] : generated.values) record.heap().fill(record, record.attributeIndex(attribute), value);
  }
  for (const auto& [record, attribute, value] : m_filled) record->heap().fill(*record, attribute, value);
  // A foreign key may lead to a key that is a foreign key itself: those of parents first.
  const std::function<Value(const ForeignValue&, int)> valueOf = [&](const ForeignValue& value, int depth) -> Value {
    if (!value.parent) return Value();
    const auto own = m_foreignKeys.find(value.parent);
    if (depth < 100 && own != m_foreignKeys.end() && own->second.contains(value.attribute)) return valueOf(own->second.at(value.attribute), depth + 1);
    return value.parent->current(value.attribute).value_or(Value());
  };
  for (const auto& [record, values] : m_foreignKeys)
    if (!isDeleted(record))
      for (const auto& [attribute, value] : values) record->heap().fill(*record, attribute, valueOf(value, 0));
  for (const auto& [record, attribute] : m_computed) record->heap().expireAttribute(*record, attribute);
  for (Record* record : m_updates) {
    if (isDeleted(record)) continue;
    std::vector<Value> key;
    bool isKnown = true;
    for (const std::string& name : record->model().keyAttributes()) {
      const auto value = record->current(record->attributeIndex(name));
      isKnown = isKnown && value;
      key.push_back(value.value_or(Value()));
    }
    if (isKnown && key != record->identity()) m_formerKeys.emplace_back(record, record->identity());
  }
}

}  // namespace joinery
