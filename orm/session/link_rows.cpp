// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/link_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "orm/engine/execution.h"
#include "orm/session/links_there.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr std::size_t kKeysInStatement = 500;

/// A link table that nobody mapped, as a model: its columns by their names.
std::shared_ptr<const Model> unmapped(std::shared_ptr<const schema::Table> table) {
  auto model = std::make_shared<Model>();
  model->name = "the link table " + table->name.toString();
  for (const schema::Column& column : table->columns) model->attributes.push_back({column.name, column});
  model->table = std::move(table);
  return model;
}

/// Puts pairs of columns into the order of the model's key, where the first of them are the key.
void orderByKey(const Model& model, std::vector<std::string>& columns, std::vector<std::string>& others) {
  std::vector<std::string> key, paired;
  for (const std::string& name : model.keyAttributes()) {
    const auto found = std::ranges::find(columns, model.attribute(name)->column.name);
    if (found == columns.end()) return;
    key.push_back(*found);
    paired.push_back(others[static_cast<std::size_t>(found - columns.begin())]);
  }
  if (key.size() != columns.size()) return;
  columns = std::move(key);
  others = std::move(paired);
}

std::vector<LinkRows::Key> keysOf(const std::vector<LinkRows::Link>& links) {
  std::vector<LinkRows::Key> keys;
  std::ranges::transform(links, std::back_inserter(keys), &LinkRows::Link::to);
  return keys;
}

/// What the links set, as attributes of the link's model.
std::vector<std::size_t> attributesSet(const Model& model, const std::vector<LinkRows::Link>& links) {
  std::set<std::size_t> attributes;
  for (const LinkRows::Link& link : links)
    for (const auto& [name, value] : link.values) attributes.insert(Assignments::indexOf(model, name));
  return {attributes.begin(), attributes.end()};
}

/// Of each key the last, in the order of the first.
std::vector<LinkRows::Link> withoutRepeats(const std::vector<LinkRows::Link>& links) {
  std::map<std::string, std::size_t> places;
  std::vector<LinkRows::Link> single;
  for (const LinkRows::Link& link : links) {
    const auto [place, isNew] = places.emplace(LinksThere::identityOf(link.to), single.size());
    if (isNew) single.push_back(link);
    else single[place->second] = link;
  }
  return single;
}

}  // namespace

LinkRows::LinkRows(Session& session, Record& record, const std::string& name) : m_session(session), m_record(&record) {
  const std::string place = record.model().name + "." + name;
  if (!record.isTransientOrPending() && !session.contains(record)) throw DbError(ErrorKind::InvalidRequest, place + ": the record is not in this session");
  findLink(name);
  if (m_link == nullptr) {
    DbError error(ErrorKind::InvalidRequest, place + " leads through no link table");
    error.hint = "Name a many-to-many relationship, or an association proxy of a collection of links.";
    throw error;
  }
  orderByKey(*m_target, m_remote, m_linkRemote);
}

void LinkRows::findLink(const std::string& name) {
  if (findProxied(name)) return;
  const Relationship& relationship = m_record->relationshipNamed(name);
  if (relationship.kind == Relationship::Kind::ManyToMany) findManyToMany(relationship);
}

void LinkRows::findManyToMany(const Relationship& relationship) {
  const Registry& registry = m_session.registry();
  const Model* mapped = registry.modelOf(relationship.linkTable);
  m_isMapped = mapped != nullptr;
  m_link = mapped ? std::shared_ptr<const Model>(m_session.sharedRegistry(), mapped) : unmapped(registry.metadata().find(relationship.linkTable));
  m_target = &registry.target(relationship);
  m_local = relationship.localColumns;
  m_linkLocal = relationship.linkLocalColumns;
  m_remote = relationship.remoteColumns;
  m_linkRemote = relationship.linkRemoteColumns;
}

/// An association object: a collection of links, each of which leads on to one record.
bool LinkRows::findProxied(const std::string& name) {
  const AssociationProxy* proxy = m_record->model().proxy(name);
  const Relationship* near = proxy ? m_record->model().relationship(proxy->relationship) : nullptr;
  if (!near || near->kind != Relationship::Kind::OneToMany) return false;
  const Model& link = m_session.registry().target(*near);
  const Relationship* far = link.relationship(proxy->attribute);
  if (!far || !far->ownsForeignKey()) return false;
  m_isMapped = true;
  m_link = std::shared_ptr<const Model>(m_session.sharedRegistry(), &link);
  m_target = &m_session.registry().target(*far);
  m_local = near->localColumns;
  m_linkLocal = near->remoteColumns;
  m_remote = far->remoteColumns;
  m_linkRemote = far->localColumns;
  return true;
}

void LinkRows::requireRow() {
  m_session.flush();
  if (!m_record->isTransientOrPending()) return;
  DbError error(ErrorKind::InvalidRequest, "a record of " + m_record->model().name + " has no row yet that links could refer to");
  error.hint = "Add it to the session.";
  throw error;
}

void LinkRows::checkKey(const Key& key) const {
  if (key.size() == m_linkRemote.size()) return;
  throw DbError(ErrorKind::InvalidRequest, "a key of " + m_target->name + " has " + std::to_string(m_linkRemote.size()) + " values here, not " + std::to_string(key.size()));
}

std::vector<sql::Expression> LinkRows::farColumns() const {
  std::vector<sql::Expression> columns;
  for (std::size_t i = 0; i < m_linkRemote.size(); ++i)
    columns.push_back(sql::column(m_link->table->name.name, m_linkRemote[i], m_target->attributeOfColumn(m_remote[i])->column.type));
  return columns;
}

sql::Expression LinkRows::ofRecord() {
  std::vector<sql::Expression> pairs;
  for (std::size_t i = 0; i < m_local.size(); ++i) {
    const Attribute& own = *m_record->model().attributeOfColumn(m_local[i]);
    pairs.push_back(sql::eq(sql::column(m_link->table->name.name, m_linkLocal[i], own.column.type), sql::bind(m_record->value(own.name), own.column.type)));
  }
  return sql::and_(std::move(pairs));
}

sql::Expression LinkRows::isOneOf(const std::vector<Key>& keys) const {
  const std::vector<sql::Expression> columns = farColumns();
  std::vector<sql::Expression> wanted;
  for (const Key& each : keys) {
    checkKey(each);
    std::vector<sql::Expression> values;
    for (std::size_t i = 0; i < each.size(); ++i) values.push_back(sql::bind(each[i], columns[i].type()));
    wanted.push_back(values.size() == 1 ? values.front() : sql::tuple(std::move(values)));
  }
  const sql::Expression column = columns.size() == 1 ? columns.front() : sql::tuple(columns);
  return wanted.size() == 1 ? sql::eq(column, wanted.front()) : sql::in(column, std::move(wanted));
}

/// The record's links. @param values attributes of the link that are read after the keys
std::shared_ptr<const RowBatch> LinkRows::read(const std::vector<std::size_t>& values) {
  const std::string& table = m_link->table->name.name;
  std::vector<sql::Expression> columns = farColumns();
  std::vector<sql::OrderBy> order;
  for (const sql::Expression& column : columns) order.push_back({column});
  for (const std::size_t value : values) columns.push_back(attributeExpression(m_link->attributes[value], table));
  const sql::Select select = sql::Select(columns).from(sql::table(m_link->table->name)).where(ofRecord()).where(m_session.criteria().condition(*m_link, table)).orderBy(order);
  return fetchAll(m_session.connection(), m_session.dialect().compile(select));
}

std::vector<LinkRows::Key> LinkRows::keys() {
  requireRow();
  return LinksThere(*m_link, read({}), m_linkRemote.size()).left();
}

std::int64_t LinkRows::attach(const std::vector<Link>& links) {
  requireRow();
  return insert(links);
}

std::int64_t LinkRows::insert(const std::vector<Link>& links) {
  std::vector<Values> rows;
  std::vector<Key> keys;
  for (const Link& link : links) {
    checkKey(link.to);
    Values& row = rows.emplace_back();
    for (std::size_t i = 0; i < m_local.size(); ++i) row.emplace_back(m_link->attributeOfColumn(m_linkLocal[i])->name, m_record->value(m_record->model().attributeOfColumn(m_local[i])->name));
    for (std::size_t i = 0; i < m_linkRemote.size(); ++i) row.emplace_back(m_link->attributeOfColumn(m_linkRemote[i])->name, link.to[i]);
    row.insert(row.end(), link.values.begin(), link.values.end());
    keys.push_back(link.to);
  }
  const std::int64_t count = SetStatements(m_session).insert(*m_link, rows, {});
  forget(keys);
  return count;
}

std::int64_t LinkRows::detach(const std::vector<Key>& keys) {
  requireRow();
  return remove(keys);
}

std::int64_t LinkRows::remove(const std::vector<Key>& keys) {
  std::int64_t count = 0;
  for (std::size_t first = 0; first < keys.size(); first += kKeysInStatement) {
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
    const std::vector<Key> some(begin, begin + static_cast<std::ptrdiff_t>(std::min(kKeysInStatement, keys.size() - first)));
    count += SetStatements(m_session).remove(*m_link, Json::object(), told(), sql::and_({ofRecord(), isOneOf(some)}));
  }
  forget(keys);
  return count;
}

std::int64_t LinkRows::detachAll() { return remove(keys()); }

std::int64_t LinkRows::update(const Key& to, const Values& values) {
  requireRow();
  return SetStatements(m_session).update(*m_link, Json::object(), values, told(), sql::and_({ofRecord(), isOneOf({to})}));
}

LinkRows::Changes LinkRows::sync(const std::vector<Key>& keys, Others others) {
  std::vector<Link> links;
  for (const Key& key : keys) links.push_back({key});
  return sync(links, others);
}

LinkRows::Changes LinkRows::sync(const std::vector<Link>& given, Others others) {
  requireRow();
  const std::vector<Link> links = withoutRepeats(given);
  for (const Link& link : links) checkKey(link.to);
  const std::vector<std::size_t> columns = attributesSet(*m_link, links);
  LinksThere there(*m_link, read(columns), m_linkRemote.size(), columns);
  std::vector<Link> added, changed;
  for (const Link& link : links) {
    const auto row = there.take(link.to);
    if (!row) added.push_back(link);
    else if (!there.has(*row, link.values)) changed.push_back(link);
  }
  Changes changes{keysOf(added), keysOf(changed), {}};
  if (others == Others::Detach) changes.detached = there.left();
  remove(changes.detached);
  insert(added);
  for (const Link& link : changed) update(link.to, link.values);
  return changes;
}

/// A link with a model may be held as a record.
SetStatements::Synchronize LinkRows::told() const { return m_isMapped && !m_link->keyAttributes().empty() ? SetStatements::Synchronize::Records : SetStatements::Synchronize::Nothing; }

/// Whoever shows the links that changed reads them again.
void LinkRows::forget(const std::vector<Key>& keys) {
  if (keys.empty()) return;
  forget(*m_record);
  for (const Key& key : keys)
    if (Record* other = m_session.store().find(*m_target, key)) forget(*other);
}

void LinkRows::forget(Record& record) {
  for (const Relationship& each : record.model().relationships) {
    const bool leadsThroughLink = each.kind == Relationship::Kind::ManyToMany && m_session.registry().metadata().find(each.linkTable)->name == m_link->table->name;
    const bool leadsToLink = m_isMapped && each.isToMany() && m_session.registry().target(each).name == m_link->name;
    if (leadsThroughLink || leadsToLink) m_session.heap().expireRelationship(record, each);
  }
}

}  // namespace joinery
