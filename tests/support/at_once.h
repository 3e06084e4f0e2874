// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <latch>
#include <thread>
#include <vector>

namespace joinery::test {

/// Calls a function with 0, 1 … on a thread each, which set off together, and waits for all: what may be used by any thread is used by
/// several then, for ThreadSanitizer to look at. The function does not throw.
template <typename Function>
void atOnce(int threads, const Function& function) {
  std::latch start(threads);
  std::vector<std::jthread> running;
  for (int i = 0; i < threads; ++i)
    running.emplace_back([&start, &function, i] {
      start.arrive_and_wait();
      function(i);
    });
}

}  // namespace joinery::test
