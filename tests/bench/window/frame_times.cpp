// SPDX-License-Identifier: GPL-3.0-or-later
#include "frame_times.h"

#include <algorithm>
#include <ctime>

namespace joinery::bench {

double FrameTimes::processorMs() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void FrameTimes::begin() {
  m_begin = std::chrono::steady_clock::now();
  m_processorAtBegin = processorMs();
}

void FrameTimes::end() {
  m_byProcessor.push_back(processorMs() - m_processorAtBegin);
  m_byClock.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_begin).count());
}

std::vector<double> FrameTimes::byClock() const {
  auto times = m_byClock;
  std::ranges::sort(times);
  return times;
}

std::vector<double> FrameTimes::byProcessor() const {
  auto times = m_byProcessor;
  std::ranges::sort(times);
  return times;
}

}  // namespace joinery::bench
