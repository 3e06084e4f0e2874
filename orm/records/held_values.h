// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// Values of one row by their places, some or none of them, all in one piece of memory with their bytes. As large as a pointer.
/// Not for several threads at once.
class HeldValues {
 public:
  HeldValues() = default;
  HeldValues(HeldValues&& other) noexcept : m_block(std::exchange(other.m_block, nullptr)) {}
  HeldValues& operator=(HeldValues other) noexcept {
    std::swap(m_block, other.m_block);
    return *this;
  }
  ~HeldValues();

  /// Whether nothing was ever set since it was made or cleared.
  bool isEmpty() const { return !m_block; }
  /// Good until something is set. Nothing where nothing is held.
  std::optional<ValueView> at(std::size_t place) const;
  /// What kind of value is held at a place; Null where nothing is.
  StorageClass classAt(std::size_t place) const;
  /// What is held at these places, one after the other; NULL where nothing is. @return whether something is held at each
  bool appendTo(std::vector<ValueView>& values, std::span<const std::size_t> places) const;
  /// Makes room for a row of which everything will be set, where nothing was yet.
  void expectAll(std::size_t places);
  /// @param places how many there are, always the same number @param value may be one that is held here
  void set(std::size_t place, const ValueView& value, std::size_t places);
  /// Holds that there was something at a place, but not what.
  void setUnknown(std::size_t place, std::size_t places);
  /// Whether something is held at a place, known or not.
  bool has(std::size_t place) const;
  void erase(std::size_t place);
  /// Holds a row and nothing else. @param columns for each place where its value stands in the row; less than 0: nowhere
  void assign(std::span<const ValueView> row, const std::vector<int>& columns);
  void clear() { *this = {}; }

 private:
  struct Cell;
  struct Block;
  static Block* allocate(std::size_t places, std::size_t capacity);
  static Block* allocateEmpty(std::size_t places, std::size_t capacity);
  void put(Cell& cell, const ValueView& value);
  ValueView view(const Cell& cell) const;
  Block* grown(std::size_t additional) const;

  Block* m_block = nullptr;
};

}  // namespace joinery
