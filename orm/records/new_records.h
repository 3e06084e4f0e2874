// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/records/record_heap.h"

namespace joinery {

/// A session's records that have no row yet, in the order they were added; each is kept alive as long as it is here, and remembers its
/// place itself. One thread.
class NewRecords {
 public:
  explicit NewRecords(RecordHeap& heap) : m_heap(heap) {}
  ~NewRecords() { clear(); }
  NewRecords(const NewRecords&) = delete;
  NewRecords& operator=(const NewRecords&) = delete;

  bool isEmpty() const { return m_size == 0; }
  /// In the order they came.
  std::vector<Record*> records() const {
    std::vector<Record*> all = m_order;
    std::erase(all, nullptr);
    return all;
  }
  /// @pre it is in no session's new records
  void insert(Record& record) {
    m_order.push_back(&record);
    record.m_placeAmongNew = static_cast<std::uint32_t>(m_order.size());
    m_heap.pin(record);
    ++m_size;
  }
  void erase(Record& record) {
    const std::uint32_t place = record.m_placeAmongNew;
    if (place == 0) return;
    m_order[place - 1] = nullptr;
    letGo(record);
    if (--m_size == 0) m_order.clear();
  }
  void clear() {
    for (Record* record : m_order)
      if (record) letGo(*record);
    m_order.clear();
    m_size = 0;
  }

 private:
  void letGo(Record& record) {
    record.m_placeAmongNew = 0;
    m_heap.unpin(record);
  }

  RecordHeap& m_heap;
  std::vector<Record*> m_order;  ///< null where one has gone
  std::size_t m_size = 0;
};

}  // namespace joinery
