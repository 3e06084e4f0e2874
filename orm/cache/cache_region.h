// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "orm/session/frozen_records.h"

namespace joinery {

/// The result of a statement as a region keeps it: one of these.
struct CachedResult {
  std::chrono::system_clock::time_point made = std::chrono::system_clock::now();
  FrozenRecordsPtr frozen = {};                ///< records, of no session
  std::vector<RecordPtr> records = {};         ///< a session's own
  std::shared_ptr<const RowBatch> rows = {};   ///< plain rows
};

/// Where results are kept, each under a key of bytes, for as long as is said here. What it can't give is a miss, never an error.
class CacheRegion {
 public:
  using Duration = std::chrono::milliseconds;

  /// @param expiration the age from which on a result is a miss; left out: never
  explicit CacheRegion(std::optional<Duration> expiration = {}) : m_expiration(expiration) {}
  virtual ~CacheRegion() = default;
  CacheRegion(const CacheRegion&) = delete;
  CacheRegion& operator=(const CacheRegion&) = delete;

  /// The age from which on a result is a miss where a request says nothing.
  std::optional<Duration> expiration() const { return m_expiration; }
  /// Whether it keeps a session's own records, not copies of what was read.
  virtual bool keepsRecords() const { return false; }
  /// However old it is. @return nothing where there is none
  virtual std::optional<CachedResult> find(const std::string& key) = 0;
  /// In the place of what stood there.
  virtual void put(const std::string& key, const CachedResult& result) = 0;
  virtual void remove(const std::string& key) = 0;
  virtual void clear() = 0;
  /// What could not be read or kept since the last call.
  virtual std::vector<std::string> takeWarnings() { return {}; }

 private:
  const std::optional<Duration> m_expiration;
};

}  // namespace joinery
