// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

namespace joinery::bench {

/// How long each of many frames took: by the clock, and of the processor's time of this thread alone, whatever other programs did. One thread.
class FrameTimes {
 public:
  void begin();
  void end();

  /// ms, in order of their length.
  std::vector<double> byClock() const;
  std::vector<double> byProcessor() const;

 private:
  static double processorMs();
  std::chrono::steady_clock::time_point m_begin;
  double m_processorAtBegin = 0;
  std::vector<double> m_byClock, m_byProcessor;
};

}  // namespace joinery::bench
