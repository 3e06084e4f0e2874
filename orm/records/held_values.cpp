// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/held_values.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>

namespace joinery {

namespace {

constexpr std::size_t kFirstCapacity = 64;  // bytes of text

}  // namespace

/// What is held at a place: a number, or where its bytes begin; and what it is, 0 for nothing, with the bytes' count above.
struct HeldValues::Cell {
  std::int64_t word;
  std::uint64_t sizeAndClass;

  bool isHeld() const { return sizeAndClass != 0; }
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
  auto* block = new (::operator new(sizeof(Block) + places * sizeof(Cell) + capacity)) Block{places, 0, capacity};
  std::memset(static_cast<void*>(block->cells()), 0, places * sizeof(Cell));
  return block;
}

std::optional<ValueView> HeldValues::at(std::size_t place) const {
  if (!m_block) return {};
  const Cell& cell = m_block->cells()[place];
  if (!cell.isHeld()) return {};
  const auto bytes = [&] { return std::string_view(m_block->bytes() + cell.word, cell.size()); };
  switch (cell.storageClass()) {
    case StorageClass::Null: return ValueView::null();
    case StorageClass::Boolean: return ValueView::boolean(cell.word != 0);
    case StorageClass::Integer: return ValueView::integer(cell.word);
    case StorageClass::Unsigned: return ValueView::unsignedInteger(static_cast<std::uint64_t>(cell.word));
    case StorageClass::Real: return ValueView::real(std::bit_cast<double>(cell.word));
    case StorageClass::Text: return ValueView::text(bytes());
    case StorageClass::Blob: return ValueView::blob(bytes());
  }
  return {};
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
inline void HeldValues::put(Cell& cell, ValueView value) {
  cell = {0, Cell::describe(value.storageClass(), value.bytes().size())};
  switch (value.storageClass()) {
    case StorageClass::Null: break;
    case StorageClass::Boolean: cell.word = value.toBoolean() ? 1 : 0; break;
    case StorageClass::Integer: cell.word = value.toInteger(); break;
    case StorageClass::Unsigned: cell.word = static_cast<std::int64_t>(value.toUnsigned()); break;
    case StorageClass::Real: cell.word = std::bit_cast<std::int64_t>(value.toReal()); break;
    case StorageClass::Text:
    case StorageClass::Blob:
      cell.word = static_cast<std::int64_t>(m_block->used);
      std::ranges::copy(value.bytes(), m_block->bytes() + m_block->used);
      m_block->used += value.bytes().size();
      break;
  }
}

void HeldValues::set(std::size_t place, ValueView value, std::size_t places) {
  const std::size_t size = value.bytes().size();
  HeldValues before;  // The value may be one of those that are there.
  if (!m_block) {
    m_block = allocate(places, std::max(kFirstCapacity, size));
  } else if (m_block->capacity - m_block->used < size) {
    before.m_block = m_block;
    m_block = before.grown(size);
  }
  put(m_block->cells()[place], value);
}

void HeldValues::assign(std::span<const ValueView> row, const std::vector<int>& columns) {
  std::size_t size = 0;
  for (const ValueView value : row) size += value.bytes().size();
  HeldValues before;
  std::swap(before.m_block, m_block);
  m_block = allocate(columns.size(), size);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i] >= 0) put(m_block->cells()[i], row[static_cast<std::size_t>(columns[i])]);
}

void HeldValues::erase(std::size_t place) {
  if (m_block) m_block->cells()[place] = {};
}

}  // namespace joinery
