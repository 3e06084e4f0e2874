// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "orm/engine/worker.h"

namespace joinery::ui {

/// The next statement of a script is sent.
struct StatementBegun { std::string sql; };
/// It has given rows.
struct ResultOpened { std::vector<ResultColumn> columns; };
struct RowsRead { std::shared_ptr<const RowBatch> batch; };
struct StatementEnded {
  bool hasRows = false;
  std::size_t rows = 0;  ///< that were handed on
  bool isCut = false;  ///< there were more
  std::int64_t affectedRows = -1;
  std::chrono::microseconds time{0};
  std::vector<std::string> warnings;
};
/// What the script leaves behind, also after an error.
struct ScriptEnded { bool transactionOpen = false; };
using ScriptEvent = std::variant<StatementBegun, ResultOpened, RowsRead, StatementEnded, ScriptEnded>;

/// From the worker's thread to the GUI's, which looks in from time to time: rows show as they come, however many.
class ScriptFeed {
 public:
  void add(ScriptEvent event);
  /// What has come since the last call, in order.
  std::vector<ScriptEvent> take();

 private:
  std::mutex m_mutex;  // guards m_events
  std::vector<ScriptEvent> m_events;
};

/// The most rows of one result that a console holds, and the most bytes of them.
inline constexpr std::size_t kMostResultRows = 10'000;
inline constexpr std::size_t kMostResultBytes = 64u << 20;
inline constexpr std::size_t kMostCellBytes = 1u << 20;

/// Runs the statements of a script one after another, up to the first that fails. Statements that only read are left
/// once enough rows are there; others run to their end.
/// Worker thread. @throws DbError of the statement that the last StatementBegun announced
Done runScript(Worker::Context& context, const std::string& script, ScriptFeed& feed);

}  // namespace joinery::ui
