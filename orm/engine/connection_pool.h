// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "orm/driver/connection.h"

namespace joinery {

struct PoolOptions {
  enum class Kind { Queue, Null };
  Kind kind = Kind::Queue;
  std::size_t size = 5;         ///< connections kept
  std::size_t maxOverflow = 10; ///< connections lent beyond that, closed when they come back
  std::chrono::milliseconds timeout{30'000};  ///< the longest wait for a free one
  /// Asked whether alive before it is lent; a dead one is replaced silently.
  bool prePing = true;
  /// Closed when older than this; zero is never.
  std::chrono::seconds recycle{0};
};

/// Lends connections; the lender's thread opens them. Any thread (guarded by m_mutex). Outlives its leases.
class ConnectionPool {
 public:
  using Factory = std::function<std::unique_ptr<Connection>()>;

  /// A connection on loan; goes back when destroyed: rolled back if a transaction was left open, closed if it is dead.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease();
    Connection& operator*() const { return *m_connection; }
    Connection* operator->() const { return m_connection.get(); }
    explicit operator bool() const { return m_connection != nullptr; }
    void release();
    /// Closes it instead of giving it back.
    void invalidate();

   private:
    friend class ConnectionPool;
    ConnectionPool* m_pool = nullptr;
    std::unique_ptr<Connection> m_connection;
    std::chrono::steady_clock::time_point m_opened;
  };

  struct Statistics { std::size_t idle = 0, lent = 0, opened = 0, closed = 0, invalidated = 0; };

  ConnectionPool(Factory factory, PoolOptions options);
  ~ConnectionPool();
  /// Blocks for a free connection or a new one. @throws DbError Timeout, or what connecting throws
  Lease lend();
  Statistics statistics() const;
  /// Closes the idle ones.
  void clear();

 private:
  struct Idle { std::unique_ptr<Connection> connection; std::chrono::steady_clock::time_point opened; };
  void takeBack(Lease& lease, bool reusable);
  Factory m_factory;
  PoolOptions m_options;
  mutable std::mutex m_mutex;
  std::condition_variable m_freed;
  std::deque<Idle> m_idle;
  Statistics m_statistics;
};

}  // namespace joinery
