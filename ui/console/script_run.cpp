// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/script_run.h"

#include <utility>

#include "ui/console/statement_kind.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kBatchRows = 500;

/// Reads the rows of one result and hands on as many as a console holds.
class ResultReader {
 public:
  ResultReader(Cursor& cursor, ScriptFeed& feed, StatementEnded& report) : m_cursor(cursor), m_feed(feed), m_report(report) {}

  void read(bool toTheEnd) {
    m_report.hasRows = true;
    m_feed.add(ResultOpened{m_cursor.columns()});
    while (!isFull()) {
      const auto batch = m_cursor.fetch(std::min(kBatchRows, kMostResultRows - m_report.rows), kMostCellBytes);
      if (batch->rows() == 0) return;
      m_report.rows += batch->rows();
      m_bytes += batch->memoryUsage();
      m_feed.add(RowsRead{batch});
    }
    m_report.isCut = m_cursor.fetch(1, kMostCellBytes)->rows() > 0;
    // Leaving a statement that changes rows before its end could undo it.
    while (toTheEnd && m_cursor.fetch(kBatchRows, kMostCellBytes)->rows() > 0) {}
  }

 private:
  bool isFull() const { return m_report.rows >= kMostResultRows || m_bytes >= kMostResultBytes; }

  Cursor& m_cursor;
  ScriptFeed& m_feed;
  StatementEnded& m_report;
  std::size_t m_bytes = 0;
};

StatementEnded runStatement(Connection& connection, const std::string& statement, ScriptFeed& feed) {
  StatementEnded report;
  const auto start = std::chrono::steady_clock::now();
  {
    const auto cursor = connection.execute(statement);
    if (cursor->columns().empty()) cursor->fetch(1);
    else ResultReader(*cursor, feed, report).read(mayChange(toQString(statement)));
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
      feed.add(runStatement(context.connection, statement, feed));
    }
  } catch (const DbError&) {
    feed.add(stateOf(context.connection));
    throw;
  }
  feed.add(stateOf(context.connection));
  return {};
}

}  // namespace joinery::ui
