// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs that change and delete rows, and those of many rows at once.
#include "orm/repository/record_repository.h"
#include "orm/repository/record_serializer.h"
#include "orm/repository/repository_error.h"
#include "orm/sql/function.h"

namespace joinery {

namespace {

/// What a deletion has to know of each record. What is left to the database is never read.
std::vector<std::string> readForDeletion(const Model& model) {
  std::vector<std::string> names;
  for (const Relationship& relationship : model.relationships)
    if (!relationship.ownsForeignKey() && !relationship.passiveDeletes && relationship.loading != Loading::WriteOnly) names.push_back(relationship.name);
  return names;
}

}  // namespace

// --- update ---

RecordPtr RecordRepository::update(const std::vector<Value>& key, const Json& values) {
  RecordPtr record = fetch(key);
  assignJson(*record, m_session.registry(), values, UnknownKeys::Refuse);
  flush();
  return record;
}

RecordPtr RecordRepository::updateOne(const Json& filter, const Json& values) {
  const SetStatements::Values set = valuesOf(values);
  RecordPtr record = fetchOne({.filter = filter});
  SetStatements(m_session).update(m_model.name, keyFilter(record->identity()), set);
  return record;
}

std::int64_t RecordRepository::updateAll(const Json& filter, const Json& values) {
  return SetStatements(m_session).update(m_model.name, filter, valuesOf(values));
}

SetStatements::Values RecordRepository::valuesOf(const Json& values) const {
  requireAttributes(m_model, values);
  SetStatements::Values result;
  for (const auto& [name, value] : values.items()) result.emplace_back(name, attributeFromJson(m_model, *m_model.attribute(name), value));
  return result;
}

// --- delete ---

RecordPtr RecordRepository::remove(const std::vector<Value>& key) {
  RecordPtr record = fetchByKey(key, {}, Criteria::PutAway::Shown);
  remove(*record);
  return record;
}

void RecordRepository::remove(Record& record) {
  if (record.state() == RecordState::Transient) return;
  if (record.state() == RecordState::Pending) return m_session.expunge(record);
  const RecordPtr own = m_session.contains(record) ? RecordPtr(&record) : get(record.identity());
  if (!own) throw notFound(m_model, keyFilter(record.identity()));
  removing({own});
  m_session.remove(*own);
  flush();
}

RecordPtr RecordRepository::removeOne(const Json& filter) {
  RecordPtr record = fetchOne({.filter = filter});
  remove(*record);
  return record;
}

std::int64_t RecordRepository::removeAll(const Json& filter) {
  const std::vector<RecordPtr> records = select({.filter = filter}, readForDeletion(m_model));
  removing(records);
  for (const RecordPtr& record : records) m_session.remove(*record);
  flush();
  return static_cast<std::int64_t>(records.size());
}

RecordPtr RecordRepository::softDelete(const std::vector<Value>& key) {
  return setDeleted(key, Criteria::PutAway::Hidden, {}, {{m_model.deletedAttribute, sql::currentTimestamp()}});
}

RecordPtr RecordRepository::restore(const std::vector<Value>& key) {
  return setDeleted(key, Criteria::PutAway::Only, {{m_model.deletedAttribute, Value()}}, {});
}

RecordPtr RecordRepository::setDeleted(const std::vector<Value>& key, Criteria::PutAway from, const SetStatements::Values& values, const SetStatements::Computed& computed) {
  if (m_model.deletedAttribute.empty()) {
    DbError error(ErrorKind::InvalidRequest, m_model.name + " has no attribute that says when a row was put away");
    error.hint = "Give its mapping the soft delete mixin, or delete the row.";
    throw error;
  }
  RecordPtr record = fetchByKey(key, {}, from);
  SetStatements(m_session, {GlobalCriteria::kSoftDelete}).update(m_model.name, keyFilter(record->identity()), values, SetStatements::Synchronize::Records, {}, computed);
  return record;
}

// --- many at once ---

std::vector<SetStatements::Values> RecordRepository::rowsOf(const Json& rows) const {
  if (!rows.is_array()) throw DbError(ErrorKind::Argument, "rows of " + m_model.name + " are an array of objects, not " + rows.dump());
  std::vector<SetStatements::Values> result;
  for (const Json& row : rows) result.push_back(valuesOf(row));
  return result;
}

std::vector<RecordPtr> RecordRepository::bulkInsert(const Json& rows, const Conflict& conflict) {
  try {
    return SetStatements(m_session).insertReturning(m_model.name, rowsOf(rows), conflict);
  } catch (const DbError& error) {
    throw withRepositoryCode(error);
  }
}

std::int64_t RecordRepository::bulkInsertOnly(const Json& rows, const Conflict& conflict) {
  try {
    return SetStatements(m_session).insert(m_model.name, rowsOf(rows), conflict);
  } catch (const DbError& error) {
    throw withRepositoryCode(error);
  }
}

}  // namespace joinery
