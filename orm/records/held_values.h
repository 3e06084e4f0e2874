// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

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
  /// @param places how many there are, always the same number @param value may be one that is held here
  void set(std::size_t place, ValueView value, std::size_t places);
  void erase(std::size_t place);
  /// Makes room for that many bytes more. @param places as in set()
  void reserve(std::size_t bytes, std::size_t places);
  void clear() { *this = {}; }

 private:
  struct Cell;
  struct Block;
  static Block* allocate(std::size_t places, std::size_t capacity);
  Block* grown(std::size_t additional) const;
  std::int64_t append(std::string_view bytes);

  Block* m_block = nullptr;
};

}  // namespace joinery
