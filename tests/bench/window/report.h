// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "frame_times.h"
#include "watched_application.h"

namespace joinery::bench {

/// What one run of the window took, step by step, as JSON on standard output.
class Report {
 public:
  Report(WatchedApplication& application, std::string place, std::int64_t size) : m_application(application), m_place(std::move(place)), m_size(size) {}

  /// A step begins: the event loop is watched anew, once it has answered what was asked before.
  void begin() {
    QCoreApplication::processEvents();
    m_application.restart();
  }
  /// It has ended. @param times ms to painted rows, of each time that it was done @param raw ms of the same work by hand; 0 for none
  void end(const std::string& step, std::vector<double> times, double raw = 0);
  /// The same of many frames: the median, the longest of ninety-nine of a hundred, and the longest of all, by the clock and of the processor's time.
  void frames(const std::string& step, const FrameTimes& times);
  /// The most memory that the process has had so far, with a name for what was done by then.
  void memory(const std::string& step);

 private:
  WatchedApplication& m_application;
  std::string m_place;
  std::int64_t m_size;
};

}  // namespace joinery::bench
