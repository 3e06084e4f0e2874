// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/cache/memory_region.h"

namespace joinery {

/// Keeps results for one session, as its own records: what was changed of them stays changed. It holds them, and their heap. A record
/// that has left the session makes its result a miss, so a closed session finds nothing; a result without records would not tell, so it
/// isn't kept. Session's thread.
class SessionRegion final : public MemoryRegion {
 public:
  using MemoryRegion::MemoryRegion;

  bool keepsRecords() const override { return true; }
  void put(const std::string& key, const CachedResult& result) override {
    if (!result.records.empty()) MemoryRegion::put(key, result);
  }
};

}  // namespace joinery
