// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "orm/driver/connection.h"

namespace joinery {

struct PoolOptions {
  enum class Kind { Queue, Null };
  /// Null keeps nothing: each loan opens a connection and closes it, on one thread, and there is no limit.
  Kind kind = Kind::Queue;
  std::size_t size = 5;         ///< connections kept
  std::size_t maxOverflow = 10; ///< connections lent beyond that, closed when they come back
  std::chrono::milliseconds timeout{30'000};  ///< the longest wait for a free one
  /// Asked whether alive before it is lent; a dead one is replaced silently.
  bool prePing = true;
  /// Closed when older than this, at the next loan; zero is never.
  std::chrono::milliseconds recycle{0};

  bool operator==(const PoolOptions&) const = default;
};

/// Lends connections; the borrower's thread opens them. The one that was idle longest goes first, and so does the thread
/// that waited longest. Any thread (guarded by m_mutex). Outlives its leases.
class ConnectionPool {
 public:
  using Factory = std::function<std::unique_ptr<Connection>()>;

  /// A connection on loan; goes back when destroyed: rolled back if a transaction was left open, closed if that failed.
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
    /// Keeps the pool's owner from being destroyed before the lease.
    void keepAlive(std::shared_ptr<const void> owner) { m_owner = std::move(owner); }

   private:
    friend class ConnectionPool;
    enum class Reuse { IfSound, Never };
    void giveBack(Reuse reuse);
    std::shared_ptr<const void> m_owner;
    ConnectionPool* m_pool = nullptr;
    std::unique_ptr<Connection> m_connection;
    std::chrono::steady_clock::time_point m_opened;
  };

  struct Statistics { std::size_t idle = 0, lent = 0, waiting = 0, opened = 0, closed = 0, invalidated = 0; };

  ConnectionPool(Factory factory, PoolOptions options);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  /// Blocks for a free connection or a new one. @throws DbError Timeout, or what connecting throws
  Lease lend();
  Statistics statistics() const;
  /// Closes the idle ones.
  void clear();

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point opened;
  };
  /// Waits for a turn and counts it as lent. @return an idle connection, or none where one is to be opened
  Idle takeTurn();
  bool hasFree() const;
  /// Closes one that is too old or dead.
  void refuseStale(Idle& idle);
  enum class Closing { Surplus, Broken };
  void discard(Idle idle, Closing closing);
  void open(Idle& idle);
  void takeBack(Idle idle);
  void giveUpTurn();

  const Factory m_factory;
  const PoolOptions m_options;
  mutable std::mutex m_mutex;
  std::condition_variable m_freed;
  std::deque<Idle> m_idle;
  std::deque<std::uint64_t> m_waiting;
  std::uint64_t m_lastTicket = 0;
  Statistics m_statistics;
};

}  // namespace joinery
