// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "orm/records/record.h"

namespace joinery {

/// Records by their identity's hash. A record is in one table at most and carries its link in it, so that none is allocated. Holds none
/// of them. Not for several threads at once.
class RecordTable {
 public:
  /// @param isMeant asked of each record with that hash @return null where none is meant
  template <typename IsMeant>
  Record* find(std::size_t hash, const IsMeant& isMeant) const {
    if (m_chains.empty()) return nullptr;
    const auto wanted = static_cast<std::uint32_t>(hash);
    for (Record* each = chainOf(wanted); each; each = each->m_next)
      if (each->m_hash == wanted && isMeant(*each)) return each;
    return nullptr;
  }

  void reserve(std::size_t additional) {
    while (m_chains.size() <= kChainsOfRecord * (m_size + additional)) grow();
  }

  /// @pre it is in no table
  void insert(std::size_t hash, Record& record) {
    if (kChainsOfRecord * m_size >= m_chains.size()) grow();
    record.m_hash = static_cast<std::uint32_t>(hash);
    link(record);
    ++m_size;
  }

  /// @return false where it is not there
  bool erase(Record& record) {
    if (m_chains.empty()) return false;
    Record** place = &chainOf(record.m_hash);
    while (*place && *place != &record) place = &(*place)->m_next;
    if (!*place) return false;
    *place = std::exchange(record.m_next, nullptr);
    --m_size;
    return true;
  }

  template <typename Action>
  void forEach(const Action& action) const {
    for (Record* chain : m_chains)
      for (Record* each = chain; each; each = each->m_next) action(*each);
  }

 private:
  static constexpr std::size_t kFirstSize = 16;
  /// More chains than records: who is not there is seldom looked for among others, each of which is somewhere else in memory.
  static constexpr std::size_t kChainsOfRecord = 2;

  Record*& chainOf(std::uint32_t hash) { return m_chains[hash & (m_chains.size() - 1)]; }
  Record* chainOf(std::uint32_t hash) const { return m_chains[hash & (m_chains.size() - 1)]; }
  void link(Record& record) { record.m_next = std::exchange(chainOf(record.m_hash), &record); }

  void grow() {
    std::vector<Record*> before(m_chains.empty() ? kFirstSize : 2 * m_chains.size());
    before.swap(m_chains);
    for (Record* chain : before)
      while (chain) link(*std::exchange(chain, chain->m_next));
  }

  std::vector<Record*> m_chains;  ///< a power of two, by the hash's low bits
  std::size_t m_size = 0;
};

}  // namespace joinery
