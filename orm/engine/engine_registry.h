// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "orm/engine/engine.h"

namespace joinery {

/// Engines that are made once: for an equal URL and equal options (schemas, isolation level, pool …) there is one, with its pools
/// and its log. Any thread (guarded by m_mutex).
class EngineRegistry {
 public:
  /// @throws DbError as Engine::create()
  std::shared_ptr<Engine> engine(const Url& url, const Engine::Options& options = {});
  std::size_t size() const;
  /// Forgets all; they close their connections when the last who use them let go.
  void dispose();

 private:
  struct Entry {
    Url url;
    Engine::Options options;
    std::shared_ptr<Engine> engine;
  };
  mutable std::mutex m_mutex;
  std::vector<Entry> m_entries;
};

}  // namespace joinery
