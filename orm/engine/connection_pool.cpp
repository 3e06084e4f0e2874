// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/connection_pool.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

/// @return false when the connection must not be lent again
bool endTransaction(Connection& connection) {
  try {
    if (connection.transactionState() != Connection::TransactionState::Idle) connection.execute("ROLLBACK");
    return connection.transactionState() == Connection::TransactionState::Idle;
  } catch (const DbError&) {
    return false;
  }
}

DbError exhausted(const PoolOptions& options) {
  DbError error(ErrorKind::Timeout, "no connection became free within " + std::to_string(options.timeout.count()) +
                                        " ms: all " + std::to_string(options.size + options.maxOverflow) + " are lent");
  error.hint = "Finish what uses the other connections, or allow for more of them.";
  return error;
}

}  // namespace

ConnectionPool::Lease& ConnectionPool::Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  giveBack(Reuse::IfSound);
  m_owner = std::move(other.m_owner);
  m_pool = other.m_pool;
  m_connection = std::move(other.m_connection);
  m_opened = other.m_opened;
  return *this;
}

ConnectionPool::Lease::~Lease() { giveBack(Reuse::IfSound); }

void ConnectionPool::Lease::release() { giveBack(Reuse::IfSound); }

void ConnectionPool::Lease::invalidate() { giveBack(Reuse::Never); }

void ConnectionPool::Lease::giveBack(Reuse reuse) {
  if (m_connection) {
    Idle idle{std::move(m_connection), m_opened};
    if (reuse == Reuse::IfSound && endTransaction(*idle.connection)) {
      m_pool->takeBack(std::move(idle));
    } else {
      m_pool->discard(std::move(idle), Closing::Broken);
      m_pool->giveUpTurn();
    }
  }
  m_owner.reset();
}

ConnectionPool::ConnectionPool(Factory factory, PoolOptions options)
    : m_factory(std::move(factory)), m_options(options) {}

ConnectionPool::~ConnectionPool() { clear(); }

ConnectionPool::Lease ConnectionPool::lend() {
  Idle idle = takeTurn();
  try {
    if (idle.connection) refuseStale(idle);
    if (!idle.connection) open(idle);
  } catch (...) {
    giveUpTurn();
    throw;
  }
  Lease lease;
  lease.m_pool = this;
  lease.m_connection = std::move(idle.connection);
  lease.m_opened = idle.opened;
  return lease;
}

bool ConnectionPool::hasFree() const {
  return m_options.kind == PoolOptions::Kind::Null || !m_idle.empty() ||
         m_statistics.lent < m_options.size + m_options.maxOverflow;
}

ConnectionPool::Idle ConnectionPool::takeTurn() {
  std::unique_lock lock(m_mutex);
  const std::uint64_t ticket = ++m_lastTicket;
  m_waiting.push_back(ticket);
  const bool granted = m_freed.wait_for(lock, m_options.timeout,
                                        [&] { return m_waiting.front() == ticket && hasFree(); });
  std::erase(m_waiting, ticket);
  // Whoever waits next may have been woken before this one left the queue.
  m_freed.notify_all();
  if (!granted) throw exhausted(m_options);
  ++m_statistics.lent;
  if (m_idle.empty()) return {};
  Idle idle = std::move(m_idle.front());
  m_idle.pop_front();
  return idle;
}

void ConnectionPool::refuseStale(Idle& idle) {
  const auto age = std::chrono::steady_clock::now() - idle.opened;
  if (m_options.recycle.count() > 0 && age > m_options.recycle) {
    discard(std::move(idle), Closing::Surplus);
  } else if (m_options.prePing && !idle.connection->isAlive()) {
    discard(std::move(idle), Closing::Broken);
  }
}

void ConnectionPool::discard(Idle idle, Closing closing) {
  idle.connection.reset();
  const std::lock_guard lock(m_mutex);
  ++m_statistics.closed;
  if (closing == Closing::Broken) ++m_statistics.invalidated;
}

void ConnectionPool::open(Idle& idle) {
  idle.connection = m_factory();
  idle.opened = std::chrono::steady_clock::now();
  const std::lock_guard lock(m_mutex);
  ++m_statistics.opened;
}

void ConnectionPool::takeBack(Idle idle) {
  {
    const std::lock_guard lock(m_mutex);
    const bool keeps = m_options.kind == PoolOptions::Kind::Queue && m_idle.size() + m_statistics.lent <= m_options.size;
    if (keeps) {
      m_idle.push_back(std::move(idle));
      --m_statistics.lent;
      m_freed.notify_all();
      return;
    }
  }
  discard(std::move(idle), Closing::Surplus);
  giveUpTurn();
}

void ConnectionPool::giveUpTurn() {
  const std::lock_guard lock(m_mutex);
  --m_statistics.lent;
  m_freed.notify_all();
}

ConnectionPool::Statistics ConnectionPool::statistics() const {
  const std::lock_guard lock(m_mutex);
  Statistics now = m_statistics;
  now.idle = m_idle.size();
  now.waiting = m_waiting.size();
  return now;
}

void ConnectionPool::clear() {
  std::deque<Idle> idle;
  {
    const std::lock_guard lock(m_mutex);
    idle.swap(m_idle);
    m_statistics.closed += idle.size();
  }
}

}  // namespace joinery
