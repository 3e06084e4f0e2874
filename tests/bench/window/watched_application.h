// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "waited_for_processor.h"

namespace joinery::bench {

/// The application with a watch on its event loop: how long each event takes, and, as a person at the keyboard would find out, how long
/// an event waits that another thread posts every millisecond.
class WatchedApplication : public QApplication {
 public:
  using Clock = std::chrono::steady_clock;
  /// An event that takes longer makes a screen of 60 frames a second miss one.
  static constexpr double kFrame = 16;
  struct Figures {
    double longestGap = 0;  ///< ms in which nothing else could be answered
    std::int64_t events = 0;
    std::int64_t slow = 0;  ///< of them those that took longer than kFrame
    std::string slowest;    ///< what the longest event was, and of whom
    double slowestTime = 0;
    /// The same without the time in which others had the processors.
    double longestAlone = 0;
    std::int64_t slowAlone = 0;
  };

  WatchedApplication(int& argc, char** argv);
  ~WatchedApplication() override;
  bool notify(QObject* receiver, QEvent* event) override;

  void restart() { m_figures = {}; }
  const Figures& figures() const { return m_figures; }
  /// Called at the end of an event in whose course widgets were painted, with these.
  using Painted = std::function<void(const std::vector<const QWidget*>&)>;
  void onPainted(Painted painted) { m_onPainted = std::move(painted); }

 private:
  void ask();
  void answer(const QEvent& event);
  void count(QEvent::Type type, const std::string& receiver, double time, double waited);

  const WaitedForProcessor m_waited;
  Figures m_figures;
  int m_depth = 0;
  std::vector<const QWidget*> m_painted;
  Painted m_onPainted;
  std::atomic<bool> m_isAsked = false;
  std::atomic<bool> m_ends = false;
  std::thread m_asking;
};

inline double millisecondsSince(WatchedApplication::Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(WatchedApplication::Clock::now() - begin).count();
}

}  // namespace joinery::bench
