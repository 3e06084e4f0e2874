// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <cstdint>
#include <utility>
#include <vector>

#include "orm/records/record_heap.h"

namespace joinery {

/// Records that wait for something, in the order they came; each is kept alive as long as it is here. One thread.
class PinnedRecords {
 public:
  explicit PinnedRecords(RecordHeap& heap) : m_heap(heap) {}
  ~PinnedRecords() { clear(); }
  PinnedRecords(const PinnedRecords&) = delete;
  PinnedRecords& operator=(const PinnedRecords&) = delete;

  bool isEmpty() const { return m_size == 0; }
  bool contains(Record* record) const { return placeOf(*record) != 0; }
  /// In the order they came.
  std::vector<Record*> records() const {
    std::vector<Record*> all = m_order;
    std::erase(all, nullptr);
    return all;
  }

  /// @return false where it is here already
  bool insert(Record& record) {
    if (contains(&record)) return false;
    m_order.push_back(&record);
    const auto place = static_cast<std::uint32_t>(m_order.size());
    if (record.m_place == 0) record.m_place = place;
    else m_places.insert(&record, place);
    ++m_size;
    m_heap.pin(record);
    return true;
  }

  /// @return false where it is not here
  bool erase(Record& record) {
    const std::uint32_t place = placeOf(record);
    if (place == 0) return false;
    forgetPlace(record);
    m_order[place - 1] = nullptr;
    if (--m_size == 0) m_order.clear();
    m_heap.unpin(record);
    return true;
  }

  void clear() {
    for (Record* record : m_order) {
      if (!record) continue;
      forgetPlace(*record);
      m_heap.unpin(*record);
    }
    m_order.clear();
    m_places.clear();
    m_size = 0;
  }

 private:
  /// 0 where it is not here.
  std::uint32_t placeOf(Record& record) const {
    if (const auto elsewhere = m_places.find(&record); elsewhere != m_places.end()) return *elsewhere;
    return record.m_place != 0 && record.m_place <= m_order.size() && m_order[record.m_place - 1] == &record ? record.m_place : 0;
  }
  void forgetPlace(Record& record) {
    if (!m_places.remove(&record)) record.m_place = 0;
  }

  RecordHeap& m_heap;
  std::vector<Record*> m_order;  ///< null where one has gone
  std::size_t m_size = 0;
  QHash<Record*, std::uint32_t> m_places;  ///< of those that remember another list's, as a PlacedRecords'
};

}  // namespace joinery
