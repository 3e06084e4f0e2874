// SPDX-License-Identifier: GPL-3.0-or-later
#include <QEventLoop>
#include <QTimer>

#include "generated_files.h"
#include "steps.h"
#include "ui/connections/database.h"
#include "ui/relations/relation_tree.h"

namespace joinery::bench {

namespace {

constexpr int kTrees = 20;
using namespace std::chrono_literals;

/// Three levels of that person: branches, rows, their branches.
double expandTree(WindowDriver& driver, std::int64_t person) {
  auto* tree = driver.window().relationTree();
  const auto begin = WatchedApplication::Clock::now();
  tree->setRow("person", {Value::integer(person)});
  tree->expandToDepth(3);
  driver.waitUntilIdle();
  return millisecondsSince(begin);
}

}  // namespace

void reflectTables(WindowDriver& driver, Report& report, std::int64_t tables) {
  const Url url = Url::sqliteFile(tablesFile(tables).string());
  report.begin();
  const double opened = driver.open(url);
  driver.wait(500ms);
  report.end("reflect", {opened});
  QEventLoop loop;
  QObject::connect(driver.window().database(), &ui::Database::opened, &loop, &QEventLoop::quit);
  report.begin();
  const auto begin = WatchedApplication::Clock::now();
  driver.window().database()->open();
  loop.exec();
  const double again = millisecondsSince(begin);
  driver.wait(500ms);
  report.end("reflect again", {again});
  report.begin();
  const double opening = driver.clickTable(QStringLiteral("table_7"));
  driver.waitUntilIdle();
  report.end("open one of them", {opening});
  report.memory("everything");
}

void expandTrees(WindowDriver& driver, Report& report) {
  driver.open(Url::sqliteFile(treeFile().string()));
  driver.clickTable(QStringLiteral("person"));
  driver.waitUntilIdle();
  report.begin();
  const double large = expandTree(driver, 1);
  report.end("expand 50,000 related rows", {large});
  std::vector<double> times;
  report.begin();
  for (int person = 2; person < 2 + kTrees; ++person) times.push_back(expandTree(driver, person));
  report.end("expand trees of three levels", times);
  report.memory("everything");
}

}  // namespace joinery::bench
