// SPDX-License-Identifier: GPL-3.0-or-later
// window_bench WHAT [SIZE]: drives the window and prints a line of JSON for each step.
//   sqlite ROWS, postgresql ROWS   the table "events" of that many rows
//   tables COUNT                   a database of that many tables
//   tree                           rows with many related rows
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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

int runWindowBench(WatchedApplication& application, const std::string& what, std::int64_t size) {
  // What is generated, and the server that is looked for, before any window.
  const bool isFile = what == "sqlite", isServer = what == "postgresql";
  const Url url = isFile ? Url::sqliteFile(eventsFile(size).string()) : isServer ? eventsDatabase(size) : Url();
  if (isFile) warm(eventsFile(size));
  WindowDriver driver(application);
  Report report(application, what, size);
  if (isFile || isServer) browseEvents(driver, report, url, size);
  else if (what == "tables") reflectTables(driver, report, size);
  else if (what == "tree") expandTrees(driver, report);
  else return 2;
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
  const std::string what = argv[1];
  const std::int64_t size = argc > 2 ? std::strtoll(argv[2], nullptr, 10) : 0;
  int code = 1;
  {
    bench::WatchedApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("joinery-bench"));
    ui::Theme::instance().install(ui::Theme::Choice::Light);
    try {
      code = bench::runWindowBench(application, what, size);
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
