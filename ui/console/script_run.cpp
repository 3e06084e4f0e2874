// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/script_run.h"

#include <algorithm>
#include <utility>

namespace joinery::ui {

namespace {

/// How many rows are fetched at a time: few where they come slowly or are large, so that they show as they come and a batch stays small.
class BatchSize {
 public:
  std::size_t rows() const { return m_rows; }
  void adapt(std::chrono::steady_clock::duration time, std::size_t bytes) {
    using namespace std::chrono_literals;
    if (time > 100ms || bytes > kMostBytes) m_rows = std::max<std::size_t>(1, m_rows / 2);
    else if (time < 25ms && bytes < kMostBytes / 4) m_rows = std::min(kMostRows, 2 * m_rows);
  }

 private:
  static constexpr std::size_t kMostRows = 2'048;
  static constexpr std::size_t kMostBytes = 4u << 20;
  std::size_t m_rows = 1;
};

/// Reads the rows of one result to their end. @return how many
std::int64_t spoolRows(Cursor& cursor, BatchSpool& spool, JobProgress& progress) {
  const std::size_t columns = cursor.columns().size();
  const std::size_t cellBytes = std::min(kMostCellBytes, kMostRowBytes / columns);
  BatchSize size;
  while (true) {
    const auto start = std::chrono::steady_clock::now();
    const auto batch = cursor.fetch(size.rows(), cellBytes);
    if (batch->rows() == 0) return spool.rows();
    spool.append(batch);
    size.adapt(std::chrono::steady_clock::now() - start, batch->memoryUsage());
    progress.set(spool.rows());
  }
}

StatementEnded runStatement(Worker::Context& context, const std::string& statement, ScriptFeed& feed) {
  Connection& connection = context.connection;
  StatementEnded report;
  const auto start = std::chrono::steady_clock::now();
  {
    const auto cursor = connection.execute(statement);
    report.hasRows = !cursor->columns().empty();
    if (report.hasRows) {
      const auto spool = std::make_shared<BatchSpool>(cursor->columns());
      feed.add(ResultOpened{spool});
      report.rows = spoolRows(*cursor, *spool, context.progress);
    } else {
      cursor->fetch(1);
    }
    report.affectedRows = cursor->affectedRows();
  }
  report.time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  report.warnings = connection.takeWarnings();
  return report;
}

ScriptEnded stateOf(const Connection& connection) {
  return {connection.transactionState() != Connection::TransactionState::Idle};
}

}  // namespace

void ScriptFeed::add(ScriptEvent event) {
  const std::lock_guard lock(m_mutex);
  m_events.push_back(std::move(event));
}

std::vector<ScriptEvent> ScriptFeed::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_events, {});
}

Done runScript(Worker::Context& context, const std::string& script, ScriptFeed& feed) {
  try {
    for (const std::string& statement : context.connection.splitStatements(script)) {
      feed.add(StatementBegun{statement});
      feed.add(runStatement(context, statement, feed));
    }
  } catch (const DbError&) {
    feed.add(stateOf(context.connection));
    throw;
  }
  feed.add(stateOf(context.connection));
  return {};
}

}  // namespace joinery::ui
