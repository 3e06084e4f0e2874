// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/engine_cache.h"

#include <algorithm>

namespace joinery {
namespace {

/// The text of a URL hides its secrets, which are compared beside it.
bool isSame(const Url& left, const Url& right) { return left.toString() == right.toString() && left.query == right.query && left.password.reveal() == right.password.reveal(); }

}  // namespace

std::shared_ptr<Engine> EngineCache::engine(const Url& url, const Engine::Options& options) {
  const std::lock_guard lock(m_mutex);
  const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) { return isSame(entry.url, url) && entry.options == options; });
  if (found != m_entries.end()) return found->engine;
  m_entries.push_back({url, options, Engine::create(url, options)});
  return m_entries.back().engine;
}

void EngineCache::dispose() {
  std::vector<Entry> entries;
  const std::lock_guard lock(m_mutex);
  entries.swap(m_entries);
}

std::size_t EngineCache::size() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.size();
}

}  // namespace joinery
