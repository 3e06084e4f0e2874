// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>

#include "../browsing.h"
#include "../events_file.h"
#include "orm/core/output_file.h"
#include "orm/transfer/row_export.h"
#include "steps.h"
#include "ui/widgets/deliver.h"

namespace joinery::bench {

namespace {

constexpr int kTimes = 5;
constexpr int kAmountColumn = 3;
constexpr std::int64_t kWheeledRows = 1'000'000;
constexpr int kPageOfWheel = 15;
constexpr std::int64_t kTailOfWheel = 100;
constexpr int kMostIdleTurns = 100;
using namespace std::chrono_literals;

QString events() { return QStringLiteral("events"); }

/// Once in a new process, then again and again. Each ends with all keys known.
void openTable(WindowDriver& driver, Report& report) {
  report.begin();
  const double first = driver.clickTable(events());
  report.end("open, first in the process", {first});
  report.begin();
  const double counted = driver.waitUntilRead();
  report.end("counting", {counted});
  report.memory("open");
  std::vector<double> times;
  report.begin();
  for (int i = 0; i < kTimes; ++i) {
    driver.closeTable();
    times.push_back(driver.clickTable(events()));
    driver.wait(50ms);
  }
  report.end("open", times);
  driver.waitUntilIdle();
}

/// Before any key is indexed: the table is opened anew each time.
void jumpAtOnce(WindowDriver& driver, Report& report, const std::string& step, const std::function<double()>& jump) {
  std::vector<double> times;
  report.begin();
  for (int i = 0; i < kTimes; ++i) {
    driver.closeTable();
    driver.clickTable(events());
    times.push_back(jump());
  }
  report.end(step, times);
  driver.waitUntilIdle();
}

void jump(WindowDriver& driver, Report& report, std::int64_t rows) {
  std::vector<double> middle, end;
  report.begin();
  for (int i = 0; i < kTimes; ++i) {
    middle.push_back(driver.dragTo(rows / 2 + i * rows / 20));
    end.push_back(driver.jumpToEnd(rows / 10 * 9));
    driver.jumpToStart();
  }
  report.end("jump to the middle", middle);
  report.end("jump to the end", end);
}

/// How the wheel is turned: rows of a turn (three are a notch, a page is the most that it scrolls at once), and so many turns in a row
/// before the window gets time.
struct Wheel { int rows, turns; std::chrono::milliseconds pause; };

void scroll(WindowDriver& driver, Report& report, const std::string& step, std::int64_t rows, const Wheel& wheel) {
  driver.jumpToStart();
  driver.waitUntilIdle();
  int frames = 0, unloaded = 0;
  driver.application().onPainted([&](const std::vector<const QWidget*>& painted) {
    if (std::ranges::find(painted, driver.rows()->viewport()) == painted.end()) return;
    ++frames;
    if (!driver.isLoaded()) ++unloaded;
  });
  report.begin();
  const auto begin = WatchedApplication::Clock::now();
  std::int64_t reached = 0;
  for (int idle = 0; reached + kTailOfWheel < rows && idle < kMostIdleTurns; ++idle) {
    for (int turn = 1; turn <= wheel.turns; ++turn) driver.turnWheel(wheel.rows);
    driver.wait(wheel.pause);
    if (driver.topRow() > reached) idle = 0;
    reached = driver.topRow();
  }
  const double time = millisecondsSince(begin);
  driver.application().onPainted({});
  if (reached + kTailOfWheel < rows) throw std::runtime_error("the wheel did not come beyond row " + std::to_string(reached));
  report.end(step + " (" + std::to_string(frames) + " frames, " + std::to_string(unloaded) + " with rows on the way)", {time});
}

void sort(WindowDriver& driver, Report& report, std::int64_t rows, double raw) {
  report.begin();
  const double first = driver.clickHeader(kAmountColumn);
  report.end("sort, first page", {first}, raw);
  report.begin();
  const double keys = driver.waitUntilRead();
  report.end("sort, all keys", {keys});
  std::vector<double> end, middle;
  report.begin();
  for (int i = 0; i < kTimes; ++i) {
    end.push_back(driver.jumpToEnd(rows / 10 * 9));
    middle.push_back(driver.dragTo(rows / 2 + i * rows / 20));
  }
  report.end("sorted, jump to the end", end);
  report.end("sorted, jump to the middle", middle);
}

void filter(WindowDriver& driver, Report& report, std::int64_t rows, double raw) {
  report.begin();
  const double rare = driver.filter(QStringLiteral("note"), QString::fromStdString(rareText(rows)), 1);
  report.end("filter, one row", {rare}, raw);
  report.begin();
  const double cleared = driver.clearFilter(QStringLiteral("note"));
  report.end("filter cleared", {cleared});
  driver.waitUntilIdle();
}

/// In the background, as the window exports: what matters here is the window meanwhile.
void exportRows(WindowDriver& driver, Report& report) {
  const QTemporaryDir folder(QStringLiteral("/var/tmp/joinery_bench_XXXXXX"));
  auto* database = driver.window().database();
  const auto worker = database->newWorker(QStringLiteral("export"));
  bool isDone = false;
  report.begin();
  const auto begin = WatchedApplication::Clock::now();
  auto job = worker->run([registry = database->registry(), file = folder.filePath(QStringLiteral("events.csv")).toStdString()](Worker::Context& context) {
    OutputFile output(file);
    const auto statement = exportStatement({.model = "events"}, *registry, context.dialect, TransferFormat::Csv);
    RowFormatOptions options;
    options.format = TransferFormat::Csv;
    const RowExport rows(context.connection, context.dialect, options, context.cancelToken, {});
    const auto done = rows.run(statement, [&](std::string_view bytes) { output.write(bytes); });
    output.commit();
    return done;
  });
  ui::deliver(job.future, &driver.window(), [&](const Result<TransferProgress>& result) {
    if (!result) throw std::runtime_error(result.error().message());
    isDone = true;
  });
  while (!isDone) {
    driver.turnWheel(3);
    driver.wait(20ms);
  }
  report.end("export", {millisecondsSince(begin)});
}

}  // namespace

void browseEvents(WindowDriver& driver, Report& report, const Url& url, std::int64_t rows) {
  const bool isFile = url.isSqlite();
  driver.open(url);
  driver.wait(300ms);
  openTable(driver, report);
  jumpAtOnce(driver, report, "jump to the middle at once", [&] { return driver.dragTo(rows / 2); });
  jumpAtOnce(driver, report, "jump to the end at once", [&] { return driver.jumpToEnd(rows / 10 * 9); });
  jump(driver, report, rows);
  scroll(driver, report, "wheel, notches", std::min<std::int64_t>(rows, 3'000), {3, 1, 8ms});
  scroll(driver, report, "wheel, flings", std::min(rows, kWheeledRows), {kPageOfWheel, 5, 4ms});
  report.memory("open and scrolled");
  sort(driver, report, rows, isFile ? sortedPageRawSqlite(rows) * 1'000 : sortedPageRawPostgresql(rows) * 1'000);
  report.memory("open, sorted and scrolled");
  driver.closeTable();
  driver.clickTable(events());
  driver.waitUntilIdle();
  filter(driver, report, rows, isFile ? rareFilterRawSqlite(rows) * 1'000 : rareFilterRawPostgresql(rows) * 1'000);
  exportRows(driver, report);
  report.memory("everything");
}

}  // namespace joinery::bench
