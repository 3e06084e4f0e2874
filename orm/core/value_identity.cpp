// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/value_identity.h"

#include <bit>
#include <functional>

namespace joinery {

namespace {

void appendWord(std::string& identity, std::uint64_t word) {
  for (int shift = 0; shift < 64; shift += 8) identity += static_cast<char>(word >> shift);
}

}  // namespace

void appendIdentity(std::string& identity, ValueView value) {
  identity += static_cast<char>('0' + static_cast<int>(value.storageClass()));
  switch (value.storageClass()) {
    case StorageClass::Null: return;
    case StorageClass::Boolean: identity += value.toBoolean() ? '1' : '0'; return;
    case StorageClass::Integer: appendWord(identity, static_cast<std::uint64_t>(value.toInteger())); return;
    case StorageClass::Unsigned: appendWord(identity, value.toUnsigned()); return;
    case StorageClass::Real: appendWord(identity, std::bit_cast<std::uint64_t>(value.toReal())); return;
    case StorageClass::Text:
    case StorageClass::Blob:
      appendWord(identity, value.bytes().size());
      identity += value.bytes();
      return;
  }
}

std::size_t hashIdentity(std::size_t before, ValueView value) {
  // Keys that follow each other stay neighbours, which is kind to caches; those that differ in their high bits alone still differ below.
  const auto spread = [](std::uint64_t word) { return word + (word >> 10) + (word >> 20) + (word >> 32) + (word >> 45); };
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15u;
  std::uint64_t word = 0;
  switch (value.storageClass()) {
    case StorageClass::Null: break;
    case StorageClass::Boolean: word = value.toBoolean() ? 1 : 0; break;
    case StorageClass::Integer: word = spread(static_cast<std::uint64_t>(value.toInteger())); break;
    case StorageClass::Unsigned: word = spread(value.toUnsigned()); break;
    case StorageClass::Real: word = spread(std::bit_cast<std::uint64_t>(value.toReal())); break;
    case StorageClass::Text:
    case StorageClass::Blob: word = std::hash<std::string_view>{}(value.bytes()); break;
  }
  return static_cast<std::size_t>(before * kGoldenRatio + word);
}

}  // namespace joinery
