// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/worker.h"

#include <QtConcurrentRun>
#include <algorithm>
#include <iterator>
#include <system_error>
#include <thread>

#include "orm/engine/worker_p.h"

namespace joinery {
namespace {

using std::chrono::milliseconds;

/// Counts the thread pools of destroyed Workers that have not ended yet. Never destroyed, as their threads may outlive
/// main().
struct Abandoned {
  std::mutex mutex;
  std::condition_variable changed;
  int count = 0;  // guarded by mutex

  static Abandoned& instance() {
    static auto* abandoned = new Abandoned;
    return *abandoned;
  }
  void add(int change) {
    const std::lock_guard lock(mutex);
    count += change;
    changed.notify_all();
  }
  bool waitForNone(milliseconds most) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, most, [this] { return count == 0; });
  }
};

/// Without a thread to be had there is nothing else to do than to go on without.
template <typename Function>
bool startDetached(Function function) {
  try {
    std::thread(std::move(function)).detach();
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

/// Destroys a thread pool, which waits for its thread: on a thread of its own, and for ever where it does not come back.
void destroyInBackground(QThreadPool* threads) {
  Abandoned::instance().add(1);
  const bool started = startDetached([threads] {
    delete threads;
    Abandoned::instance().add(-1);
  });
  if (!started) Abandoned::instance().add(-1);
}

DbError cancelled() { return {ErrorKind::Cancelled, "stopped on request"}; }

}  // namespace

JobId Worker::Private::enqueue(Body body, std::string what) {
  JobId id = 0;
  {
    const std::lock_guard lock(m_mutex);
    id = ++m_lastId;
    m_queue.push_back({id, std::move(body), CancelToken(), what.empty() ? name : std::move(what)});
    if (!m_threads) startThread();
  }
  m_changed.notify_one();
  return id;
}

void Worker::Private::startThread() {
  m_threads = new QThreadPool;
  m_threads->setMaxThreadCount(1);
  // The call's own future is dropped: waiting on it could run the jobs on the waiting thread.
  (void)QtConcurrent::run(m_threads, [self = shared_from_this()] { self->work(); });
}

void Worker::Private::work() {
  while (runNext()) continue;
  end();
}

bool Worker::Private::takeNext(Task& task) {
  std::unique_lock lock(m_mutex);
  const auto hasMore = [this] { return m_closed || !m_queue.empty(); };
  if (keep == Keep::WhileUsed && m_connection && !m_changed.wait_for(lock, kIdleTime, hasMore)) {
    lock.unlock();
    giveBackIdleConnection();
    lock.lock();
  }
  m_changed.wait(lock, hasMore);
  if (m_queue.empty()) return false;
  task = std::move(m_queue.front());
  m_queue.pop_front();
  m_running = task.id;
  m_runningToken = task.token;
  m_listed = engine->jobs()->begin(task.what, [weak = weak_from_this(), id = task.id] {
    if (const auto self = weak.lock()) self->cancel(id);
  });
  return true;
}

void Worker::Private::giveBackIdleConnection() {
  if (m_connection->isIdle()) dropConnection();
}

bool Worker::Private::runNext() {
  Task task;
  if (!takeNext(task)) return false;
  runTask(task);
  // What the job holds on to ends on this thread, before the next begins.
  task.body = nullptr;
  finishTask();
  return true;
}

void Worker::Private::runTask(Task& task) {
  {
    const std::lock_guard lock(m_cancelMutex);
    m_cancellableJob = task.id;
  }
  {
    const std::lock_guard lock(m_mutex);
    m_waitingBody = std::move(task.body);
  }
  const Result<WorkerConnection*> connection = connectFor(task);
  std::shared_ptr<RunningJobs::Entry> listed;
  {
    const std::lock_guard lock(m_mutex);
    task.body = std::exchange(m_waitingBody, nullptr);
    listed = m_listed;
  }
  if (!task.body) return;
  if (!connection) return task.body(connection.error());
  Context context{**connection, engine->dialect(), task.token, listed->progress()};
  task.body(&context);
}

Result<WorkerConnection*> Worker::Private::connectFor(Task& task) {
  return resultOf([&] { return &openConnection(task); });
}

WorkerConnection& Worker::Private::openConnection(const Task& task) {
  // Only this thread changes m_connection, so it may read it without the lock.
  if (!m_connection) {
    auto opened = std::make_unique<WorkerConnection>(engine->connect(access, name));
    const std::lock_guard lock(m_cancelMutex);
    m_connection = std::move(opened);
  }
  m_connection->beginJob(task.token);
  task.token.throwIfCancelled();
  return *m_connection;
}

bool Worker::Private::mustDropConnection() const {
  if (!m_connection) return false;
  const bool isLent = keep == Keep::ForTransaction || engine->isExclusive(access);
  return m_connection->isLost() || (isLent && m_connection->isIdle());
}

void Worker::Private::finishTask() {
  {
    const std::lock_guard lock(m_cancelMutex);
    m_cancellableJob = 0;
  }
  m_jobEnded.notify_all();
  if (mustDropConnection()) dropConnection();
  const std::lock_guard lock(m_mutex);
  m_running = 0;
  m_listed.reset();
}

void Worker::Private::dropConnection() {
  std::unique_ptr<WorkerConnection> dropped;
  {
    const std::lock_guard lock(m_cancelMutex);
    dropped = std::move(m_connection);
  }
  if (dropped) dropped->giveBack();
}

void Worker::Private::end() {
  if (ending) ending(m_connection && !m_connection->isLost() ? m_connection.get() : nullptr);
  ending = nullptr;
  dropConnection();
}

void Worker::Private::cancel(JobId id) {
  Task dropped;
  {
    const std::lock_guard lock(m_mutex);
    if (m_running == id && id != 0) {
      dropped.body = interrupt(id);
    } else {
      const auto queued = std::ranges::find(m_queue, id, &Task::id);
      if (queued == m_queue.end()) return;
      dropped = std::move(*queued);
      m_queue.erase(queued);
    }
  }
  if (dropped.body) dropped.body(cancelled());
}

void Worker::Private::cancelAll() {
  std::deque<Task> dropped;
  {
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_queue);
    if (m_running != 0)
      if (Body waiting = interrupt(m_running)) dropped.push_front({m_running, std::move(waiting), {}, {}});
  }
  for (Task& task : dropped) task.body(cancelled());
}

Worker::Private::Body Worker::Private::interrupt(JobId id) {
  if (m_runningToken.isCancelled()) return nullptr;
  m_runningToken.cancel();
  startDetached([self = shared_from_this(), id] { self->interruptUntilEnded(id); });
  if (m_waitingBody) m_listed.reset();
  return std::exchange(m_waitingBody, nullptr);
}

void Worker::Private::interruptUntilEnded(JobId id) {
  // A cancel that comes just before the statement has reached the engine is lost on it, hence several.
  constexpr milliseconds kLongestPause{1'000};
  constexpr int kAttempts = 30;
  milliseconds pause{50};
  std::unique_lock lock(m_cancelMutex);
  for (int attempt = 0; attempt < kAttempts && m_cancellableJob == id; ++attempt) {
    if (m_connection) m_connection->cancel();
    m_jobEnded.wait_for(lock, pause, [&] { return m_cancellableJob != id; });
    pause = std::min(2 * pause, kLongestPause);
  }
}

bool Worker::Private::isBusy() const {
  const std::lock_guard lock(m_mutex);
  return m_running != 0 || !m_queue.empty();
}

void Worker::Private::close() {
  cancelAll();
  QThreadPool* threads = nullptr;
  {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    threads = m_threads;
  }
  m_changed.notify_one();
  if (threads) destroyInBackground(threads);
}

Worker::Worker(std::shared_ptr<Engine> engine, Engine::Access access, std::string name, Keep keep)
    : d(std::make_shared<Private>(std::move(engine), access, std::move(name), keep)) {}

Worker::~Worker() { d->close(); }

JobId Worker::enqueue(std::function<void(Result<Context*>)> body, std::string what) {
  return d->enqueue(std::move(body), std::move(what));
}

void Worker::cancel(JobId id) { d->cancel(id); }

void Worker::cancelAll() { d->cancelAll(); }

void Worker::atEnd(std::function<void(Connection*)> ending) { d->ending = std::move(ending); }

bool Worker::isBusy() const { return d->isBusy(); }

const std::shared_ptr<Engine>& Worker::engine() const { return d->engine; }

bool Worker::waitForDestroyed(milliseconds most) { return Abandoned::instance().waitForNone(most); }

}  // namespace joinery
