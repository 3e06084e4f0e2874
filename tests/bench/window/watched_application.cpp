// SPDX-License-Identifier: GPL-3.0-or-later
#include "watched_application.h"

#include <QThread>
#include <QWidget>

namespace joinery::bench {

namespace {

using Clock = WatchedApplication::Clock;

/// "Are you there?", with the time when it was asked.
class Question : public QEvent {
 public:
  static constexpr Type kType = User;
  Question() : QEvent(kType) {}
  const Clock::time_point asked = Clock::now();
};

}  // namespace

WatchedApplication::WatchedApplication(int& argc, char** argv) : QApplication(argc, argv), m_asking([this] { ask(); }) {}

WatchedApplication::~WatchedApplication() {
  m_ends = true;
  m_asking.join();
}

/// On a thread of its own.
void WatchedApplication::ask() {
  while (!m_ends) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (!m_isAsked.exchange(true)) postEvent(this, new Question);
  }
}

void WatchedApplication::answer(const QEvent& event) {
  m_figures.longestGap = std::max(m_figures.longestGap, millisecondsSince(static_cast<const Question&>(event).asked));
  m_isAsked = false;
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
  if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
  if (receiver == this && event->type() == Question::kType) return answer(*event), true;
  const bool isPaint = event->type() == QEvent::Paint && receiver->isWidgetType();
  // Nobody knows afterwards whether it is still there.
  const auto* painted = isPaint ? static_cast<const QWidget*>(receiver) : nullptr;
  const auto type = event->type();
  const std::string name = m_depth == 0 ? std::string(receiver->metaObject()->className()) + " " + receiver->objectName().toStdString() : std::string();
  const double waited = m_depth == 0 ? m_waited.milliseconds() : 0;
  const auto begin = Clock::now();
  ++m_depth;
  const bool isTaken = QApplication::notify(receiver, event);
  --m_depth;
  if (isPaint) m_painted.push_back(painted);
  if (m_depth > 0) return isTaken;
  const double time = millisecondsSince(begin);
  count(type, name, time, m_waited.milliseconds() - waited);
  const auto all = std::exchange(m_painted, {});
  if (!all.empty() && m_onPainted) m_onPainted(all);
  return isTaken;
}

void WatchedApplication::count(QEvent::Type type, const std::string& receiver, double time, double waited) {
  ++m_figures.events;
  if (time > kFrame) ++m_figures.slow;
  if (time - waited > kFrame) ++m_figures.slowAlone;
  m_figures.longestAlone = std::max(m_figures.longestAlone, time - waited);
  m_figures.longestGap = std::max(m_figures.longestGap, time);
  if (time <= m_figures.slowestTime) return;
  m_figures.slowestTime = time;
  m_figures.slowest = "event " + std::to_string(type) + " of " + receiver;
}

}  // namespace joinery::bench
