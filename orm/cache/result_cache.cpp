// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/cache/result_cache.h"

#include <algorithm>
#include <iterator>

#include "orm/core/db_error.h"
#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"

namespace joinery {

namespace {

/// Equal for equal statements with equal values under equal names only. @param along what other statements load
std::string cacheKey(const CompiledStatement& statement, const std::string& name, const std::vector<Value>& along = {}) {
  std::string key;
  appendIdentity(key, ValueView::text(statement.sql));
  appendIdentity(key, ValueView::text(name));
  for (const auto* list : {&statement.binds, &along}) {
    appendIdentity(key, ValueView::integer(static_cast<std::int64_t>(list->size())));
    for (const Value& value : *list) appendIdentity(key, value);
  }
  return key;
}

std::vector<Value> loadedAlong(const Query& query, const SelectOptions& options, const GlobalCriteria& criteria) {
  std::vector<Value> along{Value::text(query.model), Value::boolean(options.wholeRows), options.depth ? Value::integer(*options.depth) : Value::null(), Value::text(criteria.toString())};
  for (const auto* paths : {&options.joined, &options.selectin, &options.without, &options.alongWithout}) {
    along.push_back(Value::integer(static_cast<std::int64_t>(paths->size())));
    for (const std::string& path : *paths) along.push_back(Value::text(path));
  }
  return along;
}

[[noreturn]] void refuseMiss(const std::string& region) {
  DbError error(ErrorKind::KeyNotFound, "the region \"" + region + "\" holds no result of this statement, and none is to be read");
  error.hint = "Leave ignoreExpiration out, and it is read.";
  throw error;
}

}  // namespace

ResultCache::ResultCache(Session& session, Regions regions) : m_session(session), m_regions(std::move(regions)) { m_session.setRelationshipSource(this); }

ResultCache::~ResultCache() { m_session.setRelationshipSource(nullptr); }

CacheRegion& ResultCache::regionOf(const std::string& name) const {
  const auto found = m_regions.find(name);
  if (found != m_regions.end()) return *found->second;
  DbError error(ErrorKind::Argument, "there is no cache region \"" + name + "\"");
  error.hint = "Give it to the cache when that is made.";
  throw error;
}

std::string ResultCache::keyOf(const Query& query, const SelectOptions& options, const FromCache& from) const {
  return cacheKey(m_session.compiled(query, options), from.name, loadedAlong(query, options, m_session.criteria()));
}

std::string ResultCache::keyOf(const sql::Select& statement, const std::map<std::string, Value>& values, const FromCache& from) const {
  const Dialect& dialect = m_session.dialect();
  return cacheKey(dialect.bound(dialect.compile(statement), values), from.name);
}

std::optional<std::string> ResultCache::keyOf(Record& record, const Relationship& relationship, const FromCache& from) const {
  const auto statement = m_session.compiled(record, relationship);
  if (!statement) return {};
  return cacheKey(*statement, from.name, {Value::text(relationship.target), Value::text(m_session.criteria().toString())});
}

std::optional<CachedResult> ResultCache::find(const FromCache& from, const std::string& key) const {
  CacheRegion& region = regionOf(from.region);
  auto result = region.find(key);
  if (from.ignoreExpiration) return result;
  const auto expiration = from.expiration ? from.expiration : region.expiration();
  if (result && expiration && std::chrono::system_clock::now() - result->made >= *expiration) return {};
  return result;
}

/// As records of the session. @throws DbError KeyNotFound
std::optional<std::vector<RecordPtr>> ResultCache::findRecords(const FromCache& from, const std::string& key) {
  const auto result = find(from, key);
  const auto isHere = [this](const RecordPtr& record) { return m_session.contains(*record); };
  if (result && result->frozen) return result->frozen->thaw(m_session);
  if (result && !result->records.empty() && std::ranges::all_of(result->records, isHere)) return result->records;
  if (from.ignoreExpiration) refuseMiss(from.region);
  return {};
}

void ResultCache::keep(const FromCache& from, const std::string& key, const std::vector<RecordPtr>& records) {
  CacheRegion& region = regionOf(from.region);
  if (region.keepsRecords()) return region.put(key, {.records = records});
  try {
    region.put(key, {.frozen = FrozenRecords::freeze(records, m_session.sharedRegistry())});
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::InvalidRequest) throw;
    region.remove(key);
    m_warnings.push_back("a result is not cached: " + error.message());
  }
}

std::vector<RecordPtr> ResultCache::select(const Query& query, const FromCache& from, const SelectOptions& options) {
  const std::string key = keyOf(query, options, from);
  if (auto records = findRecords(from, key)) return std::move(*records);
  const std::vector<RecordPtr> records = m_session.select(query, options);
  keep(from, key, records);
  return records;
}

std::shared_ptr<const RowBatch> ResultCache::rows(const sql::Select& statement, const FromCache& from, const std::map<std::string, Value>& values) {
  const std::string key = keyOf(statement, values, from);
  const auto result = find(from, key);
  if (result && result->rows) return result->rows;
  if (from.ignoreExpiration) refuseMiss(from.region);
  m_session.autoflush();
  const Dialect& dialect = m_session.dialect();
  const auto rows = fetchAll(m_session.connection(), dialect.bound(dialect.compile(statement), values));
  regionOf(from.region).put(key, {.rows = rows});
  return rows;
}

void ResultCache::cacheRelationship(const std::string& relationship, const FromCache& from) {
  regionOf(from.region);
  const std::size_t dot = relationship.find('.');
  const Model& model = m_session.registry().at(relationship.substr(0, dot));
  const std::string name = dot == std::string::npos ? std::string() : relationship.substr(dot + 1);
  if (!model.relationship(name)) throw DbError(ErrorKind::InvalidRequest, "\"" + relationship + "\" names no relationship of " + model.name + " to cache; it is to be \"Model.relationship\"");
  m_relationships[name][model.name] = from;
}

const FromCache* ResultCache::cachedBy(const Record& record, const Relationship& relationship) const {
  const auto named = m_relationships.find(relationship.name);
  if (named == m_relationships.end()) return nullptr;
  const auto found = std::ranges::find_if(named->second, [&](const auto& each) { return record.model().isA(each.first); });
  return found == named->second.end() ? nullptr : &found->second;
}

bool ResultCache::load(Record& record, const Relationship& relationship) {
  const FromCache* from = cachedBy(record, relationship);
  const auto key = from ? keyOf(record, relationship, *from) : std::nullopt;
  if (!key) return false;
  const auto related = findRecords(*from, *key);
  if (!related) return false;
  std::vector<Record*> items;
  for (const RecordPtr& each : *related) items.push_back(each.get());
  m_session.heap().setLoaded(record, relationship, std::move(items));
  return true;
}

void ResultCache::loaded(Record& record, const Relationship& relationship) {
  const FromCache* from = cachedBy(record, relationship);
  const auto key = from ? keyOf(record, relationship, *from) : std::nullopt;
  const Record::Related* held = record.held(relationship);
  if (!key || !held) return;
  // What was added and taken away since is not the database's.
  std::vector<RecordPtr> records;
  std::ranges::transform(held->original, std::back_inserter(records), [](Record* each) { return RecordPtr(each); });
  keep(*from, *key, records);
}

void ResultCache::invalidate(const Query& query, const FromCache& from, const SelectOptions& options) { regionOf(from.region).remove(keyOf(query, options, from)); }

void ResultCache::invalidate(const sql::Select& statement, const FromCache& from, const std::map<std::string, Value>& values) {
  regionOf(from.region).remove(keyOf(statement, values, from));
}

void ResultCache::invalidate(Record& record, const std::string& name) {
  const Relationship& relationship = record.relationshipNamed(name);
  const FromCache* from = cachedBy(record, relationship);
  const auto key = from ? keyOf(record, relationship, *from) : std::nullopt;
  if (key) regionOf(from->region).remove(*key);
}

std::vector<std::string> ResultCache::takeWarnings() {
  std::vector<std::string> warnings = std::exchange(m_warnings, {});
  for (const auto& [name, region] : m_regions) std::ranges::move(region->takeWarnings(), std::back_inserter(warnings));
  return warnings;
}

}  // namespace joinery
