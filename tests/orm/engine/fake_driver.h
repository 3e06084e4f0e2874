// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "orm/driver/driver.h"
#include "orm/engine/engine.h"

namespace joinery::test {

/// The far end of the fake connections: what reached it, and how it behaves. Any thread.
///
/// Statements that it knows: `BLOCK` runs until it is cancelled or unblocked; `LOSE` breaks the connection; `FAIL` is
/// refused; anything that begins with BEGIN, COMMIT or ROLLBACK does that; all else succeeds and changes one row.
class FakeServer {
 public:
  void record(const std::string& event);
  /// "open 1", "BLOCK", "cancel", "cancel returned", "close 1" …, in order.
  std::vector<std::string> events() const;
  int count(const std::string& event) const;
  /// @return false when it has not happened within ten seconds
  bool waitFor(const std::string& event, int times = 1);

  void unblock();
  void setAlive(bool alive);
  bool isAlive() const;
  void setRefusing(bool refusing);
  void setLosesAtCommit(bool loses);
  /// cancel() calls do not return while the gate is shut.
  void shutCancelGate();
  void openCancelGate();
  /// A cancel is sent and arrives at nothing.
  void setIgnoresCancels(int count);

 private:
  friend class FakeConnection;
  friend class FakeDriver;
  mutable std::mutex m_mutex;  // guards all below
  std::condition_variable m_changed;
  std::vector<std::string> m_events;
  int m_opened = 0;
  int m_ignoredCancels = 0;
  bool m_alive = true;
  bool m_refusing = false;
  bool m_losesAtCommit = false;
  bool m_unblocked = false;
  bool m_cancelGateShut = false;
};

class FakeDriver final : public Driver {
 public:
  explicit FakeDriver(std::shared_ptr<FakeServer> server) : m_server(std::move(server)) {}
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const override;

 private:
  std::shared_ptr<FakeServer> m_server;
};

/// An engine that speaks PostgreSQL to the fake server.
std::shared_ptr<Engine> fakeEngine(const std::shared_ptr<FakeServer>& server, PoolOptions pool = {});
/// One that speaks SQLite, with a memory database.
std::shared_ptr<Engine> fakeMemoryEngine(const std::shared_ptr<FakeServer>& server);

}  // namespace joinery::test
