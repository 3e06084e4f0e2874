// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/url.h"
#include "orm/dialect/dialect.h"
#include "orm/dialect/statement_cache.h"
#include "orm/driver/driver.h"
#include "orm/engine/connection_pool.h"
#include "orm/engine/engine_listener.h"
#include "orm/engine/running_jobs.h"
#include "orm/engine/statement_log.h"

namespace joinery {

/// A database that one can connect to: URL, dialect, driver, pools and the statement log. Shared; any thread.
/// Reading connections are read-only at the engine; a SQLite file's one writer opens at the first write. A memory
/// database has one shared connection for both, so give it back between uses.
class Engine : public std::enable_shared_from_this<Engine> {
 public:
  enum class Access { Read, Write };
  struct Options {
    PoolOptions pool;
    ConnectOptions connect;
    /// Refuse every write.
    bool readOnly = false;
    /// Make a missing SQLite file, or a server's missing database, at the first connection for writing.
    bool createIfMissing = false;
    /// What dialect() does with schemas and transactions.
    ExecutionOptions execution = {};
    /// Told of each connection and statement.
    std::vector<std::shared_ptr<EngineListener>> listeners = {};

    bool operator==(const Options&) const = default;
  };

  /// Opens nothing yet. @throws DbError NotSupported for a backend that is not built in, or an isolation level that it has not
  static std::shared_ptr<Engine> create(Url url, Options options);
  static std::shared_ptr<Engine> create(Url url) { return create(std::move(url), Options{}); }
  /// With a driver of the caller's, for that backend's dialect.
  static std::shared_ptr<Engine> create(Url url, Options options, std::shared_ptr<const Driver> driver);
  ~Engine();

  const Url& url() const;
  /// With the options' execution.
  const Dialect& dialect() const;
  /// A statement that is run often, with values for its parameters (sql::parameter): compiled once for as long as it is among the last
  /// that were used. It is told by its identity: make the Select once and keep it. @throws DbError as Dialect::compile() and bound()
  CompiledStatement compiled(const sql::Select& statement, const std::map<std::string, Value>& values = {});
  /// Those that compiled() keeps.
  const StatementCache& statements() const;
  StatementLog& log();
  /// What the Workers of this engine run now.
  const std::shared_ptr<RunningJobs>& jobs() const;
  bool isReadOnly() const;
  /// Whether all who ask for this access share one connection: a SQLite file's writer, a memory database.
  bool isExclusive(Access access) const;
  /// Blocks. Every statement on the lease is logged under `user`. The lease keeps the engine.
  /// @throws DbError CannotConnect, Authentication, CannotOpen, Timeout, ReadOnly
  ConnectionPool::Lease connect(Access access, const std::string& user = "main");
  ConnectionPool::Statistics statistics(Access access) const;

 private:
  struct Private;
  explicit Engine(std::unique_ptr<Private> d);
  std::unique_ptr<Private> d;
};

}  // namespace joinery
