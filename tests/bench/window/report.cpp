// SPDX-License-Identifier: GPL-3.0-or-later
#include "report.h"

#include <cstdio>
#include <fstream>

#include "orm/core/json.h"

namespace joinery::bench {

namespace {

double peakMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

void print(const Json& line) {
  std::puts(line.dump().c_str());
  std::fflush(stdout);
}

}  // namespace

void Report::end(const std::string& step, std::vector<double> times, double raw) {
  const auto& figures = m_application.figures();
  print({{"place", m_place}, {"size", m_size}, {"step", step}, {"times", times}, {"raw", raw}, {"gap", figures.longestGap},
         {"events", figures.events}, {"slow", figures.slow}, {"slowest", figures.slowest}, {"slowest_time", figures.slowestTime},
         {"longest_alone", figures.longestAlone}, {"slow_alone", figures.slowAlone}});
}

void Report::frames(const std::string& step, const FrameTimes& times) {
  const auto shares = [](const std::vector<double>& sorted) { return std::vector{sorted[sorted.size() / 2], sorted[(sorted.size() - 1) * 99 / 100], sorted.back()}; };
  const auto& figures = m_application.figures();
  print({{"place", m_place}, {"size", m_size}, {"step", step}, {"frames", times.byClock().size()}, {"p50_p99_max", shares(times.byClock())}, {"cpu_p50_p99_max", shares(times.byProcessor())},
         {"gap", figures.longestGap}, {"events", figures.events}, {"slow", figures.slow}, {"slow_alone", figures.slowAlone}});
}

void Report::memory(const std::string& step) { print({{"place", m_place}, {"size", m_size}, {"step", step}, {"megabytes", peakMegabytes()}}); }

}  // namespace joinery::bench
