// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/query/global_criteria.h"
#include "orm/reading/query.h"
#include "orm/records/new_records.h"
#include "orm/records/pinned_records.h"
#include "orm/records/record_store.h"
#include "orm/records/session_events.h"
#include "orm/session/record_loader.h"
#include "orm/session/select_options.h"
#include "orm/session/session_transaction.h"

namespace joinery {

class FlushPlan;

/// A conversation with a database in terms of records: each row that somebody holds is one record, changes are collected and written
/// together, in an order that every foreign key allows, inside one transaction. Synchronous, on the thread that holds the
/// connection; one thread at a time. Every verb throws DbError: PendingRollback after a failed flush until rollback().
class Session final : private RecordObserver {
 public:
  struct Options {
    /// Changes are written before every query.
    bool autoflush = true;
    /// A commit forgets what was read: it is read again when asked for.
    bool expireOnCommit = true;
    /// No transaction: every statement takes effect by itself, and what a failed flush has sent stays.
    bool autocommit = false;
  };

  /// @param heap where the records live; one of its own when left out. Sessions that follow each other may share one
  Session(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, Options options,
          std::shared_ptr<RecordHeap> heap = nullptr, CancelToken cancelToken = {});
  /// @param connection gives the connection for the next statement: the same one while a transaction is open
  Session(SessionTransaction::Source connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, Options options,
          std::shared_ptr<RecordHeap> heap = nullptr, CancelToken cancelToken = {});
  Session(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry)
      : Session(connection, dialect, std::move(registry), Options{}) {}
  /// Closes.
  ~Session() override;

  /// A transient record of a model, with its discriminator.
  RecordPtr make(const std::string& model);
  static RecordPtr make(RecordHeap& heap, const Model& model);

  /// The record and what its save-update cascades reach: new ones become pending, detached ones persistent.
  /// @throws DbError InvalidRequest: deleted, in another session, its key taken by another record
  void add(Record& record);
  /// To be deleted by the next flush, with what its delete cascades reach. @throws DbError InvalidRequest: it has no row
  void remove(Record& record);
  /// Leaves the session, with what its expunge cascades reach.
  void expunge(Record& record);
  /// This session's record of the same row, given what that one holds; with its merge cascades.
  /// @param load whether rows are read to compare with; without, what is given counts as read, and must be unmodified
  RecordPtr merge(Record& record, bool load = true);
  /// Several, which may lead to each other: each is merged once.
  std::vector<RecordPtr> merge(const std::vector<RecordPtr>& records, bool load = true);
  bool contains(const Record& record) const { return record.observer() == this; }

  /// From the identity map where it is there, else by a SELECT that the criteria restrict. @return null where there is no such row
  RecordPtr get(const std::string& model, const std::vector<Value>& key);
  /// Records that nobody held any more may be freed before.
  std::vector<RecordPtr> select(const Query& query, const SelectOptions& options = {});
  /// The statement that select() would send first. Sends and flushes nothing. @throws DbError as select() does before it reads
  CompiledStatement compiled(const Query& query, const SelectOptions& options = {}) const;
  /// The statement that would load a relationship of a persistent record. @return nothing where none would be sent
  std::optional<CompiledStatement> compiled(Record& record, const Relationship& relationship) const;
  /// Who is asked before a statement loads a relationship. @param source outlives its place here; null for nobody
  void setRelationshipSource(RelationshipSource* source) { m_loader.setSource(source); }

  /// Writes what is new, changed and deleted. A failure undoes the innermost transaction or savepoint.
  void flush();
  void commit();
  void rollback();
  /// Flushes, then sets a savepoint.
  void beginNested();
  /// @throws DbError InvalidRequest without a savepoint
  void releaseNested();
  void rollbackNested();
  /// Rolls back and lets go of every record; it can be used again.
  void close();

  /// What was read is read again when asked for; changes of it are lost. @throws DbError InvalidRequest: not persistent here
  void expire(Record& record, const std::vector<std::string>& names = {});
  void expireAll();
  /// expire(), and reads at once: of the attributes those that were named; relationships are read when they are asked for.
  void refresh(Record& record, const std::vector<std::string>& names = {});

  void setAutoflush(bool on) { m_options.autoflush = on; }
  /// What a person's own statements run on: inside this session's transaction. Nothing is flushed for them.
  Connection& connection() { return begun(); }
  /// Flushes where autoflush is on: before a query that the session does not make itself.
  void autoflush();

  const Registry& registry() const { return *m_registry; }
  const std::shared_ptr<const Registry>& sharedRegistry() const { return m_registry; }
  const Dialect& dialect() const { return m_dialect; }
  RecordHeap& heap() const { return *m_heap; }
  RecordStore& store() { return m_store; }
  SessionEvents& events() { return m_events; }
  /// What rows of a model have to meet: in selects, lazy loads and what is loaded along, joins and related rows of filters, and in
  /// SetStatements. At first what the mixins ask for. A record that is held is found by its key and read again, whatever its row
  /// meets; a deletion sees every row that refers to what it deletes. Sorts and the connection's own statements see all rows.
  GlobalCriteria& criteria() { return m_criteria; }
  /// Whether changes wait for a flush.
  bool isModified() const;
  /// What there was to say since the last call.
  std::vector<std::string> takeWarnings() { return std::exchange(m_warnings, {}); }
  /// A set-based DELETE took this record's row.
  void markDeleted(Record& record);

 private:
  friend class RecordStream;
  friend class SessionMerge;

  void loadAttributes(Record& record) override;
  void loadRelationship(Record& record, const Relationship& relationship) override;
  std::optional<Record*> peekRelated(Record& record, const Relationship& relationship) override;
  void attributeSet(Record& record, const Attribute& attribute) override;
  void related(Record& record, const Relationship& relationship, Record& other, Side side) override;
  void unrelated(Record& record, const Relationship& relationship, Record& other, Side side) override;
  void cleared(Record& record, const Relationship& relationship) override;
  void forgotten(Record& record) override;

  /// The connection inside the transaction, which begins here at the latest.
  Connection& begun();
  RecordPtr find(const Model& model, const std::vector<Value>& key, RecordLoader::Rows rows);
  std::vector<RecordPtr> read(const Query& query, const SelectOptions& options, RecordLoader::Position* position);
  void addOne(Record& record);
  void removeOne(Record& record, bool isFirst);
  void removeWithCascades(Record& record);
  void move(Record& record, RecordState state);
  void leave(Record& record, RecordState state);
  void expungeOne(Record& record);
  void expireOne(Record& record);
  void touch(Record& record);
  const Model& modelNamed(const std::string& name);
  bool isOrphan(Record& record);
  const std::vector<const Relationship*>& ownersOf(const Model& model);
  void findOrphans();
  void write();
  void readExpired(const FlushPlan& plan);
  bool writeInserts(const FlushPlan& plan);
  bool writeUpdates(FlushPlan& plan);
  void giveUp(const DbError& error);
  void tellWritten(const FlushPlan& plan);
  void settle(const FlushPlan& plan, const std::vector<Record*>& planned);
  void settleChanged(const FlushPlan& plan, const std::vector<Record*>& planned);
  /// Puts records back to what they were when the innermost level began.
  void restore();
  void undoLevel();
  void endTransaction();

  const Dialect& m_dialect;
  std::shared_ptr<const Registry> m_registry;
  Options m_options;
  std::shared_ptr<RecordHeap> m_heap;
  CancelToken m_cancelToken;
  RecordStore m_store;
  SessionTransaction m_transaction;
  GlobalCriteria m_criteria;
  RecordLoader m_loader;
  // A record that waits to be written is kept, whoever lets go of it.
  NewRecords m_new;
  PinnedRecords m_dirty, m_deleted;
  const Model* m_lastModel = nullptr;  ///< that was asked for by its name
  std::map<const Model*, std::vector<const Relationship*>> m_owners;
  const std::pair<const Model* const, std::vector<const Relationship*>>* m_lastOwned = nullptr;  ///< of m_owners
  std::vector<std::string> m_warnings;
  SessionEvents m_events;
  bool m_isFlushing = false;
  bool m_isDeleting = false;  ///< what is never loaded by itself is read then
};

}  // namespace joinery
