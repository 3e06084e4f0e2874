// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QTemporaryDir>
#include <stdexcept>

#include "../browsing.h"
#include "../events_file.h"
#include "steps.h"
#include "ui/transfer/export_dialog.h"

namespace joinery::bench {

namespace {

constexpr int kTimes = 5;
constexpr int kRoundsOfOpening = 15;
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

void sort(WindowDriver& driver, Report& report, std::int64_t rows, double (*byHand)(std::int64_t rows)) {
  const double raw = byHand(rows) * 1'000;
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

/// In turns with the same by hand, while the window rests.
void filter(WindowDriver& driver, Report& report, std::int64_t rows, double (*byHand)(std::int64_t rows)) {
  const QString note = QStringLiteral("note"), text = QString::fromStdString(rareText(rows));
  for (int i = 0; i < kTimes; ++i) {
    const double raw = byHand(rows) * 1'000;
    report.begin();
    const double rare = driver.filter(note, text, 1);
    report.end("filter, one row", {rare}, raw);
    report.begin();
    const double cleared = driver.clearFilter(note);
    report.end("filter cleared", {cleared});
    driver.waitUntilIdle();
  }
}

/// By the window's own export, while its rows are scrolled.
void exportRows(WindowDriver& driver, Report& report) {
  const QTemporaryDir folder(QStringLiteral("/var/tmp/joinery_bench_XXXXXX"));
  driver.window().findChild<QAction*>(QStringLiteral("exportRows"))->trigger();
  auto* dialog = driver.window().findChild<ui::ExportDialog*>();
  if (!dialog) throw std::runtime_error("no export window");
  dialog->setFile(folder.filePath(QStringLiteral("events.csv")));
  bool isDone = false;
  std::string problem;
  QObject::connect(dialog, &ui::ExportDialog::exported, dialog, [&] { isDone = true; });
  QObject::connect(dialog, &ui::ExportDialog::failed, dialog, [&](const DbError& error) { problem = error.message(); });
  report.begin();
  const auto begin = WatchedApplication::Clock::now();
  dialog->start();
  while (!isDone && problem.empty()) {
    driver.turnWheel(3);
    driver.wait(20ms);
  }
  if (!problem.empty()) throw std::runtime_error(problem);
  report.end("export", {millisecondsSince(begin)});
  dialog->close();
}

}  // namespace

void browseEvents(WindowDriver& driver, Report& report, const Url& url, std::int64_t rows, const std::set<std::string>& steps) {
  const bool isFile = url.isSqlite();
  const auto isAsked = [&steps](const char* step) { return steps.empty() || steps.contains(step); };
  driver.open(url);
  driver.wait(300ms);
  openTable(driver, report);
  if (isAsked("jump")) {
    jumpAtOnce(driver, report, "jump to the middle at once", [&] { return driver.dragTo(rows / 2); });
    jumpAtOnce(driver, report, "jump to the end at once", [&] { return driver.jumpToEnd(rows / 10 * 9); });
    jump(driver, report, rows);
  }
  if (isAsked("wheel")) {
    scroll(driver, report, "wheel, notches", std::min<std::int64_t>(rows, 3'000), {3, 1, 8ms});
    scroll(driver, report, "wheel, flings", std::min(rows, kWheeledRows), {kPageOfWheel, 5, 4ms});
  }
  report.memory("open and scrolled");
  if (isAsked("sort")) {
    sort(driver, report, rows, isFile ? sortedPageRawSqlite : sortedPageRawPostgresql);
    report.memory("open, sorted and scrolled");
    driver.closeTable();
    driver.clickTable(events());
    driver.waitUntilIdle();
  }
  if (isAsked("filter")) filter(driver, report, rows, isFile ? rareFilterRawSqlite : rareFilterRawPostgresql);
  if (isAsked("export")) exportRows(driver, report);
  report.memory("everything");
}

void compareOpening(WindowDriver& driver, const std::function<Report(std::int64_t rows)>& reportOf, const std::function<Url(std::int64_t rows)>& urlOf, const std::vector<std::int64_t>& sizes) {
  for (int round = 0; round < kRoundsOfOpening; ++round) {
    for (const std::int64_t rows : sizes) {
      Report report = reportOf(rows);
      driver.open(urlOf(rows));
      driver.wait(300ms);
      report.begin();
      const double first = driver.clickTable(events());
      report.end("open, first of the database", {first});
      driver.wait(200ms);
      report.begin();
      driver.closeTable();
      const double again = driver.clickTable(events());
      report.end("open", {again});
      driver.closeTable();
    }
  }
}

}  // namespace joinery::bench
