// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <string>

#include "orm/cache/result_cache.h"
#include "orm/engine/engine.h"

namespace joinery::example {

/// Persons, their addresses, and the postal codes, cities and countries of those: a database, and a folder with what is cached of it.
/// Both are there again when the next process asks for them.
class DogpileFixture {
 public:
  /// Makes tables and rows where the database has none. @param cache a folder, made where it is missing
  DogpileFixture(std::shared_ptr<Engine> engine, const QString& cache);

  /// A session that has read nothing, in the place of the one before, with a cache that has the region "default" in files and
  /// "local_session" of its own. The cached relationships are those on the way from an address to its country.
  ResultCache& begin();
  /// The session's cache.
  ResultCache& cache() { return *m_cache; }
  Session& session() { return *m_session; }
  std::shared_ptr<CacheRegion> region(const std::string& name) const { return m_regions.at(name); }
  /// Whether this one made the tables and rows.
  bool isInstalled() const { return m_isInstalled; }
  /// SELECTs since it was asked last.
  int selects();
  /// The one value of a statement of one's own, which is not counted.
  std::string value(const std::string& sql);
  /// Distinct postal codes, cities and countries of the persons that meet an SQL condition, "WHERE …".
  int distinctBehindAddresses(const std::string& condition = {});

 private:
  void install(const schema::MetaData& tables);

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
  ResultCache::Regions m_regions;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<ResultCache> m_cache;
  std::uint64_t m_counted = 0;
  bool m_isInstalled = false;
};

/// Persons of a range of numbers, by name.
Query personsOf(int first, int last);
/// Three queries on a region, some of them twice, then three invalidations. @return the SELECTs of each query, by a comma
std::string runHelloWorld(DogpileFixture& fixture);
/// What runAdvanced() sends.
struct AdvancedCounts {
  std::string ranges;          ///< SELECTs of each range, by a comma
  int addresses = 0, again = 0;  ///< and of the addresses of the first range, twice
  int expectedAddresses = 0;   ///< as many as there are persons and distinct codes, cities and countries among them
};
/// Ranges of persons, one of them invalidated, and their addresses, which are cached by themselves.
AdvancedCounts runAdvanced(DogpileFixture& fixture);
/// All persons with their addresses by one join, which is not cached, and what is behind those, which is. @return the SELECTs
int runRelationships(DogpileFixture& fixture);

}  // namespace joinery::example
