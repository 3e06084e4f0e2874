// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <limits>

namespace joinery::test {

/// How many times as long work(many) takes as work(few), by the processor's time and the best of three runs each: about many / few
/// where the work grows with what it is given, its square where it grows with the square. No duration is asserted, so that
/// a slow or busy machine changes nothing.
template <typename Work>
double growth(Work work, std::size_t few, std::size_t many) {
  const auto best = [&](std::size_t size) {
    double least = std::numeric_limits<double>::max();
    for (int run = 0; run < 3; ++run) {
      const std::clock_t begin = std::clock();
      work(size);
      least = std::min(least, static_cast<double>(std::clock() - begin));
    }
    return std::max(least, 1.0);
  };
  const double small = best(few);
  return best(many) / small;
}

}  // namespace joinery::test
