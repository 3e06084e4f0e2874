// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal.h"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "orm/journal/journal_file.h"
#include "orm/journal/journal_folder.h"
#include "orm/journal/journal_frame.h"

namespace joinery {

namespace {

/// Threads of journals that have gone, and of those that live. Never destroyed, as a thread may outlive main().
struct RunningWriters {
  std::mutex mutex;
  std::condition_variable ended;
  int count = 0;  // guarded by mutex
};

RunningWriters& runningWriters() {
  static auto* writers = new RunningWriters;
  return *writers;
}

}  // namespace

/// What the journal and its thread share. The thread alone has the file and what was written to it.
class Journal::Writer {
 public:
  Writer(JournalIdentity identity, Options options)
      : m_options(std::move(options)), m_id(JournalFolder::newId()), m_file(m_options.folder, m_id, m_options.calls) {
    m_content.identity = std::move(identity);
    m_content.milliseconds = static_cast<std::int64_t>(std::time(nullptr)) * 1'000;
  }

  const std::string& id() const { return m_id; }

  std::uint64_t append(std::vector<JournalRecord> records) {
    const std::lock_guard lock(m_mutex);
    m_progress.appended += records.size();
    if (m_queue.empty()) m_queue = std::move(records);
    else std::ranges::move(records, std::back_inserter(m_queue));
    m_wake.notify_all();
    return m_progress.appended;
  }

  Progress progress() const {
    const std::lock_guard lock(m_mutex);
    return m_progress;
  }

  bool waitFor(std::uint64_t sequence, std::chrono::milliseconds most) const {
    std::unique_lock lock(m_mutex);
    m_moved.wait_for(lock, most, [&] { return m_progress.recorded >= sequence || m_progress.error; });
    return m_progress.recorded >= sequence;
  }

  void stopTelling() {
    // Held while it is called: whoever is told may be going.
    const std::lock_guard telling(m_tellMutex);
    m_options.progressed = {};
  }

  void close() {
    stopTelling();
    const std::lock_guard lock(m_mutex);
    m_closing = true;
    m_wake.notify_all();
  }

  /// The body of the thread.
  void run() {
    while (true) {
      const auto [batch, isClosing] = nextBatch();
      for (const JournalRecord& record : batch) m_content.apply(record);
      if (!batch.empty() || m_needsNewFile) write(batch);
      if (isClosing) return finish();
    }
  }

 private:
  struct Batch { std::vector<JournalRecord> records; bool isClosing; };

  Batch nextBatch() {
    std::unique_lock lock(m_mutex);
    const auto isAwake = [this] { return !m_queue.empty() || m_closing; };
    if (m_needsNewFile) m_wake.wait_for(lock, m_options.tryAgainAfter, isAwake);
    else m_wake.wait(lock, isAwake);
    return {std::exchange(m_queue, {}), m_closing};
  }

  void write(const std::vector<JournalRecord>& batch) {
    const std::uint64_t before = std::exchange(m_written, m_written + batch.size());
    try {
      if (m_file.isOpen() && !m_needsNewFile) append(batch, before);
      else beginFile();
      m_needsNewFile = false;
      report(std::nullopt);
    } catch (const DbError&) {
      tryOnce();
    }
    if (m_needsNewFile) return;
    removeTakenOver();
    shorten();
  }

  void append(const std::vector<JournalRecord>& batch, std::uint64_t before) {
    QByteArray bytes;
    for (const JournalRecord& record : batch) bytes += journalFrame(record, ++before, m_id);
    m_file.append(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
  }

  void beginFile() {
    m_file.begin(m_content, m_written);
    m_sizeAtBegin = m_file.size();
  }

  /// A file that failed once is given up for another at once.
  void tryOnce() {
    m_needsNewFile = true;
    try {
      beginFile();
      m_needsNewFile = false;
      report(std::nullopt);
    } catch (const DbError& error) {
      report(error);
    }
  }

  /// What is recorded here is not to be recovered from there as well. One that can't be removed stays named here.
  void removeTakenOver() {
    std::erase_if(m_content.takenOver, [this](const std::string& journal) {
      try {
        return std::ranges::all_of(JournalFolder::filesOf(m_options.folder, journal), [this](const std::string& path) { return m_options.calls->remove(path) == 0; });
      } catch (const DbError&) {
        return false;
      }
    });
  }

  /// History is not kept for ever. A failure changes nothing: the file that is open goes on.
  void shorten() {
    if (m_file.size() < m_options.longestHistory || m_file.size() < 4 * m_sizeAtBegin) return;
    try {
      beginFile();
    } catch (const DbError&) {
      m_sizeAtBegin = m_file.size();
    }
  }

  void report(const std::optional<DbError>& error) {
    {
      const std::lock_guard lock(m_mutex);
      if (!error) m_progress.recorded = m_written;
      m_progress.error = error;
      m_moved.notify_all();
    }
    const std::lock_guard telling(m_tellMutex);
    if (m_options.progressed) m_options.progressed();
  }

  void finish() {
    try {
      if (m_content.isEmpty() && m_content.takenOver.empty()) m_file.remove();
    } catch (const DbError&) {
      // It holds nothing; the next start removes it.
    }
    m_file.close();
  }

  Options m_options;  // `progressed` guarded by m_tellMutex
  const std::string m_id;
  mutable std::mutex m_mutex;
  std::mutex m_tellMutex;
  std::condition_variable m_wake;
  mutable std::condition_variable m_moved;
  std::vector<JournalRecord> m_queue;  // guarded by m_mutex
  Progress m_progress;         // guarded by m_mutex
  bool m_closing = false;      // guarded by m_mutex
  // Of the thread alone.
  JournalFile m_file;
  JournalContent m_content;
  std::uint64_t m_written = 0;
  std::uint64_t m_sizeAtBegin = 0;
  bool m_needsNewFile = false;
};

Journal::Journal(JournalIdentity identity, Options options) : d(std::make_shared<Writer>(std::move(identity), std::move(options))) {
  RunningWriters& writers = runningWriters();
  const std::lock_guard lock(writers.mutex);
  std::thread([writer = d, &writers]() mutable {
    writer->run();
    // Its file is closed and its lock let go before anybody is told.
    writer.reset();
    const std::lock_guard ending(writers.mutex);
    --writers.count;
    writers.ended.notify_all();
  }).detach();
  ++writers.count;
}

Journal::~Journal() { d->close(); }

void Journal::stopTelling() { d->stopTelling(); }

const std::string& Journal::id() const { return d->id(); }

std::uint64_t Journal::append(JournalRecord record) {
  std::vector<JournalRecord> records;
  records.push_back(std::move(record));
  return d->append(std::move(records));
}

std::uint64_t Journal::append(std::vector<JournalRecord> records) { return d->append(std::move(records)); }

Journal::Progress Journal::progress() const { return d->progress(); }

bool Journal::waitFor(std::uint64_t sequence, std::chrono::milliseconds most) const { return d->waitFor(sequence, most); }

bool Journal::waitForDestroyed(std::chrono::milliseconds most) {
  RunningWriters& writers = runningWriters();
  std::unique_lock lock(writers.mutex);
  return writers.ended.wait_for(lock, most, [&] { return writers.count == 0; });
}

}  // namespace joinery
