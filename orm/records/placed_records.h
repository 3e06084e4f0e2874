// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "orm/records/record.h"

namespace joinery {

/// Records in the order they came, each of which remembers its place itself: a record is put here while it remembers no other. Holds none of them.
/// One thread.
class PlacedRecords {
 public:
  PlacedRecords() = default;
  PlacedRecords(PlacedRecords&& other) noexcept : m_order(std::move(other.m_order)), m_size(std::exchange(other.m_size, 0)) { other.m_order.clear(); }
  PlacedRecords& operator=(PlacedRecords&&) = delete;
  ~PlacedRecords() { clear(); }

  bool isEmpty() const { return m_size == 0; }
  bool contains(const Record& record) const { return record.m_place != 0 && record.m_place <= m_order.size() && m_order[record.m_place - 1] == &record; }
  /// In the order they came.
  std::vector<Record*> records() const {
    std::vector<Record*> all;
    all.reserve(m_size);
    forEach([&](Record& record) { all.push_back(&record); });
    return all;
  }
  template <typename Action>
  void forEach(const Action& action) const {
    for (Record* record : m_order)
      if (record) action(*record);
  }
  /// @pre it remembers no place
  void insert(Record& record) {
    m_order.push_back(&record);
    record.m_place = static_cast<std::uint32_t>(m_order.size());
    ++m_size;
  }
  /// @return false where it is not here
  bool erase(Record& record) {
    if (!contains(record)) return false;
    m_order[std::exchange(record.m_place, 0) - 1] = nullptr;
    if (--m_size == 0) m_order.clear();
    return true;
  }
  void clear() {
    forEach([](Record& record) { record.m_place = 0; });
    m_order.clear();
    m_size = 0;
  }
  /// Takes all of another list's, behind its own.
  void take(PlacedRecords& other) {
    const std::vector<Record*> taken = other.records();
    other.clear();
    for (Record* record : taken) insert(*record);
  }

 private:
  std::vector<Record*> m_order;  ///< null where one has gone
  std::size_t m_size = 0;
};

}  // namespace joinery
