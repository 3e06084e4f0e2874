// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/repository/criteria.h"
#include "orm/session/set_statements.h"

namespace joinery {

class RecordQuery;

/// The everyday verbs for the records of one model, over a session: what it creates, changes and deletes is sent at once and belongs
/// to the session's transaction; the caller commits. Values and filters are JSON as README.md, *Filters*, has it. Cheap to make;
/// the session outlives it, and they share one thread. Verbs throw DbError: what the engine refuses, InvalidRequest and
/// UnknownAttribute with the nearest names, and those of RepositoryCode.
class RecordRepository {
 public:
  using Conflict = SetStatements::Conflict;
  struct Page {
    std::vector<RecordPtr> items;
    std::int64_t count = 0;  ///< of all rows that match, whatever the limit
  };

  /// @throws DbError InvalidRequest with the nearest models
  RecordRepository(Session& session, const std::string& model);
  virtual ~RecordRepository() = default;

  const Model& model() const { return m_model; }
  Session& session() const { return m_session; }

  /// A transient record, in no session; a key that the program makes is made. Values may nest related records.
  RecordPtr make(const Json& values = Json::object()) const;
  /// Into the session; nothing is sent until its next query, flush or commit.
  void save(Record& record) { m_session.add(record); }

  /// Writes a new row, and reads it back with what `joins` name: it is as the database has it.
  /// @throws DbError Integrity, with a code where a unique key is taken; the session waits for a rollback then
  RecordPtr create(const Json& values, const std::vector<std::string>& joins = {});
  RecordPtr create(Record& record, const std::vector<std::string>& joins = {});
  /// In the order that was given; one SELECT reads them all back.
  std::vector<RecordPtr> createAll(const std::vector<RecordPtr>& records, const std::vector<std::string>& joins = {});
  /// @param rows an array of objects
  std::vector<RecordPtr> createAll(const Json& rows, const std::vector<std::string>& joins = {});
  /// The row that has these values, NULLs aside, else a new one. @throws DbError MultipleResults with a code, Integrity
  RecordPtr createOrFetch(const Json& values, const std::vector<std::string>& joins = {});
  /// By what the record has, its key aside. @return the record itself where there was none
  RecordPtr createOrFetch(Record& record, const std::vector<std::string>& joins = {});

  /// From the session where it is held, else asks the database. @return null where there is no such row, or it was put away
  RecordPtr get(const std::vector<Value>& key) { return m_session.get(m_model.name, key); }
  /// Asks the database. @throws DbError NoResult with a code
  RecordPtr fetch(const std::vector<Value>& key, const std::vector<std::string>& joins = {});
  /// The first. @throws DbError NoResult with a code
  RecordPtr fetchOne(Criteria criteria = {});
  std::vector<RecordPtr> fetchAll(const Criteria& criteria = {});
  /// fetchAll() and how many there are in all; counting costs a statement of its own only where limit or offset cut something off.
  Page fetchPage(const Criteria& criteria = {});
  /// @return the first by key that has all these values, or null @throws DbError WrongValue without any, UnknownAttribute
  RecordPtr findBy(const Json& values);
  /// @return the first, by key where no sorts are given; null where nothing matches
  RecordPtr first(Criteria criteria = {});
  /// Of all rows that match, whatever sorts, limit and offset.
  std::int64_t count(const Criteria& criteria = {});
  /// The one that was changed last. @return null where none was ever changed
  RecordPtr lastModified(const std::string& attribute = "updated_at");
  /// The beginning of a chain: where({…}).orderBy({"+name"}).limit(3).all().
  RecordQuery where(Json filter);

  /// Reads the row, changes it and writes it. @throws DbError NoResult with a code, Integrity
  RecordPtr update(const std::vector<Value>& key, const Json& values);
  /// The first that matches, by one SELECT and one UPDATE of its key.
  RecordPtr updateOne(const Json& filter, const Json& values);
  /// By one UPDATE; records that the session holds follow. @return rows changed
  std::int64_t updateAll(const Json& filter, const Json& values);

  /// Reads the row and deletes it, with what its cascades reach. The record keeps its values. @throws DbError NoResult with a code
  RecordPtr remove(const std::vector<Value>& key);
  /// A transient one is left alone; of one that left its session, or lives in another, the row is read here first.
  void remove(Record& record);
  RecordPtr removeOne(const Json& filter);
  /// One by one, as their cascades want it; what hangs on them is read for all at once. @return rows deleted
  std::int64_t removeAll(const Json& filter);
  /// Puts a row away: it stays, and the session's queries leave it out, joins and lazy loads too. @throws DbError InvalidRequest where the model has no
  /// soft delete mixin, NoResult with a code
  RecordPtr softDelete(const std::vector<Value>& key);
  /// The opposite. @throws DbError NoResult with a code where no such row was put away
  RecordPtr restore(const std::vector<Value>& key);

  /// Statements of many rows. @param rows an array of objects of plain values @return what was written; a row that a conflict left
  /// alone is not among it @throws DbError Integrity, WrongValue: an update without index, or with nothing to set
  std::vector<RecordPtr> bulkInsert(const Json& rows, const Conflict& conflict);
  std::vector<RecordPtr> bulkInsert(const Json& rows) { return bulkInsert(rows, Conflict()); }
  /// The same, and nothing is read back. @return rows written
  std::int64_t bulkInsertOnly(const Json& rows, const Conflict& conflict);
  std::int64_t bulkInsertOnly(const Json& rows) { return bulkInsertOnly(rows, Conflict()); }

  /// Reads these attributes again, all where none are named; changes of them are lost, other changes are written before.
  void refresh(Record& record, const std::vector<std::string>& attributes = {}) { m_session.refresh(record, attributes); }

 protected:
  /// Before the rows of these records are deleted.
  virtual void removing(const std::vector<RecordPtr>&) {}
  /// The rows of these keys that are there, by a SELECT for each 500.
  std::vector<RecordPtr> fetchKeys(const std::vector<std::vector<Value>>& keys, const std::vector<std::string>& joins, Criteria::PutAway putAway);
  /// Writes what waits; an error of a unique key that is taken bears its number.
  void flush();
  /// The record of a row that was written, with what `joins` name.
  RecordPtr reread(Record& record, const std::vector<std::string>& joins);

 private:
  /// A filter that only this key passes.
  Json keyFilter(const std::vector<Value>& key) const;
  RecordPtr fetchByKey(const std::vector<Value>& key, const std::vector<std::string>& joins, Criteria::PutAway putAway);
  std::vector<RecordPtr> select(const Criteria& criteria) { return select(criteria, {}); }
  /// @param selectin relationships to load along for all records at once, rows that criteria leave out too
  std::vector<RecordPtr> select(const Criteria& criteria, const std::vector<std::string>& selectin);
  /// The row that passes, or null. @throws DbError MultipleResults with a code
  RecordPtr fetchLike(const Json& filter, const std::vector<std::string>& joins);
  RecordPtr setDeleted(const std::vector<Value>& key, Criteria::PutAway from, const SetStatements::Values& values, const SetStatements::Computed& computed);
  /// The filter; where only rows that were put away are wanted, they.
  Json filterOf(const Json& filter, Criteria::PutAway putAway) const;
  SetStatements::Values valuesOf(const Json& values) const;
  std::vector<SetStatements::Values> rowsOf(const Json& rows) const;

  Session& m_session;
  const Model& m_model;
};

}  // namespace joinery
