// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/job_list.h"

#include <QLocale>
#include <algorithm>

#include "ui/widgets/duration_text.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};

std::chrono::seconds ageOf(const RunningJobs::Job& job) {
  return std::chrono::duration_cast<std::chrono::seconds>(RunningJobs::Clock::now() - job.began);
}

}  // namespace

/// One call for many jobs that begin before it has come.
struct JobList::Waker {
  explicit Waker(JobList* wakened) : list(wakened) {}
  void wake() {
    if (!isAwake.exchange(true)) QMetaObject::invokeMethod(list, [list = list] { list->wake(); }, Qt::QueuedConnection);
  }
  JobList* list;  // an engine that no list watches any more calls nobody
  std::atomic<bool> isAwake{false};
};

JobList::JobList(QObject* parent) : QAbstractListModel(parent), m_waker(std::make_shared<Waker>(this)) {
  m_timer.setInterval(kLookEvery);
  connect(&m_timer, &QTimer::timeout, this, &JobList::look);
}

JobList::~JobList() {
  for (const auto& source : m_sources)
    if (const auto jobs = source.lock()) jobs->setListener({});
}

void JobList::watch(const Engine& engine) {
  m_sources.push_back(engine.jobs());
  engine.jobs()->setListener([waker = m_waker] { waker->wake(); });
  m_waker->wake();
}

void JobList::wake() {
  if (!m_timer.isActive()) m_timer.start();
}

void JobList::look() {
  // Before the look: a job that begins after it wakes this again.
  m_waker->isAwake = false;
  std::erase_if(m_sources, [](const auto& source) { return source.expired(); });
  std::vector<Line> running;
  bool isAnyYoung = false;
  for (const auto& watched : m_sources) {
    const auto source = watched.lock();
    for (auto& job : source->jobs()) {
      const bool isListed = RunningJobs::Clock::now() - job.began >= kListedAfter;
      isAnyYoung = isAnyYoung || !isListed;
      if (isListed) running.push_back({source, std::move(job)});
    }
  }
  removeEnded(running);
  addNew(running);
  if (!m_lines.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  if (m_lines.empty() && !isAnyYoung) m_timer.stop();
  else m_waker->isAwake = true;
}

void JobList::removeEnded(const std::vector<Line>& running) {
  for (int row = rowCount() - 1; row >= 0; --row) {
    Line& line = m_lines[static_cast<std::size_t>(row)];
    const auto same = std::ranges::find_if(running, [&](const Line& now) { return isSame(now, line); });
    if (same != running.end()) {
      line.job = same->job;
      continue;
    }
    beginRemoveRows({}, row, row);
    m_lines.erase(m_lines.begin() + row);
    endRemoveRows();
  }
}

void JobList::addNew(const std::vector<Line>& running) {
  std::vector<Line> added;
  for (const Line& now : running)
    if (std::ranges::none_of(m_lines, [&](const Line& line) { return isSame(now, line); })) added.push_back(now);
  if (added.empty()) return;
  std::ranges::sort(added, {}, [](const Line& line) { return line.job.began; });
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
  m_lines.insert(m_lines.end(), added.begin(), added.end());
  endInsertRows();
}

void JobList::stop(int row) {
  if (row < 0 || row >= rowCount()) return;
  Line& line = m_lines[static_cast<std::size_t>(row)];
  line.job.isStopping = true;
  line.source->stop(line.job.number);
  Q_EMIT dataChanged(index(row), index(row));
}

void JobList::stopAll() {
  for (int row = 0; row < rowCount(); ++row) stop(row);
}

QString JobList::progressText(int row) const {
  const RunningJobs::Job& job = m_lines[static_cast<std::size_t>(row)].job;
  const QLocale locale;
  if (job.done <= 0) return {};
  const auto amount = [&](std::int64_t number) { return job.isBytes ? locale.formattedDataSize(number, 1) : locale.toString(static_cast<qlonglong>(number)); };
  return job.total > 0 ? tr("%1 of %2").arg(amount(job.done), amount(std::max(job.total, job.done))) : amount(job.done);
}

int JobList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lines.size()); }

QVariant JobList::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const RunningJobs::Job& job = m_lines[static_cast<std::size_t>(index.row())].job;
  switch (role) {
    case Qt::DisplayRole: {
      QStringList parts{toQString(job.what)};
      if (const QString progress = progressText(index.row()); !progress.isEmpty()) parts << progress;
      parts << (job.isStopping ? tr("stopping…") : elapsedText(ageOf(job)));
      return parts.join(QStringLiteral(" · "));
    }
    case WhatRole: return toQString(job.what);
    case ElapsedRole: return elapsedText(ageOf(job));
    case DoneRole: return static_cast<qlonglong>(job.done);
    case TotalRole: return static_cast<qlonglong>(job.total);
    case StoppingRole: return job.isStopping;
    default: return {};
  }
}

}  // namespace joinery::ui

#include "moc_job_list.cpp"
