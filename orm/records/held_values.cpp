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

/// @return where they begin @param bytes may be among those that are there
std::int64_t HeldValues::append(std::string_view bytes) {
  HeldValues before;
  if (m_block->capacity - m_block->used < bytes.size()) {
    before.m_block = m_block;
    m_block = grown(bytes.size());
  }
  const std::size_t begin = m_block->used;
  std::ranges::copy(bytes, m_block->bytes() + begin);
  m_block->used += bytes.size();
  return static_cast<std::int64_t>(begin);
}

void HeldValues::reserve(std::size_t bytes, std::size_t places) {
  if (!m_block) {
    m_block = allocate(places, bytes);
  } else if (m_block->capacity - m_block->used < bytes) {
    HeldValues before;
    before.m_block = m_block;
    m_block = before.grown(bytes);
  }
}

void HeldValues::set(std::size_t place, ValueView value, std::size_t places) {
  if (!m_block) m_block = allocate(places, std::max(kFirstCapacity, value.bytes().size()));
  std::int64_t word = 0;
  switch (value.storageClass()) {
    case StorageClass::Null: break;
    case StorageClass::Boolean: word = value.toBoolean() ? 1 : 0; break;
    case StorageClass::Integer: word = value.toInteger(); break;
    case StorageClass::Unsigned: word = static_cast<std::int64_t>(value.toUnsigned()); break;
    case StorageClass::Real: word = std::bit_cast<std::int64_t>(value.toReal()); break;
    case StorageClass::Text:
    case StorageClass::Blob: word = append(value.bytes()); break;
  }
  m_block->cells()[place] = {word, Cell::describe(value.storageClass(), value.bytes().size())};
}

void HeldValues::erase(std::size_t place) {
  if (m_block) m_block->cells()[place] = {};
}

}  // namespace joinery
