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
    const auto wanted = static_cast<std::uint32_t>(hash);
    if (m_chains.empty()) return nullptr;
    __builtin_prefetch(&m_chains[placeOf(wanted)], 1);  // Who is not there is put there next, more often than not.
    if (!isMarked(wanted)) return nullptr;
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
  static constexpr std::uint32_t kGoldenRatio = 0x9E3779B9U;

  std::size_t placeOf(std::uint32_t hash) const { return hash & (m_chains.size() - 1); }
  Record*& chainOf(std::uint32_t hash) { return m_chains[placeOf(hash)]; }
  Record* chainOf(std::uint32_t hash) const { return m_chains[placeOf(hash)]; }
  static std::uint8_t markOf(std::uint32_t hash) { return static_cast<std::uint8_t>(1U << ((hash * kGoldenRatio) >> 29)); }
  /// @return false where no record of that hash is in its chain
  bool isMarked(std::uint32_t hash) const { return (m_marks[placeOf(hash)] & markOf(hash)) != 0; }

  void link(Record& record) {
    record.m_next = std::exchange(chainOf(record.m_hash), &record);
    m_marks[placeOf(record.m_hash)] |= markOf(record.m_hash);
  }

  void grow() {
    std::vector<Record*> before(m_chains.empty() ? kFirstSize : 2 * m_chains.size());
    before.swap(m_chains);
    m_marks.assign(m_chains.size(), 0);
    for (Record* chain : before)
      while (chain) link(*std::exchange(chain, chain->m_next));
  }

  std::vector<Record*> m_chains;  ///< a power of two, by the hash's low bits
  /// For each chain a bit, one of eight by the whole hash, of each record that came into it. They stay near where the chains and records of many do
  /// not, and most of what is looked for is not there.
  std::vector<std::uint8_t> m_marks;
  std::size_t m_size = 0;
};

}  // namespace joinery
