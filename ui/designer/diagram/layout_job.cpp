// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/layout_job.h"

#include <QThreadPool>
#include <QtConcurrentRun>

#include "orm/core/result_of.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kWatchMs = 100;

/// One thread, never destroyed: the end of the program would wait for its layout.
QThreadPool* layoutThread() {
  static QThreadPool* const pool = [] {
    auto* made = new QThreadPool;
    made->setMaxThreadCount(1);
    return made;
  }();
  return pool;
}

}  // namespace

LayoutJob::LayoutJob(QObject* parent) : QObject(parent) {
  m_watch.setInterval(kWatchMs);
  connect(&m_watch, &QTimer::timeout, this, [this] {
    if (m_stopAsked && *m_stopAsked) stop();
  });
}

LayoutJob::~LayoutJob() = default;

void LayoutJob::start(LayoutGraph graph, const std::shared_ptr<RunningJobs>& jobs, const QString& what) {
  m_stopAsked = std::make_shared<std::atomic<bool>>(false);
  if (jobs) m_entry = jobs->begin(toStdString(what), [asked = m_stopAsked] { *asked = true; });
  m_isRunning = true;
  m_watch.start();
  // One that was stopped before its turn is not begun.
  const auto work = [graph = std::move(graph), dropped = m_stopAsked] {
    return resultOf([&] { return *dropped ? std::vector<QPointF>() : layOut(graph, *dropped); });
  };
  deliver(QtConcurrent::run(layoutThread(), work), this, [this, number = ++m_number](Result<std::vector<QPointF>> corners) {
    if (number != m_number) return;
    end();
    if (corners) Q_EMIT laidOut(*corners);
    else Q_EMIT failed(corners.error());
  });
  Q_EMIT runningChanged();
}

void LayoutJob::stop() {
  if (!m_isRunning) return;
  ++m_number;
  *m_stopAsked = true;
  end();
  Q_EMIT stopped();
}

void LayoutJob::end() {
  m_isRunning = false;
  m_watch.stop();
  m_entry.reset();
  Q_EMIT runningChanged();
}

}  // namespace joinery::ui

#include "moc_layout_job.cpp"
