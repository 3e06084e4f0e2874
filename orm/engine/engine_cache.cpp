// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/engine_cache.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace joinery {

namespace {

auto fieldsOf(const PoolOptions& pool) { return std::tie(pool.kind, pool.size, pool.maxOverflow, pool.timeout, pool.prePing, pool.recycle); }

bool isSame(const Engine::Options& left, const Engine::Options& right) {
  const auto connect = [](const Engine::Options& each) { return std::tie(each.connect.access, each.connect.connectTimeout, each.connect.busyTimeout, each.readOnly, each.createIfMissing); };
  return fieldsOf(left.pool) == fieldsOf(right.pool) && connect(left) == connect(right);
}

/// All of it, and the password, which toString() leaves out.
bool isSame(const Url& left, const Url& right) { return left.toString() == right.toString() && left.query == right.query && left.password.reveal() == right.password.reveal(); }

}  // namespace

std::shared_ptr<Engine> EngineCache::engine(const Url& url, const Engine::Options& options) {
  const std::lock_guard lock(m_mutex);
  const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) { return isSame(entry.url, url) && isSame(entry.options, options); });
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
