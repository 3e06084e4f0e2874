// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "orm/cache/cache_region.h"
#include "orm/session/relationship_source.h"

namespace joinery {

/// How a result is cached: where, under which name beside the statement, and for how long.
struct FromCache {
  std::string region = "default";
  std::string name = {};
  /// The age from which on a result is a miss; left out: the region's own.
  std::optional<CacheRegion::Duration> expiration = {};
  /// However old it is it is taken, and nothing is read: a miss is an error.
  bool ignoreExpiration = false;
};

/// Answers a session's queries and lazy loads from regions where it can; what is there sends nothing and begins no transaction. A
/// result stands under its statement's text, the values of its parameters, what is loaded along by further statements, and the name:
/// regions are shared by sessions of one database with the same models. What is cached is as it was read, until it expires or is
/// invalidated: a row that is gone comes back as a record whose change is StaleData, and what a transaction has written and takes
/// back stays in a region that others share. One at a time for a session, which outlives it. Session's thread.
class ResultCache final : private RelationshipSource {
 public:
  using Regions = std::map<std::string, std::shared_ptr<CacheRegion>>;

  ResultCache(Session& session, Regions regions);
  ~ResultCache() override;
  ResultCache(const ResultCache&) = delete;
  ResultCache& operator=(const ResultCache&) = delete;

  /// Session::select, cached with all that was loaded of the records and of those that they lead to. A hit flushes nothing; it takes the
  /// place of what the session holds of the same rows, and of their changes without a word, except in a region of the session's own
  /// records. A miss whose records hold what is not written is not cached, and warned of.
  /// @throws DbError KeyNotFound: ignoreExpiration, and nothing is there; Argument: no region of that name
  std::vector<RecordPtr> select(const Query& query, const FromCache& from, const SelectOptions& options = {});
  /// Plain rows. @param values of the statement's named parameters
  std::shared_ptr<const RowBatch> rows(const sql::Select& statement, const FromCache& from, const std::map<std::string, Value>& values = {});

  /// Lazy loads of a relationship, "Address.postal_code", of the model's records and of those that inherit from it, are cached from now
  /// on; for a path, one for each step. Joins and selectin loads never are. @throws DbError InvalidRequest: no such relationship
  void cacheRelationship(const std::string& relationship, const FromCache& from = {});

  /// The next time the statement is sent again. Region and name must be those that it was cached with.
  void invalidate(const Query& query, const FromCache& from, const SelectOptions& options = {});
  void invalidate(const sql::Select& statement, const FromCache& from, const std::map<std::string, Value>& values = {});
  /// Of the lazy load of one record, where its relationship is cached; what the record has loaded stays.
  void invalidate(Record& record, const std::string& relationship);
  /// All that the region holds.
  void invalidateAll(const std::string& region = "default") { regionOf(region).clear(); }

  /// What could not be cached since the last call, the regions' own included.
  std::vector<std::string> takeWarnings();

 private:
  bool load(Record& record, const Relationship& relationship) override;
  void loaded(Record& record, const Relationship& relationship) override;

  CacheRegion& regionOf(const std::string& name) const;
  std::string keyOf(const Query& query, const SelectOptions& options, const FromCache& from) const;
  std::string keyOf(const sql::Select& statement, const std::map<std::string, Value>& values, const FromCache& from) const;
  /// @return nothing where a foreign key is NULL
  std::optional<std::string> keyOf(Record& record, const Relationship& relationship, const FromCache& from) const;
  const FromCache* cachedBy(const Record& record, const Relationship& relationship) const;
  std::optional<CachedResult> find(const FromCache& from, const std::string& key) const;
  std::optional<std::vector<RecordPtr>> findRecords(const FromCache& from, const std::string& key);
  void keep(const FromCache& from, const std::string& key, const std::vector<RecordPtr>& records);

  Session& m_session;
  const Regions m_regions;
  std::map<std::string, std::map<std::string, FromCache>> m_relationships;  ///< by name, by model
  std::vector<std::string> m_warnings;
};

}  // namespace joinery
