// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <algorithm>
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

  bool isEmpty() const { return m_places.isEmpty(); }
  bool contains(Record* record) const { return m_places.contains(record); }
  /// In the order they came.
  std::vector<Record*> records() const {
    std::vector<Record*> all = m_order;
    std::erase(all, nullptr);
    return all;
  }

  /// @return false where it is here already
  bool insert(Record& record) {
    const auto place = static_cast<qsizetype>(m_order.size());
    if (m_places.value(&record, -1) >= 0) return false;
    m_places.insert(&record, place);
    m_order.push_back(&record);
    m_heap.pin(record);
    return true;
  }

  /// @return false where it is not here
  bool erase(Record& record) {
    const auto place = m_places.find(&record);
    if (place == m_places.end()) return false;
    m_order[static_cast<std::size_t>(*place)] = nullptr;
    m_places.erase(place);
    m_heap.unpin(record);
    if (m_places.isEmpty()) m_order.clear();
    return true;
  }

  void clear() {
    for (Record* record : m_order)
      if (record) m_heap.unpin(*record);
    m_order.clear();
    m_places.clear();
  }

 private:
  RecordHeap& m_heap;
  QHash<Record*, qsizetype> m_places;
  std::vector<Record*> m_order;  ///< null where one has gone
};

}  // namespace joinery
