// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_loader.h"

#include <QScopedValueRollback>
#include <algorithm>
#include <map>
#include <set>

#include "orm/core/db_error.h"
#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/query/sort_order.h"
#include "orm/session/related_select.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

sql::Expression keyCondition(const Model& model, const std::string& alias, const std::vector<Value>& key) {
  const std::vector<std::string> names = model.keyAttributes();
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = model.attribute(names[i])->column;
    conditions.push_back(sql::eq(sql::column(alias, column.name, column.type), sql::bind(key[i], column.type)));
  }
  return sql::and_(std::move(conditions));
}

/// Whether the relationship leads to rows by their key, so that the identity map can answer.
bool leadsToKey(const Relationship& relationship, const Model& target) {
  std::vector<std::string> columns;
  for (const std::string& name : target.keyAttributes()) columns.push_back(target.attribute(name)->column.name);
  return relationship.ownsForeignKey() && std::is_permutation(columns.begin(), columns.end(), relationship.remoteColumns.begin(), relationship.remoteColumns.end());
}

std::vector<std::size_t> attributesOfColumns(const Model& model, const std::vector<std::string>& columns) {
  std::vector<std::size_t> attributes;
  for (const std::string& column : columns) attributes.push_back(static_cast<std::size_t>(model.attributeOfColumn(column) - model.attributes.data()));
  return attributes;
}

/// A joined collection spreads a record over several rows, and the end of a piece may be among them.
void refuseJoinedCollections(const LoadPlan& plan) {
  for (const LoadPlan& child : plan.children) {
    if (child.how == LoadPlan::How::Selectin) continue;
    if (child.relationship->isToMany()) {
      DbError error(ErrorKind::InvalidRequest, plan.model->name + "." + child.relationship->name + " is a collection and can't be joined where records are read some at a time");
      error.hint = "Load it by selectin.";
      throw error;
    }
    refuseJoinedCollections(child);
  }
}

}  // namespace

/// Runs the statement and takes its rows.
/// @param each called with a batch and the record of each of its rows
void RecordLoader::read(RecordSelect& select, const Each& each) {
  m_context.cancelToken.throwIfCancelled();
  const auto cursor = execute(m_context.connection(), m_context.dialect.compile(select.statement()));
  select.readAll(*cursor, each);
}

/// @return where the order's values are in the batch
std::vector<std::size_t> RecordLoader::continueAt(const Position& position, const Model& model, RecordSelect& select) const {
  select.setSource(position.order.from());
  select.orderBy(position.order.orderBy());
  std::vector<std::size_t> places;
  for (const sql::Expression& column : position.order.keyColumns()) places.push_back(select.addColumn(column));
  if (position.place.empty()) return places;
  select.where(position.order.startingAt(position.place));
  select.where(sql::not_(keyCondition(model, select.alias(), position.key)));
  return places;
}

/// What the query says. @param position says source and order in its place
void RecordLoader::prepare(RecordSelect& select, const Model& model, const Query& query, const SelectOptions& options, const Position* position) const {
  if (!position) {
    CompiledSort sort = compileSort(parseSortKeys(query.sorts, m_context.registry, model), m_context.registry, model, modelSource(model));
    for (const SelectOptions::InnerJoin& each : options.innerJoins) sort.from = sort.from.join(each.table, each.on);
    select.setSource(sort.from);
    select.orderBy(sort.orderBy);
  }
  select.where(compileFilter(query.filter.is_null() ? Json::object() : query.filter, m_context.registry, model, select.alias(), m_context.criteria));
  select.where(query.condition);
  select.lock(options.lock);
  select.limit(query.limit && *query.limit < 0 ? std::nullopt : query.limit, query.offset);
}

CompiledStatement RecordLoader::compiled(const Query& query, const SelectOptions& options) const {
  const Model& model = m_context.registry.at(query.model);
  const LoadPlan plan = makeLoadPlan(m_context.registry, model, options, m_context.criteria);
  RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, false);
  prepare(select, model, query, options, nullptr);
  return m_context.dialect.compile(select.statement());
}

std::vector<Record*> RecordLoader::select(const Query& query, const SelectOptions& options, Position* position) {
  const Model& model = m_context.registry.at(query.model);
  const LoadPlan plan = makeLoadPlan(m_context.registry, model, options, m_context.criteria);
  RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, options.populateExisting);
  std::vector<std::size_t> places;
  if (position) {
    refuseJoinedCollections(plan);
    places = continueAt(*position, model, select);
  }
  prepare(select, model, query, options, position);
  read(select, [&](const RowBatch& batch, const std::vector<Record*>& rows) {
    if (!position || rows.empty()) return;
    position->place.clear();
    for (const std::size_t column : places) position->place.emplace_back(batch.at(batch.rows() - 1, column));
    if (rows.back()) position->key = rows.back()->identity();
  });
  select.link();
  if (options.wholeRows) loadWholeRows(model, select.recordsOf(plan));
  loadBelow(select, plan, options.populateExisting);
  return select.recordsOf(plan);
}

void RecordLoader::loadWholeRows(const Model& base, const std::vector<Record*>& records) {
  std::map<const Model*, std::vector<Record*>> byModel;
  for (Record* record : records)
    if (record->model().attributes.size() > base.attributes.size()) byModel[&record->model()].push_back(record);
  for (const auto& [model, rows] : byModel) {
    LoadPlan plan;
    plan.model = model;
    for (std::size_t first = 0; first < rows.size(); first += kParentsPerStatement) {
      RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, false);
      std::vector<sql::Expression> wanted;
      for (std::size_t i = first; i < std::min(first + kParentsPerStatement, rows.size()); ++i) wanted.push_back(keyCondition(*model, select.alias(), rows[i]->identity()));
      select.where(sql::or_(std::move(wanted)));
      read(select);
    }
  }
}

/// What is read of a model's rows by themselves, and what comes along.
LoadPlan RecordLoader::planOf(const Model& model, Rows rows) const {
  SelectOptions options;
  if (rows == Rows::All) options.without = {GlobalCriteria::kAll};
  return makeLoadPlan(m_context.registry, model, options, m_context.criteria);
}

RecordLoader::Lookups& RecordLoader::lookupsOf(Rows rows) {
  const GlobalCriteria* criteria = m_context.criteria;
  if (criteria && (m_lookupsRevision != criteria->revision() || criteria->dependsOnTime())) m_lookups = {};
  if (criteria) m_lookupsRevision = criteria->revision();
  return m_lookups[static_cast<std::size_t>(rows)];
}

/// What is loaded below may look up more in the same way meanwhile, with a lookup of its own, and criteria may change.
template <typename Of, typename Make, typename Use>
void RecordLoader::lookUp(std::unordered_map<const Of*, std::unique_ptr<KeyLookup>> Lookups::*kind, const Of& of, Rows rows, const Make& make, const Use& use) {
  m_context.cancelToken.throwIfCancelled();
  std::unique_ptr<KeyLookup> lookup = std::move((lookupsOf(rows).*kind)[&of]);
  const std::uint64_t revision = m_lookupsRevision;
  if (!lookup) lookup = make();
  use(*lookup);
  if (m_lookupsRevision == revision) (lookupsOf(rows).*kind)[&of] = std::move(lookup);
}

Record* RecordLoader::get(const Model& model, const std::vector<Value>& key, Rows rows) {
  const bool isRestricted = rows == Rows::Restricted && m_context.criteria && m_context.criteria->restricts(model);
  const Rows kind = isRestricted ? Rows::Restricted : Rows::All;
  const auto make = [&] { return std::make_unique<KeyLookup>(m_context.registry, m_context.dialect, m_context.store, m_context.heap, planOf(model, kind)); };
  Record* record = nullptr;
  lookUp(&Lookups::ofModels, model, kind, make, [&](KeyLookup& lookup) {
    if (lookup.isPlain()) {
      record = lookup.readOne(m_context.connection(), key);
      return;
    }
    const std::vector<Record*>& records = lookup.read(m_context.connection(), key);
    record = records.empty() ? nullptr : records.front();
    loadBelow(lookup.select(), lookup.plan(), false);
  });
  return record;
}

bool RecordLoader::refresh(Record& record, const std::vector<std::string>& attributes) {
  const QScopedValueRollback<const Record*> refreshed(m_refreshed, &record);
  // A record that is held is read whether its row meets the criteria or not.
  if (attributes.empty()) return get(record.model(), record.identity(), Rows::All) == &record;
  SelectOptions options;
  options.attributes = attributes;
  options.without = {GlobalCriteria::kAll};
  const LoadPlan plan = makeLoadPlan(m_context.registry, record.model(), options, m_context.criteria);
  RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, false);
  select.where(keyCondition(record.model(), select.alias(), record.identity()));
  read(select);
  select.link();
  loadBelow(select, plan, false);
  const std::vector<Record*>& records = select.recordsOf(plan);
  return !records.empty() && records.front() == &record;
}

void RecordLoader::loadBelow(const RecordSelect& select, const LoadPlan& plan, bool populateExisting) {
  for (const LoadPlan& child : plan.children) {
    if (child.how == LoadPlan::How::Selectin) loadSelectin(select.recordsOf(plan), child, populateExisting);
    else loadBelow(select, child, populateExisting);
  }
}

void RecordLoader::loadSelectin(const std::vector<Record*>& first, const LoadPlan& place, bool populateExisting) {
  std::vector<Record*> parents = first;
  // A collection that was changed unseen waits until somebody asks for it.
  std::erase_if(parents, [&](const Record* parent) { return parent == m_refreshed && parent->isChangedUnseen(*place.relationship); });
  std::set<Record*> done;
  for (int level = 0; !parents.empty() && (place.repeats < 0 || level <= place.repeats); ++level) {
    Groups groups = groupsOf(parents, place.relationship->name);
    LoadPlan own = place;
    own.how = LoadPlan::How::Root;
    std::vector<Record*> children = loadGroups(groups, *place.relationship, own, populateExisting);
    for (Group& group : groups.all)
      for (Record* parent : group.parents) fill(*parent, place, place.relationship->name, parent == group.parents.back() ? std::move(group.children) : group.children, populateExisting);
    if (place.repeats == 0) break;
    // Rows of a circle are loaded once.
    done.insert(parents.begin(), parents.end());
    std::erase_if(children, [&](Record* child) { return done.contains(child); });
    parents = std::move(children);
  }
}

/// Whether what a row refers to is of the kind that the relationship leads to.
bool RecordLoader::refersHere(Record& record, const Relationship& relationship) {
  return !relationship.ownsForeignKey() || std::ranges::all_of(relationship.criterion, [&](const auto& each) { return record.value(record.model().attributeOfColumn(each.first)->name) == each.second; });
}

RecordLoader::Groups RecordLoader::groupsOf(const std::vector<Record*>& parents, const std::string& relationship) const {
  Groups groups;
  const Model* model = nullptr;
  const Relationship* own = nullptr;
  std::vector<std::size_t> attributes;
  for (Record* parent : parents) {
    if (model != &parent->model()) {
      model = &parent->model();
      own = model->relationship(relationship);
      attributes = attributesOfColumns(*model, own->localColumns);
    }
    std::string identity;
    std::vector<Value> key;
    bool refersToNothing = false;
    for (const std::size_t attribute : attributes) {
      key.push_back(parent->value(attribute));
      refersToNothing = refersToNothing || key.back().isNull();
      appendIdentity(identity, key.back());
    }
    if (refersToNothing || !refersHere(*parent, *own)) {
      if (!parent->isLoaded(*own)) m_context.heap.setLoaded(*parent, *own, {});
      continue;
    }
    const auto [place, isNew] = groups.byKey.emplace(std::move(identity), groups.all.size());
    if (isNew) groups.all.emplace_back().key = std::move(key);
    groups.all[place->second].parents.push_back(parent);
  }
  return groups;
}

/// What brings the children of these groups. @return where the groups' keys are in the batch
std::vector<std::size_t> RecordLoader::prepareGroups(RecordSelect& select, const Relationship& relationship, std::span<const Group> groups) const {
  const std::vector<sql::Expression> columns = selectRelated(select, m_context.registry, groups.front().parents.front()->model(), relationship);
  std::vector<std::size_t> places;
  for (const sql::Expression& column : columns) places.push_back(select.addColumn(column));
  std::vector<sql::Expression> wanted;
  for (const Group& group : groups) {
    std::vector<sql::Expression> key;
    for (std::size_t c = 0; c < columns.size(); ++c) key.push_back(sql::bind(group.key[c], columns[c].type()));
    wanted.push_back(key.size() == 1 ? key.front() : sql::tuple(std::move(key)));
  }
  const sql::Expression column = columns.size() == 1 ? columns.front() : sql::tuple(columns);
  select.where(wanted.size() == 1 ? sql::eq(column, wanted.front()) : sql::in(column, std::move(wanted)));
  return places;
}

/// The children of all groups. @return all of them, once each
std::vector<Record*> RecordLoader::loadGroups(Groups& groups, const Relationship& relationship, const LoadPlan& plan, bool populateExisting) {
  std::vector<Record*> all;
  for (std::size_t first = 0; first < groups.all.size(); first += kParentsPerStatement) {
    const std::size_t count = std::min(kParentsPerStatement, groups.all.size() - first);
    RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, populateExisting);
    const std::vector<std::size_t> places = prepareGroups(select, relationship, std::span(groups.all).subspan(first, count));
    const bool isMultiplied = select.isMultiplied();
    read(select, [&](const RowBatch& batch, const std::vector<Record*>& rows) {
      std::string identity;
      for (std::size_t row = 0; row < rows.size(); ++row) {
        identity.clear();
        for (const std::size_t c : places) appendIdentity(identity, batch.at(row, c));
        const auto found = groups.byKey.find(identity);
        if (found == groups.byKey.end() || !rows[row]) continue;
        std::vector<Record*>& children = groups.all[found->second].children;
        const bool isRepeated = isMultiplied && std::ranges::find(children, rows[row]) != children.end();
        if (!isRepeated) children.push_back(rows[row]);
      }
    });
    select.link();
    loadBelow(select, plan, populateExisting);
    all.insert(all.end(), select.recordsOf(plan).begin(), select.recordsOf(plan).end());
  }
  return all;
}

/// @param place what the children were read by
void RecordLoader::fill(Record& parent, const LoadPlan& place, const std::string& name, std::vector<Record*> children, bool populateExisting) {
  const Relationship& relationship = *parent.model().relationship(name);
  if (!populateExisting && parent.isLoaded(relationship)) return;
  if (!relationship.isToMany() && children.size() > 1) {
    if (m_context.warnings) m_context.warnings->push_back(parent.model().name + "." + name + ": several rows are related where one is expected; the first is taken");
    children.resize(1);
  }
  m_context.heap.setLoaded(parent, relationship, std::move(children), place.isRestricted ? RecordHeap::LoadedRows::Some : RecordHeap::LoadedRows::All);
}

Record* RecordLoader::byIdentity(Record& record, const Relationship& relationship) const {
  const Model& target = m_context.registry.target(relationship);
  std::vector<Value> key;
  for (const std::string& name : target.keyAttributes()) {
    const auto remote = std::ranges::find(relationship.remoteColumns, target.attribute(name)->column.name);
    const std::string& local = relationship.localColumns[static_cast<std::size_t>(remote - relationship.remoteColumns.begin())];
    key.push_back(record.value(record.model().attributeOfColumn(local)->name));
  }
  return m_context.store.find(target, key);
}

void RecordLoader::loadByStatement(Record& record, const Relationship& relationship, const std::vector<Value>& key, Rows rows) {
  const auto make = [&] {
    return std::make_unique<KeyLookup>(m_context.registry, m_context.dialect, m_context.store, m_context.heap, planOf(m_context.registry.target(relationship), rows), record.model(), relationship);
  };
  lookUp(&Lookups::ofRelationships, relationship, rows, make, [&](KeyLookup& lookup) {
    const std::vector<Record*> records = lookup.read(m_context.connection(), key);
    loadBelow(lookup.select(), lookup.plan(), false);
    fill(record, lookup.plan(), relationship.name, records, false);
  });
}

void RecordLoader::load(Record& record, const Relationship& relationship, Rows rows) {
  const Model& target = m_context.registry.target(relationship);
  const Groups groups = groupsOf({&record}, relationship.name);
  // The values that it goes by may have had to be read again, and it with them.
  if (groups.all.empty() || (rows == Rows::Restricted && record.isLoaded(relationship))) return;
  if (leadsToKey(relationship, target)) {
    Record* known = byIdentity(record, relationship);
    if (known && m_context.heap.isExpired(*known) && !refresh(*known)) known = nullptr;
    if (known) return m_context.heap.setLoaded(record, relationship, {known});
  }
  RelationshipSource* source = rows == Rows::All ? nullptr : m_source;
  if (source && source->load(record, relationship)) return;
  loadByStatement(record, relationship, groups.all.front().key, rows);
  if (source) source->loaded(record, relationship);
}

std::optional<CompiledStatement> RecordLoader::compiled(Record& record, const Relationship& relationship) const {
  const Groups groups = groupsOf({&record}, relationship.name);
  if (groups.all.empty()) return {};
  const LoadPlan plan = planOf(m_context.registry.target(relationship), Rows::Restricted);
  RecordSelect select(m_context.registry, m_context.store, m_context.heap, plan, false);
  prepareGroups(select, relationship, groups.all);
  return m_context.dialect.compile(select.statement());
}

}  // namespace joinery
