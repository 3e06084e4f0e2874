// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/cache/memory_region.h"

namespace joinery {

std::optional<CachedResult> MemoryRegion::find(const std::string& key) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_results.find(key);
  return found == m_results.end() ? std::nullopt : std::optional(found->second);
}

void MemoryRegion::put(const std::string& key, const CachedResult& result) {
  const std::lock_guard lock(m_mutex);
  m_results.insert_or_assign(key, result);
}

void MemoryRegion::remove(const std::string& key) {
  const std::lock_guard lock(m_mutex);
  m_results.erase(key);
}

void MemoryRegion::clear() {
  const std::lock_guard lock(m_mutex);
  m_results.clear();
}

}  // namespace joinery
