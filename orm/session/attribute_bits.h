// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace joinery {

/// Attributes of a model as bits, by their places: for those that have few enough.
using AttributeBits = std::uint64_t;
constexpr std::size_t kMostAttributeBits = 64;

constexpr AttributeBits bitOf(std::size_t attribute) { return AttributeBits{1} << attribute; }

/// In the model's order.
inline std::vector<std::size_t> placesOfBits(AttributeBits attributes) {
  std::vector<std::size_t> places;
  for (; attributes != 0; attributes &= attributes - 1) places.push_back(static_cast<std::size_t>(std::countr_zero(attributes)));
  return places;
}

}  // namespace joinery
