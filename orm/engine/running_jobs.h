// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace joinery {

/// What a job tells of how far it is. Any thread.
class JobProgress {
 public:
  /// @param total how much there is in all, in the same unit; 0 where that is not known
  void set(std::int64_t done, std::int64_t total = 0) {
    m_done = done;
    m_total = total;
  }
  /// The same of what is measured in bytes.
  void setBytes(std::int64_t done, std::int64_t total = 0) {
    m_isBytes = true;
    set(done, total);
  }
  bool isBytes() const { return m_isBytes; }
  std::int64_t done() const { return m_done; }
  std::int64_t total() const { return m_total; }

 private:
  std::atomic<std::int64_t> m_done{0};
  std::atomic<std::int64_t> m_total{0};
  std::atomic<bool> m_isBytes{false};
};

/// The jobs that run for one engine now: those of its Workers, and what others list here. Any thread; made by make().
class RunningJobs : public std::enable_shared_from_this<RunningJobs> {
 public:
  using Number = std::uint64_t;
  using Clock = std::chrono::steady_clock;

  /// What is known of one: a copy.
  struct Job {
    Number number = 0;
    std::string what;        ///< what it does to what, for people
    Clock::time_point began;
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0: not known
    bool isBytes = false;    ///< else things: rows, tables
    bool isStopping = false;
  };

  /// The job is listed as long as this lives.
  class Entry {
   public:
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    JobProgress& progress() { return m_progress; }

   private:
    friend class RunningJobs;
    Entry(std::shared_ptr<RunningJobs> list, Number number) : m_list(std::move(list)), m_number(number) {}
    const std::shared_ptr<RunningJobs> m_list;
    const Number m_number;
    JobProgress m_progress;
  };

  static std::shared_ptr<RunningJobs> make() { return std::shared_ptr<RunningJobs>(new RunningJobs); }

  /// @param stop asks the job to end; called on any thread, returns at once, also when the job has ended
  [[nodiscard]] std::shared_ptr<Entry> begin(std::string what, std::function<void()> stop);
  /// Those that run, the oldest first.
  std::vector<Job> jobs() const;
  /// Stops that job; does nothing once it has ended.
  void stop(Number number);
  /// Called whenever a job begins, on the thread that begins it: it returns at once and asks nothing of this. Empty: nobody is told.
  void setListener(std::function<void()> listener);

 private:
  struct Listed {
    Job job;
    std::function<void()> stop;
    Entry* entry = nullptr;
  };
  RunningJobs() = default;
  void end(Number number);

  mutable std::mutex m_mutex;  // guards the next three
  std::vector<Listed> m_jobs;
  Number m_last = 0;
  std::function<void()> m_listener;
};

}  // namespace joinery
