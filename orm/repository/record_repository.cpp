// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/record_repository.h"

#include <algorithm>
#include <functional>

#include "orm/engine/execution.h"
#include "orm/model/fitting.h"
#include "orm/query/filter_document.h"
#include "orm/repository/load_options.h"
#include "orm/repository/record_query.h"
#include "orm/repository/record_serializer.h"
#include "orm/repository/repository_error.h"
#include "orm/sql/function.h"

namespace joinery {

namespace {

/// Keys of one statement, when rows are read back.
constexpr std::size_t kKeysPerStatement = 500;

/// By key, after the sorts that are there.
std::vector<std::string> thenByKey(std::vector<std::string> sorts, const Model& model) {
  for (const std::string& name : model.keyAttributes()) sorts.push_back("+" + name);
  return sorts;
}

}  // namespace

RecordRepository::RecordRepository(Session& session, const std::string& model) : m_session(session), m_model(session.registry().at(model)) {}

RecordPtr RecordRepository::make(const Json& values) const {
  RecordPtr record = recordFromJson(m_session.heap(), m_session.registry(), m_model, values, UnknownKeys::Refuse);
  for (const Attribute& attribute : m_model.attributes) {
    const auto* makeKey = std::get_if<std::function<Value()>>(&attribute.onInsert);
    if (attribute.isKey && makeKey && record->value(attribute.name).isNull()) record->set(attribute.name, (*makeKey)());
  }
  return record;
}

void RecordRepository::flush() {
  try {
    m_session.flush();
  } catch (const DbError& error) {
    throw withRepositoryCode(error);
  }
}

Json RecordRepository::keyFilter(const std::vector<Value>& key) const {
  const std::vector<std::string> names = m_model.keyAttributes();
  requireKey(m_model, key);
  Json filter = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) filter[names[i]] = {{"$eq", jsonFromValue(key[i], m_model.attribute(names[i])->column.type)}};
  return filter;
}

Json RecordRepository::filterOf(const Json& filter, Criteria::PutAway putAway) const {
  const Json given = filter.is_null() ? Json::object() : filter;
  const std::string& deletedAt = m_model.deletedAttribute;
  if (deletedAt.empty() || putAway == Criteria::PutAway::Shown) return given;
  const Json condition = {{"$null", putAway == Criteria::PutAway::Hidden}};
  if (!given.is_object() || given.contains(deletedAt)) return {{"$and", Json::array({given, {{deletedAt, condition}}})}};
  Json extended = given;
  extended[deletedAt] = condition;
  return extended;
}

Json RecordRepository::rowsFilter(const Json& filter, Criteria::PutAway putAway) const {
  const Json own = filterOf(filter, putAway);
  if (m_model.lineage.size() < 2) return own;
  Json identities = Json::array();
  for (const auto& each : m_session.registry().models())
    if (each->isA(m_model.name) && !each->identity.isNull()) identities.push_back(jsonFromValue(each->identity, m_model.attribute(m_model.discriminator)->column.type));
  return {{"$and", Json::array({own, {{m_model.discriminator, {{"$in", identities}}}}})}};
}

std::vector<RecordPtr> RecordRepository::select(const Criteria& criteria, const std::vector<std::string>& selectin) {
  Query query{.model = m_model.name, .filter = filterOf(criteria.filter, criteria.putAway), .sorts = criteria.sorts, .limit = criteria.limit, .offset = criteria.offset};
  const bool isCut = (criteria.limit && *criteria.limit >= 0) || criteria.offset > 0;
  if (isCut) query.sorts = thenByKey(std::move(query.sorts), m_model);
  SelectOptions options = loadOptions(m_session.registry(), m_model, criteria);
  options.selectin.insert(options.selectin.end(), selectin.begin(), selectin.end());
  return m_session.select(query, options);
}

// --- create ---

RecordPtr RecordRepository::create(const Json& values, const std::vector<std::string>& joins) { return create(*make(values), joins); }

RecordPtr RecordRepository::create(Record& record, const std::vector<std::string>& joins) {
  const RecordPtr held(&record);
  m_session.add(record);
  flush();
  return reread(record, joins);
}

RecordPtr RecordRepository::reread(Record& record, const std::vector<std::string>& joins) { return fetchByKey(record.identity(), joins, Criteria::PutAway::Shown); }

std::vector<RecordPtr> RecordRepository::createAll(const Json& rows, const std::vector<std::string>& joins) {
  if (!rows.is_array()) throw DbError(ErrorKind::Argument, "rows of " + m_model.name + " are an array of objects, not " + rows.dump());
  std::vector<RecordPtr> records;
  for (const Json& row : rows) records.push_back(make(row));
  return createAll(records, joins);
}

std::vector<RecordPtr> RecordRepository::createAll(const std::vector<RecordPtr>& records, const std::vector<std::string>& joins) {
  for (const RecordPtr& record : records) m_session.add(*record);
  flush();
  std::vector<std::vector<Value>> keys;
  for (const RecordPtr& record : records) keys.push_back(record->identity());
  fetchKeys(keys, joins, Criteria::PutAway::Shown);
  return records;
}

std::vector<RecordPtr> RecordRepository::fetchKeys(const std::vector<std::vector<Value>>& keys, const std::vector<std::string>& joins, Criteria::PutAway putAway) {
  const std::vector<std::string> names = m_model.keyAttributes();
  std::vector<RecordPtr> records;
  for (std::size_t first = 0; first < keys.size(); first += kKeysPerStatement) {
    Json wanted = Json::array();
    for (std::size_t i = first; i < std::min(first + kKeysPerStatement, keys.size()); ++i) {
      Json filter = keyFilter(keys[i]);
      wanted.push_back(names.size() == 1 ? std::move(filter[names.front()]["$eq"]) : std::move(filter));
    }
    const Json filter = names.size() == 1 ? Json{{names.front(), {{"$in", std::move(wanted)}}}} : Json{{"$or", std::move(wanted)}};
    std::ranges::move(select({.filter = filter, .joins = joins, .putAway = putAway}), std::back_inserter(records));
  }
  return records;
}

RecordPtr RecordRepository::createOrFetch(const Json& values, const std::vector<std::string>& joins) {
  Json filter = Json::object();
  if (values.is_object())
    for (const auto& [name, value] : values.items())
      if (!value.is_null() && m_model.attribute(name)) filter[name] = {{"$eq", value}};
  RecordPtr found = fetchLike(filter, joins);
  return found ? found : create(values, joins);
}

RecordPtr RecordRepository::createOrFetch(Record& record, const std::vector<std::string>& joins) {
  Json filter = Json::object();
  for (std::size_t i = 0; i < m_model.attributes.size(); ++i) {
    const auto value = record.current(i);
    const Attribute& attribute = m_model.attributes[i];
    if (value && !value->isNull() && !attribute.isKey) filter[attribute.name] = {{"$eq", jsonFromValue(*value, attribute.column.type)}};
  }
  RecordPtr found = fetchLike(filter, joins);
  return found ? found : create(record, joins);
}

RecordPtr RecordRepository::fetchLike(const Json& filter, const std::vector<std::string>& joins) {
  if (filter.empty()) throw DbError(ErrorKind::WrongValue, "to create or fetch a " + m_model.name + " takes a value to find it by");
  const std::vector<RecordPtr> found = select({.filter = filter, .joins = joins, .limit = 2});
  if (found.size() > 1) throw severalFound(m_model, filter);
  return found.empty() ? RecordPtr() : found.front();
}

// --- fetch ---

RecordPtr RecordRepository::fetch(const std::vector<Value>& key, const std::vector<std::string>& joins) { return fetchByKey(key, joins, Criteria::PutAway::Hidden); }

RecordPtr RecordRepository::fetchByKey(const std::vector<Value>& key, const std::vector<std::string>& joins, Criteria::PutAway putAway) {
  const Criteria criteria{.filter = keyFilter(key), .joins = joins, .putAway = putAway};
  const std::vector<RecordPtr> found = select(criteria);
  if (found.empty()) throw notFound(m_model, criteria.filter);
  return found.front();
}

RecordPtr RecordRepository::fetchOne(Criteria criteria) {
  criteria.limit = 1;
  const std::vector<RecordPtr> found = select(criteria);
  if (found.empty()) throw notFound(m_model, criteria.filter);
  return found.front();
}

std::vector<RecordPtr> RecordRepository::fetchAll(const Criteria& criteria) { return select(criteria); }

RecordRepository::Page RecordRepository::fetchPage(const Criteria& criteria) {
  Page page;
  page.items = select(criteria);
  page.count = static_cast<std::int64_t>(page.items.size()) + criteria.offset;
  const bool mayBeCut = (criteria.limit && *criteria.limit >= 0 && static_cast<std::int64_t>(page.items.size()) >= *criteria.limit) || (page.items.empty() && criteria.offset > 0);
  if (mayBeCut) page.count = count(criteria);
  return page;
}

RecordPtr RecordRepository::findBy(const Json& values) {
  requireAttributes(m_model, values);
  if (values.empty()) throw DbError(ErrorKind::WrongValue, "to find a " + m_model.name + " takes a value to find it by");
  Json filter = Json::object();
  for (const auto& [name, value] : values.items()) filter[name] = value.is_null() ? value : Json{{"$eq", value}};
  return first({.filter = filter});
}

RecordPtr RecordRepository::first(Criteria criteria) {
  criteria.limit = 1;
  const std::vector<RecordPtr> found = select(criteria);
  return found.empty() ? RecordPtr() : found.front();
}

std::int64_t RecordRepository::count(const Criteria& criteria) {
  const sql::FromItem table = sql::table(m_model.table->name);
  const Json filter = rowsFilter(criteria.filter, criteria.putAway);
  const sql::Select statement = sql::Select({sql::count()}).from(table).where(compileFilter(filter, m_session.registry(), m_model, table.qualifier()));
  m_session.autoflush();
  return joinery::fetchAll(m_session.connection(), m_session.dialect().compile(statement))->at(0, 0).toInteger();
}

RecordPtr RecordRepository::lastModified(const std::string& attribute) {
  return first({.filter = {{attribute, {{"$null", false}}}}, .sorts = {"-" + attribute}});
}

RecordQuery RecordRepository::where(Json filter) { return RecordQuery(*this).where(std::move(filter)); }

}  // namespace joinery
