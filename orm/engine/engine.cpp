// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/engine.h"

#include "orm/core/db_error.h"
#include "orm/engine/database_creation.h"
#include "orm/engine/dialects.h"
#include "orm/engine/drivers.h"
#include "orm/engine/logging_connection.h"

namespace joinery {
namespace {

bool asksForReadOnly(const Url& url) {
  return url.isSqlite() && (url.option("mode") == "ro" || url.option("immutable") == "1");
}

/// A SQLite file has one writing connection at a time, whatever the pool's kind.
PoolOptions oneWriter(PoolOptions options) {
  const bool keeps = options.kind == PoolOptions::Kind::Queue;
  options.kind = PoolOptions::Kind::Queue;
  options.size = keeps ? 1 : 0;
  options.maxOverflow = keeps ? 0 : 1;
  return options;
}

/// A memory database lives as long as its connection, so that one is never closed.
PoolOptions oneForEver(PoolOptions options) {
  options.kind = PoolOptions::Kind::Queue;
  options.size = 1;
  options.maxOverflow = 0;
  options.prePing = false;
  options.recycle = {};
  return options;
}

PoolOptions writerOptions(const Url& url, const PoolOptions& options) {
  if (url.isSqlite() && url.isMemory()) return oneForEver(options);
  return url.isSqlite() ? oneWriter(options) : options;
}

ConnectOptions::Access writerAccess(const Url& url, bool createIfMissing) {
  const bool creates = url.isSqlite() && (createIfMissing || url.isMemory());
  return creates ? ConnectOptions::Access::ReadWriteCreate : ConnectOptions::Access::ReadWrite;
}

/// A dialect without options lives for ever.
std::shared_ptr<const Dialect> dialectOf(const Url& url, const ExecutionOptions& execution) {
  const Dialect& plain = dialectFor(url.backend);
  return execution == ExecutionOptions{} ? std::shared_ptr<const Dialect>(std::shared_ptr<void>(), &plain) : plain.withOptions(execution);
}

}  // namespace

struct Engine::Private {
  Private(Url databaseUrl, Options engineOptions, std::shared_ptr<const Driver> engineDriver)
      : url(std::move(databaseUrl)),
        options(std::move(engineOptions)),
        driver(std::move(engineDriver)),
        dialect(dialectOf(url, options.execution)),
        isMemory(url.isSqlite() && url.isMemory()),
        readers(factory(ConnectOptions::Access::ReadOnly), options.pool),
        writers(factory(writerAccess(url, options.createIfMissing)), writerOptions(url, options.pool)) {}

  ConnectionPool::Factory factory(ConnectOptions::Access access) {
    ConnectOptions connect = options.connect;
    connect.access = access;
    const bool creates = options.createIfMissing && access != ConnectOptions::Access::ReadOnly;
    return [this, connect, creates] {
      auto connection = creates ? connectCreating(*driver, *dialect, url, connect) : driver->connect(url, connect);
      for (const auto& listener : options.listeners) listener->connected(*connection);
      return std::make_unique<LoggingConnection>(std::move(connection), log, options.listeners);
    };
  }
  ConnectionPool& pool(Access access) { return access == Access::Write || isMemory ? writers : readers; }

  const Url url;
  const Options options;
  const std::shared_ptr<const Driver> driver;
  const std::shared_ptr<const Dialect> dialect;
  const bool isMemory;
  StatementCache statements{*dialect};
  StatementLog log;
  const std::shared_ptr<RunningJobs> jobs = RunningJobs::make();
  // The pools close their connections before the log and the driver go.
  ConnectionPool readers;
  ConnectionPool writers;
};

std::shared_ptr<Engine> Engine::create(Url url, Options options) {
  auto driver = driverFor(url.backend);
  return create(std::move(url), std::move(options), std::move(driver));
}

std::shared_ptr<Engine> Engine::create(Url url, Options options, std::shared_ptr<const Driver> driver) {
  auto d = std::make_unique<Private>(std::move(url), std::move(options), std::move(driver));
  return std::shared_ptr<Engine>(new Engine(std::move(d)));
}

Engine::Engine(std::unique_ptr<Private> data) : d(std::move(data)) {}

Engine::~Engine() = default;

const Url& Engine::url() const { return d->url; }

const Dialect& Engine::dialect() const { return *d->dialect; }

CompiledStatement Engine::compiled(const sql::Select& statement, const std::map<std::string, Value>& values) { return d->dialect->bound(*d->statements.compiled(statement), values); }

const StatementCache& Engine::statements() const { return d->statements; }

StatementLog& Engine::log() { return d->log; }

const std::shared_ptr<RunningJobs>& Engine::jobs() const { return d->jobs; }

bool Engine::isReadOnly() const { return d->options.readOnly || asksForReadOnly(d->url); }

bool Engine::isExclusive(Access access) const { return d->isMemory || (access == Access::Write && d->url.isSqlite()); }

ConnectionPool::Lease Engine::connect(Access access, const std::string& user) {
  if (access == Access::Write && isReadOnly()) {
    DbError error(ErrorKind::ReadOnly, d->url.displayName() + " was opened for reading only");
    error.hint = "Open it again without the read-only option to change it.";
    throw error;
  }
  auto lease = d->pool(access).lend();
  static_cast<LoggingConnection&>(*lease).setUser(user);
  lease.keepAlive(shared_from_this());
  return lease;
}

ConnectionPool::Statistics Engine::statistics(Access access) const { return d->pool(access).statistics(); }

}  // namespace joinery
