// SPDX-License-Identifier: GPL-3.0-or-later
// window_bench WHAT [SIZE [STEPS]]: drives the window and prints a line of JSON for each step.
//   sqlite ROWS, postgresql ROWS   the table "events" of that many rows; all steps, or those of a list as "jump,sort"
//   sqlite ROWS,ROWS… opening      tables of several sizes opened in turns
//   tables COUNT                   a database of that many tables
//   cells COUNT                    that many cells of a table changed at once
//   diagram COUNT                  the diagram of a database of that many tables
//   tree                           rows with many related rows
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "../events_file.h"
#include "../workload.h"
#include "orm/engine/worker.h"
#include "steps.h"
#include "ui/widgets/theme.h"

namespace joinery::bench {

namespace {

/// What was not read for a while may be on the disk only, and how fast that is was not asked.
void warm(const std::filesystem::path& file) {
  constexpr std::uintmax_t kMostBytes = 2U << 30U;
  if (std::filesystem::file_size(file) > kMostBytes) return;
  std::ifstream bytes(file, std::ios::binary);
  std::vector<char> block(1U << 20U);
  while (bytes.read(block.data(), static_cast<std::streamsize>(block.size()))) {
  }
}

std::vector<std::string> listOf(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// What is generated, and the server that is looked for, before any window.
Url placeOf(const std::string& what, std::int64_t rows) {
  if (what == "postgresql") return eventsDatabase(rows);
  warm(eventsFile(rows));
  return Url::sqliteFile(eventsFile(rows).string());
}

int browse(WatchedApplication& application, const std::string& what, const std::string& size, const std::string& steps) {
  const std::int64_t rows = std::stoll(size);
  const auto asked = listOf(steps);
  const Url url = placeOf(what, rows);
  WindowDriver driver(application);
  Report report(application, what, rows);
  browseEvents(driver, report, url, rows, {asked.begin(), asked.end()});
  return 0;
}

int compare(WatchedApplication& application, const std::string& what, const std::string& list) {
  std::vector<std::int64_t> sizes;
  for (const auto& size : listOf(list)) sizes.push_back(std::stoll(size));
  std::map<std::int64_t, Url> urls;
  for (const std::int64_t size : sizes) urls[size] = placeOf(what, size);
  WindowDriver driver(application);
  compareOpening(driver, [&](std::int64_t rows) { return Report(application, what, rows); }, [&](std::int64_t rows) { return urls.at(rows); }, sizes);
  return 0;
}

int runWindowBench(WatchedApplication& application, const std::vector<std::string>& arguments) {
  const std::string what = arguments[0], size = arguments.size() > 1 ? arguments[1] : "0", steps = arguments.size() > 2 ? arguments[2] : "";
  if (what == "sqlite" || what == "postgresql") return steps == "opening" ? compare(application, what, size) : browse(application, what, size, steps);
  if (what != "tables" && what != "tree" && what != "cells" && what != "diagram") return 2;
  WindowDriver driver(application);
  Report report(application, what, std::stoll(size));
  if (what == "tables") reflectTables(driver, report, std::stoll(size));
  else if (what == "diagram") showDiagram(driver, report, std::stoi(size));
  else if (what == "cells") changeCells(driver, report, std::stoll(size));
  else expandTrees(driver, report);
  return 0;
}

}  // namespace

}  // namespace joinery::bench

int main(int argc, char** argv) {
  using namespace joinery;
  // The person's own settings and texts are not read, nor changed.
  const QTemporaryDir settings;
  qputenv("XDG_CONFIG_HOME", settings.path().toLocal8Bit());
  qputenv("XDG_DATA_HOME", settings.path().toLocal8Bit());
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  if (argc < 2) return 2;
  int code = 1;
  {
    bench::WatchedApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("joinery-bench"));
    ui::Theme::instance().install(ui::Theme::Choice::Light);
    try {
      code = bench::runWindowBench(application, {argv + 1, argv + argc});
    } catch (const bench::Skipped& skipped) {
      std::fprintf(stderr, "window_bench: skipped: %s\n", skipped.why.c_str());
      code = 77;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "window_bench: %s\n", error.what());
    }
  }
  Worker::waitForDestroyed(std::chrono::seconds(5));
  return code;
}
