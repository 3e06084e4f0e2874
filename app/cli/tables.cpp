// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <condition_variable>
#include <thread>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "orm/engine/execution.h"
#include "orm/sql/from_item.h"
#include "orm/sql/function.h"
#include "orm/sql/select.h"

namespace joinery::cli {

namespace {

constexpr std::chrono::milliseconds kCountingTime{1'000};

/// Cancels a connection's statement when its time is up.
class Deadline {
 public:
  Deadline(Connection& connection, std::chrono::milliseconds time)
      : m_thread([this, &connection, time] {
          std::unique_lock lock(m_mutex);
          if (m_wake.wait_for(lock, time, [this] { return m_done; })) return;
          m_passed = true;
          connection.cancel();
        }) {}
  ~Deadline() { finish(); }
  /// @return whether the time was up before
  bool finish() {
    {
      const std::scoped_lock lock(m_mutex);
      m_done = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable()) m_thread.join();
    return m_passed;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_done = false;    // guarded by m_mutex
  bool m_passed = false;  // guarded by m_mutex
  std::thread m_thread;
};

struct RowCount {
  std::optional<std::int64_t> rows;
  bool exact = false;
  std::string error;
};

RowCount countRows(const OpenedDatabase& database, const schema::Table& table, bool exactAlways) {
  const auto statement = database.dialect().compile(sql::Select({sql::count()}).from(sql::table(table.name)));
  std::optional<Deadline> deadline;
  if (!exactAlways) deadline.emplace(database.connection(), kCountingTime);
  try {
    const auto batch = fetchAll(database.connection(), statement);
    return {batch->at(0, 0).toInteger(), true, {}};
  } catch (const DbError& error) {
    if (interruptToken().isCancelled() || error.kind() == ErrorKind::ConnectionLost) throw;
    const bool late = deadline && deadline->finish();
    if (late && error.kind() == ErrorKind::Cancelled) return {table.estimatedRows, false, {}};
    return {std::nullopt, false, error.message()};
  }
}

std::string countText(const RowCount& count) {
  if (!count.rows) return count.error.empty() ? "~?" : "?";
  return (count.exact ? "" : "~") + groupedNumber(*count.rows);
}

Json countJson(const schema::Table& table, const RowCount& count) {
  Json json{{"name", table.name.toString()}, {"kind", schema::tableKindName(table.kind)}, {"columns", table.columns.size()}};
  json["rows"] = count.rows ? Json(*count.rows) : Json(nullptr);
  json["exact"] = count.exact;
  if (!count.error.empty()) json["error"] = count.error;
  return json;
}

std::string summary(std::size_t tables, std::size_t views, std::int64_t rows, bool exact) {
  std::string text = std::to_string(tables) + (tables == 1 ? " table" : " tables") + ", " + (exact ? "" : "~") +
                     groupedNumber(rows) + " rows";
  if (views > 0) text += "; " + std::to_string(views) + (views == 1 ? " view" : " views");
  return text;
}

}  // namespace

int runTables(const QStringList& words) {
  const Arguments arguments(QStringLiteral("tables"), QStringLiteral("Lists tables and views."),
                            {{QStringLiteral("URL"), QStringLiteral("the database"), true}},
                            {{QStringLiteral("exact"), {}, QStringLiteral("Counts every row, however long it takes.")},
                             {QStringLiteral("format"), QStringLiteral("table|json"), QStringLiteral("How to print; table if left out.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);

  TextTable table({{"name"}, {"kind"}, {"columns", TextTable::Align::Right}, {"rows", TextTable::Align::Right}});
  Json json = Json::array();
  std::size_t tables = 0, views = 0;
  std::int64_t rows = 0;
  bool exact = true;
  for (const auto& each : database.metadata()->tables()) {
    const RowCount count = countRows(database, *each, arguments.has(QStringLiteral("exact")));
    (each->isView() ? views : tables) += 1;
    if (!each->isView()) {
      rows += count.rows.value_or(0);
      exact = exact && count.exact;
    }
    table.addRow({each->name.toString(), schema::tableKindName(each->kind), std::to_string(each->columns.size()), countText(count)});
    json.push_back(countJson(*each, count));
  }
  if (arguments.value(QStringLiteral("format"), "table") == "json") {
    printJson(json);
  } else {
    print(table.toString());
    printLine(summary(tables, views, rows, exact));
  }
  return kDone;
}

}  // namespace joinery::cli
