// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "orm/engine/worker.h"
#include "orm/paging/batch_spool.h"

namespace joinery::ui {

/// The next statement of a script is sent.
struct StatementBegun { std::string sql; };
/// It gives rows: they come into the spool as they are read.
struct ResultOpened { std::shared_ptr<const BatchSpool> rows; };
struct StatementEnded {
  bool hasRows = false;
  std::int64_t rows = 0;
  std::int64_t affectedRows = -1;
  std::chrono::microseconds time{0};
  std::vector<std::string> warnings;
};
/// What the script leaves behind, also after an error.
struct ScriptEnded { bool transactionOpen = false; };
using ScriptEvent = std::variant<StatementBegun, ResultOpened, StatementEnded, ScriptEnded>;

/// From the worker's thread to the GUI's, which looks in from time to time.
class ScriptFeed {
 public:
  void add(ScriptEvent event);
  /// What has come since the last call, in order.
  std::vector<ScriptEvent> take();

 private:
  std::mutex m_mutex;  // guards m_events
  std::vector<ScriptEvent> m_events;
};

/// The most bytes of a cell that a console reads, and of all cells of a row together.
inline constexpr std::size_t kMostCellBytes = 1u << 20;
inline constexpr std::size_t kMostRowBytes = 16u << 20;

/// Runs the statements of a script one after another, up to the first that fails. Results of any size are spooled; what was read stays
/// when a statement fails or is stopped.
/// Worker thread. @throws DbError of the statement that the last StatementBegun announced
Done runScript(Worker::Context& context, const std::string& script, ScriptFeed& feed);

}  // namespace joinery::ui
