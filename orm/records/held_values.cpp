// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/held_values.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace joinery {

namespace {

constexpr std::size_t kExpectedSize = 16;  // bytes of text a place

constexpr bool hasBytes(StorageClass storage) { return storage == StorageClass::Text || storage == StorageClass::Blob; }

}  // namespace

/// What is held at a place: a number, or where its bytes begin; and what it is, 0 for nothing, with the bytes' count above.
struct HeldValues::Cell {
  std::int64_t word;
  std::uint64_t sizeAndClass;

  static constexpr std::uint64_t kUnknown = 0xFF;  ///< in place of a class
  bool isHeld() const { return sizeAndClass != 0; }
  bool isKnown() const { return isHeld() && sizeAndClass != kUnknown; }
  std::size_t size() const { return sizeAndClass >> 8; }
  StorageClass storageClass() const { return static_cast<StorageClass>((sizeAndClass & 0xFF) - 1); }
  static std::uint64_t describe(StorageClass storage, std::size_t size) { return static_cast<std::uint64_t>(size) << 8 | (static_cast<std::uint64_t>(storage) + 1); }
};

/// The cells follow it, and the bytes follow them.
struct HeldValues::Block {
  std::size_t places, used, capacity;  ///< the latter in bytes

  Cell* cells() { return reinterpret_cast<Cell*>(this + 1); }
  char* bytes() { return reinterpret_cast<char*>(cells() + places); }
};

HeldValues::~HeldValues() { ::operator delete(m_block); }

HeldValues::Block* HeldValues::allocate(std::size_t places, std::size_t capacity) {
  return new (::operator new(sizeof(Block) + places * sizeof(Cell) + capacity)) Block{places, 0, capacity};
}

HeldValues::Block* HeldValues::allocateEmpty(std::size_t places, std::size_t capacity) {
  Block* block = allocate(places, capacity);
  std::memset(static_cast<void*>(block->cells()), 0, places * sizeof(Cell));
  return block;
}

/// @pre it is known
inline ValueView HeldValues::view(const Cell& cell) const {
  const bool isText = hasBytes(cell.storageClass());
  return ValueView::of(cell.storageClass(), isText ? 0 : cell.word, isText ? std::string_view(m_block->bytes() + cell.word, cell.size()) : std::string_view());
}

std::optional<ValueView> HeldValues::at(std::size_t place) const {
  if (!m_block || !m_block->cells()[place].isKnown()) return {};
  return view(m_block->cells()[place]);
}

StorageClass HeldValues::classAt(std::size_t place) const {
  if (!m_block || !m_block->cells()[place].isKnown()) return StorageClass::Null;
  return m_block->cells()[place].storageClass();
}

bool HeldValues::appendTo(std::vector<ValueView>& values, std::span<const std::size_t> places) const {
  const std::size_t first = values.size();
  values.resize(first + places.size());
  if (!m_block) return places.empty();
  bool areAllHeld = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Cell& cell = m_block->cells()[places[i]];
    if (cell.isKnown()) values[first + i] = view(cell);
    else areAllHeld = false;
  }
  return areAllHeld;
}

/// A block with the same values, without what was set over, and with room for more bytes.
HeldValues::Block* HeldValues::grown(std::size_t additional) const {
  std::size_t live = additional;
  for (std::size_t i = 0; i < m_block->places; ++i) live += m_block->cells()[i].size();
  Block* block = allocate(m_block->places, live + live / 2);
  for (std::size_t i = 0; i < block->places; ++i) {
    Cell cell = m_block->cells()[i];
    if (const std::size_t size = cell.size(); size > 0) {
      std::memcpy(block->bytes() + block->used, m_block->bytes() + cell.word, size);
      cell.word = static_cast<std::int64_t>(block->used);
      block->used += size;
    }
    block->cells()[i] = cell;
  }
  return block;
}

/// @pre there is room for its bytes
inline void HeldValues::put(Cell& cell, const ValueView& value) {
  const std::size_t size = value.bytes().size();
  cell = {value.word(), Cell::describe(value.storageClass(), size)};
  if (!hasBytes(value.storageClass())) return;
  cell.word = static_cast<std::int64_t>(m_block->used);
  if (size > 0) std::memcpy(m_block->bytes() + m_block->used, value.bytes().data(), size);
  m_block->used += size;
}

void HeldValues::expectAll(std::size_t places) {
  if (!m_block) m_block = allocateEmpty(places, kExpectedSize * places);
}

void HeldValues::set(std::size_t place, const ValueView& value, std::size_t places) {
  const std::size_t size = value.bytes().size();
  HeldValues before;  // The value may be one of those that are there.
  if (!m_block) {
    m_block = allocateEmpty(places, size);
  } else if (m_block->capacity - m_block->used < size) {
    before.m_block = m_block;
    m_block = before.grown(size);
  }
  put(m_block->cells()[place], value);
}

void HeldValues::setUnknown(std::size_t place, std::size_t places) {
  if (!m_block) m_block = allocateEmpty(places, 0);
  m_block->cells()[place] = {0, Cell::kUnknown};
}

bool HeldValues::has(std::size_t place) const { return m_block && m_block->cells()[place].isHeld(); }

void HeldValues::assign(std::span<const ValueView> row, const std::vector<int>& columns) {
  std::size_t size = 0;
  for (const ValueView value : row) size += value.bytes().size();
  HeldValues before;
  std::swap(before.m_block, m_block);
  m_block = allocate(columns.size(), size);
  Cell* cell = m_block->cells();
  for (const int column : columns) {
    if (column >= 0) put(*cell, row[static_cast<std::size_t>(column)]);
    else *cell = {};
    ++cell;
  }
}

void HeldValues::erase(std::size_t place) {
  if (m_block) m_block->cells()[place] = {};
}

}  // namespace joinery
