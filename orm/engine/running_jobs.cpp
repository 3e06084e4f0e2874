// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/running_jobs.h"

#include <algorithm>
#include <utility>

namespace joinery {

RunningJobs::Entry::~Entry() { m_list->end(m_number); }

std::shared_ptr<RunningJobs::Entry> RunningJobs::begin(std::string what, std::function<void()> stop) {
  const std::lock_guard lock(m_mutex);
  const Number number = ++m_last;
  const std::shared_ptr<Entry> entry(new Entry(shared_from_this(), number));
  m_jobs.push_back({{number, std::move(what), Clock::now()}, std::move(stop), entry.get()});
  if (m_listener) m_listener();
  return entry;
}

void RunningJobs::end(Number number) {
  const std::lock_guard lock(m_mutex);
  std::erase_if(m_jobs, [number](const Listed& listed) { return listed.job.number == number; });
}

std::vector<RunningJobs::Job> RunningJobs::jobs() const {
  const std::lock_guard lock(m_mutex);
  std::vector<Job> found;
  found.reserve(m_jobs.size());
  for (const Listed& listed : m_jobs) {
    found.push_back(listed.job);
    found.back().done = listed.entry->progress().done();
    found.back().total = listed.entry->progress().total();
    found.back().isBytes = listed.entry->progress().isBytes();
  }
  return found;
}

void RunningJobs::stop(Number number) {
  std::function<void()> stop;
  {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(m_jobs, number, [](const Listed& listed) { return listed.job.number; });
    if (found == m_jobs.end()) return;
    found->job.isStopping = true;
    stop = found->stop;
  }
  if (stop) stop();
}

void RunningJobs::setListener(std::function<void()> listener) {
  const std::lock_guard lock(m_mutex);
  m_listener = std::move(listener);
}

}  // namespace joinery
