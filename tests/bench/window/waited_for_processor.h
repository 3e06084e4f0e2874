// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery::bench {

/// For how long the thread that made it could have run and did not, as others had the processors: a machine that is not at rest takes
/// that much longer for everything. Source: docs.kernel.org/scheduler/sched-stats.html
class WaitedForProcessor {
 public:
  WaitedForProcessor();
  ~WaitedForProcessor();
  WaitedForProcessor(const WaitedForProcessor&) = delete;
  WaitedForProcessor& operator=(const WaitedForProcessor&) = delete;

  /// Milliseconds since the thread began; 0 always where the system does not tell.
  double milliseconds() const;

 private:
  int m_file = -1;
};

}  // namespace joinery::bench
