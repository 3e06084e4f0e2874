// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

namespace joinery::ui {

/// Work on many items of what only the GUI thread may look at: some at a time, and the event loop goes on in between. Few are done at once.
/// GUI thread.
class Slices : public QObject {
  Q_OBJECT
 public:
  /// So many items are worked on before any event, whatever they take.
  static constexpr std::size_t kAtOnce = 500;

  explicit Slices(QObject* parent = nullptr);
  /// Calls work for each item from 0 on, then done. What was running is given up.
  void start(std::size_t items, std::function<void(std::size_t item)> work, std::function<void()> done);
  /// Neither is called any more.
  void stop();
  bool isRunning() const { return m_timer.isActive(); }
  std::size_t items() const { return m_items; }
  std::size_t itemsDone() const { return m_next; }

 Q_SIGNALS:
  void runningChanged();
  void progressed();

 private:
  void slice();
  void work(std::size_t end);
  void finish();
  QTimer m_timer;
  std::size_t m_items = 0;
  std::size_t m_next = 0;
  std::function<void(std::size_t)> m_work;
  std::function<void()> m_done;
};

}  // namespace joinery::ui
