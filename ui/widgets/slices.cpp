// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/slices.h"

#include <QElapsedTimer>
#include <algorithm>
#include <utility>

namespace joinery::ui {

namespace {

constexpr qint64 kSlice = 6;  // milliseconds
constexpr std::size_t kBetweenLooks = 50;  // items, until the clock is looked at again

}  // namespace

Slices::Slices(QObject* parent) : QObject(parent) {
  m_timer.setInterval(0);
  connect(&m_timer, &QTimer::timeout, this, &Slices::slice);
}

void Slices::start(std::size_t items, std::function<void(std::size_t item)> work, std::function<void()> done) {
  stop();
  m_items = items;
  m_next = 0;
  m_work = std::move(work);
  m_done = std::move(done);
  this->work(std::min(items, kAtOnce));
  if (m_next == m_items) return finish();
  m_timer.start();
  Q_EMIT runningChanged();
}

void Slices::stop() {
  const bool wasRunning = m_timer.isActive();
  m_timer.stop();
  m_work = {};
  m_done = {};
  if (wasRunning) Q_EMIT runningChanged();
}

void Slices::slice() {
  QElapsedTimer clock;
  clock.start();
  while (m_next < m_items && clock.elapsed() < kSlice) work(std::min(m_items, m_next + kBetweenLooks));
  Q_EMIT progressed();
  if (m_timer.isActive() && m_next == m_items) finish();
}

void Slices::work(std::size_t end) {
  for (; m_next < end; ++m_next) m_work(m_next);
}

void Slices::finish() {
  const auto done = std::exchange(m_done, {});
  stop();
  done();
}

}  // namespace joinery::ui

#include "moc_slices.cpp"
