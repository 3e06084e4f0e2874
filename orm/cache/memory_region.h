// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <unordered_map>

#include "orm/cache/cache_region.h"

namespace joinery {

/// Keeps results in memory, for all sessions that share it and their models. Any thread (guarded by m_mutex).
class MemoryRegion : public CacheRegion {
 public:
  using CacheRegion::CacheRegion;

  std::optional<CachedResult> find(const std::string& key) override;
  void put(const std::string& key, const CachedResult& result) override;
  void remove(const std::string& key) override;
  void clear() override;

 private:
  std::mutex m_mutex;
  std::unordered_map<std::string, CachedResult> m_results;
};

}  // namespace joinery
