// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <vector>

#include "orm/changes/shared_change.h"

namespace joinery {

/// Some changes of a set, next to each other. Sets that are copies of each other share them until one of these changes something there.
struct ChangeBlock {
  static constexpr std::size_t kMost = 128;

  std::vector<SharedChange> changes;  ///< one that was removed leaves an empty place
  /// More than one set has it, or had it once: nobody writes to it any more.
  std::atomic<bool> isShared = false;
};

/// The changes of a set in order: a view, valid as long as the set is as it is. Going through them passes over what was removed.
class ChangeList {
 public:
  using Blocks = std::vector<std::shared_ptr<ChangeBlock>>;

  class Iterator {
   public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = Change;
    using difference_type = std::ptrdiff_t;
    using pointer = const Change*;
    using reference = const Change&;

    Iterator() = default;
    Iterator(const Blocks* blocks, std::size_t place) : m_blocks(blocks), m_place(place) { passRemoved(); }
    reference operator*() const { return *at(*m_blocks, m_place); }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      ++m_place;
      passRemoved();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    Iterator& operator--() {
      do --m_place;
      while (!at(*m_blocks, m_place));
      return *this;
    }
    Iterator operator--(int) {
      const Iterator before = *this;
      --*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return m_place == other.m_place; }

   private:
    void passRemoved() {
      const std::size_t end = placesIn(*m_blocks);
      while (m_place < end && !at(*m_blocks, m_place)) ++m_place;
    }
    const Blocks* m_blocks = nullptr;
    std::size_t m_place = 0;
  };
  using value_type = Change;
  using const_iterator = Iterator;

  ChangeList(const Blocks& blocks, std::size_t size) : m_blocks(&blocks), m_size(size) {}
  Iterator begin() const { return {m_blocks, 0}; }
  Iterator end() const { return {m_blocks, placesIn(*m_blocks)}; }
  std::reverse_iterator<Iterator> rbegin() const { return std::reverse_iterator(end()); }
  std::reverse_iterator<Iterator> rend() const { return std::reverse_iterator(begin()); }
  std::size_t size() const { return m_size; }
  bool empty() const { return m_size == 0; }
  const Change& front() const { return *begin(); }
  const Change& back() const { return *rbegin(); }
  /// Counts them from the first: for few.
  const Change& operator[](std::size_t index) const { return *std::next(begin(), static_cast<std::ptrdiff_t>(index)); }

  std::vector<Change> toVector() const { return {begin(), end()}; }

  /// Every block but the last is full.
  static std::size_t placesIn(const Blocks& blocks) { return blocks.empty() ? 0 : (blocks.size() - 1) * ChangeBlock::kMost + blocks.back()->changes.size(); }
  /// Empty where a change was removed.
  static const SharedChange& at(const Blocks& blocks, std::size_t place) { return blocks[place / ChangeBlock::kMost]->changes[place % ChangeBlock::kMost]; }

 private:
  const Blocks* m_blocks;
  std::size_t m_size;
};

}  // namespace joinery

/// Its iterators are the set's.
template <>
inline constexpr bool std::ranges::enable_borrowed_range<joinery::ChangeList> = true;
