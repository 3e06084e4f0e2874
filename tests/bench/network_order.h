// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace joinery::bench {

/// A number's bytes as PostgreSQL's binary formats have them, highest first.
template <typename Number>
std::array<char, sizeof(Number)> toNetwork(Number number) {
  auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(number);
  if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(bytes);
  return bytes;
}

template <typename Number>
Number fromNetwork(const char* bytes) {
  std::array<char, sizeof(Number)> own;
  std::memcpy(own.data(), bytes, own.size());
  if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(own);
  return std::bit_cast<Number>(own);
}

}  // namespace joinery::bench
