// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "orm/engine/engine.h"

namespace joinery {

/// One engine for each database and way of using it: whoever asks for the same is given the same. Any thread (guarded by m_mutex).
class EngineCache {
 public:
  /// Opens nothing yet. @throws DbError NotSupported for a backend that is not built in
  std::shared_ptr<Engine> engine(const Url& url, const Engine::Options& options = {});
  /// Forgets all engines: they go when whoever uses them lets go, and close their connections. The next one asked for is new.
  void dispose();
  std::size_t size() const;

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
