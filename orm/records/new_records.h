// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/records/placed_records.h"
#include "orm/records/record_heap.h"

namespace joinery {

/// A session's records that have no row yet, in the order they were added; each is kept alive as long as it is here. One thread.
class NewRecords {
 public:
  explicit NewRecords(RecordHeap& heap) : m_heap(heap) {}
  ~NewRecords() { clear(); }
  NewRecords(const NewRecords&) = delete;
  NewRecords& operator=(const NewRecords&) = delete;

  bool isEmpty() const { return m_records.isEmpty(); }
  /// In the order they came.
  std::vector<Record*> records() const { return m_records.records(); }
  /// @pre it is in no session's new records
  void insert(Record& record) {
    m_records.insert(record);
    m_heap.pin(record);
  }
  void erase(Record& record) {
    if (m_records.erase(record)) m_heap.unpin(record);
  }
  void clear() {
    m_records.forEach([this](Record& record) { m_heap.unpin(record); });
    m_records.clear();
  }

 private:
  RecordHeap& m_heap;
  PlacedRecords m_records;
};

}  // namespace joinery
