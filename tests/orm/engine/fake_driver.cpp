// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_driver.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery::test {
namespace {

class FakeCursor final : public Cursor {
 public:
  const std::vector<ResultColumn>& columns() const override { return m_columns; }
  std::shared_ptr<const RowBatch> fetch(std::size_t, std::size_t) override { return RowBatchBuilder({}).build(); }
  std::int64_t affectedRows() const override { return 1; }

 private:
  std::vector<ResultColumn> m_columns;
};

}  // namespace

class FakeConnection final : public Connection {
 public:
  FakeConnection(std::shared_ptr<FakeServer> server, int number, bool readOnly)
      : m_server(std::move(server)), m_number(number), m_readOnly(readOnly) {}
  ~FakeConnection() override { m_server->record("close " + std::to_string(m_number)); }

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value>) override {
    m_server->record(std::string(sql));
    if (m_lost || sql == "LOSE") lose();
    if (sql == "FAIL") throw DbError(ErrorKind::Programming, "refused");
    if (sql == "BLOCK") block();
    if (sql.starts_with("COMMIT") && losesAtCommit()) lose();
    if (sql.starts_with("BEGIN")) m_state = TransactionState::Active;
    if (sql.starts_with("COMMIT") || sql == "ROLLBACK") m_state = TransactionState::Idle;
    return std::make_unique<FakeCursor>();
  }
  void executeEach(std::string_view sql, BindSets& sets) override {
    execute(sql, {});
    for (std::size_t set = 0; set < sets.size(); ++set) sets.done(set, 1, {});
  }
  std::vector<std::string> splitStatements(std::string_view script) const override { return {std::string(script)}; }
  TransactionState transactionState() const override { return m_state; }
  bool isAlive() override {
    m_server->record("ping");
    return !m_lost && m_server->isAlive();
  }
  void cancel() override;
  std::string serverVersion() const override { return "Fake 1"; }
  bool isReadOnly() const override { return m_readOnly; }
  std::vector<std::string> takeWarnings() override { return {}; }

 private:
  [[noreturn]] void lose() {
    m_lost = true;
    throw DbError(ErrorKind::ConnectionLost, "the server is gone");
  }
  bool losesAtCommit() const {
    const std::lock_guard lock(m_server->m_mutex);
    return m_server->m_losesAtCommit;
  }
  void block() {
    std::unique_lock lock(m_server->m_mutex);
    m_cancelled = false;
    m_server->m_changed.wait(lock, [this] { return m_cancelled || m_server->m_unblocked; });
    if (m_cancelled) throw DbError(ErrorKind::Cancelled, "cancelled by the server");
  }

  std::shared_ptr<FakeServer> m_server;
  int m_number;
  bool m_readOnly;
  bool m_lost = false;
  bool m_cancelled = false;  // guarded by m_server->m_mutex
  TransactionState m_state = TransactionState::Idle;
};

void FakeConnection::cancel() {
  m_server->record("cancel");
  {
    std::unique_lock lock(m_server->m_mutex);
    if (m_server->m_ignoredCancels > 0) {
      --m_server->m_ignoredCancels;
    } else {
      m_cancelled = true;
    }
    m_server->m_changed.notify_all();
    m_server->m_changed.wait(lock, [this] { return !m_server->m_cancelGateShut; });
  }
  m_server->record("cancel returned");
}

void FakeServer::record(const std::string& event) {
  const std::lock_guard lock(m_mutex);
  m_events.push_back(event);
  m_changed.notify_all();
}

std::vector<std::string> FakeServer::events() const {
  const std::lock_guard lock(m_mutex);
  return m_events;
}

int FakeServer::count(const std::string& event) const {
  const std::lock_guard lock(m_mutex);
  return static_cast<int>(std::ranges::count(m_events, event));
}

bool FakeServer::waitFor(const std::string& event, int times) {
  std::unique_lock lock(m_mutex);
  return m_changed.wait_for(lock, std::chrono::seconds(10),
                            [&] { return std::ranges::count(m_events, event) >= times; });
}

void FakeServer::unblock() {
  const std::lock_guard lock(m_mutex);
  m_unblocked = true;
  m_changed.notify_all();
}

void FakeServer::setAlive(bool alive) {
  const std::lock_guard lock(m_mutex);
  m_alive = alive;
}

bool FakeServer::isAlive() const {
  const std::lock_guard lock(m_mutex);
  return m_alive;
}

void FakeServer::setRefusing(bool refusing) {
  const std::lock_guard lock(m_mutex);
  m_refusing = refusing;
}

void FakeServer::setLosesAtCommit(bool loses) {
  const std::lock_guard lock(m_mutex);
  m_losesAtCommit = loses;
}

void FakeServer::shutCancelGate() {
  const std::lock_guard lock(m_mutex);
  m_cancelGateShut = true;
}

void FakeServer::openCancelGate() {
  const std::lock_guard lock(m_mutex);
  m_cancelGateShut = false;
  m_changed.notify_all();
}

void FakeServer::setIgnoresCancels(int count) {
  const std::lock_guard lock(m_mutex);
  m_ignoredCancels = count;
}

std::unique_ptr<Connection> FakeDriver::connect(const Url&, const ConnectOptions& options) const {
  int number = 0;
  {
    const std::lock_guard lock(m_server->m_mutex);
    if (m_server->m_refusing) throw DbError(ErrorKind::CannotConnect, "connection refused");
    m_server->m_alive = true;
    number = ++m_server->m_opened;
  }
  m_server->record("open " + std::to_string(number));
  return std::make_unique<FakeConnection>(m_server, number, options.access == ConnectOptions::Access::ReadOnly);
}

std::shared_ptr<Engine> fakeEngine(const std::shared_ptr<FakeServer>& server, PoolOptions pool) {
  Url url;
  url.backend = "postgresql";
  Engine::Options options;
  options.pool = pool;
  return Engine::create(std::move(url), options, std::make_shared<FakeDriver>(server));
}

std::shared_ptr<Engine> fakeMemoryEngine(const std::shared_ptr<FakeServer>& server) {
  Url url;
  url.backend = "sqlite";
  return Engine::create(std::move(url), Engine::Options{}, std::make_shared<FakeDriver>(server));
}

}  // namespace joinery::test
