// SPDX-License-Identifier: GPL-3.0-or-later
#include "workload.h"

#include <cstdlib>
#include <sstream>

#include "browsing.h"

namespace joinery::bench {

std::int64_t rowCount() {
  static const std::int64_t count = [] {
    const char* text = std::getenv("JOINERY_BENCH_ROWS");
    const std::int64_t asked = text ? std::strtoll(text, nullptr, 10) : 0;
    return asked >= 1'000 ? asked : 1'000'000;
  }();
  return count;
}

const std::vector<std::int64_t>& browsedSizes() {
  static const std::vector<std::int64_t> sizes = [] {
    const char* asked = std::getenv("JOINERY_BENCH_SIZES");
    std::istringstream text(asked && *asked ? asked : "10000,1000000,10000000");
    std::vector<std::int64_t> read;
    for (std::string size; std::getline(text, size, ',');) read.push_back(std::strtoll(size.c_str(), nullptr, 10));
    return read;
  }();
  return sizes;
}

}  // namespace joinery::bench
