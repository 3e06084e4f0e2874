// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <stdexcept>

#include "generated_files.h"
#include "steps.h"
#include "ui/changes/pending_changes.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/table_page.h"

namespace joinery::bench {

namespace {

constexpr int kCellsOfRow = 10;
constexpr int kRoundsOfCells = 3;
using namespace std::chrono_literals;

/// Changes the cells of a page again and again, and says how long the window was held.
class CellSteps {
 public:
  CellSteps(WindowDriver& driver, Report& report, std::int64_t rows)
      : m_driver(driver), m_report(report), m_rows(rows), m_page(driver.window().findChild<ui::TablePage*>()), m_changes(*driver.window().changes()) {
    if (!m_page) throw std::runtime_error("no table is open");
  }

  void run() {
    step("select", [this] { select(); }, [] { return true; });
    const auto isAll = [this] { return std::ssize(m_changes.changeSet().changes()) == m_rows; };
    const auto isNone = [this] { return m_changes.isEmpty(); };
    step("set NULL", [this] { trigger("setNull"); }, isAll);
    step("undo", [this] { m_changes.undoStack().undo(); }, isNone);
    step("redo", [this] { m_changes.undoStack().redo(); }, isAll);
    step("revert all", [this] { m_changes.revertAll(); }, isNone);
    m_changes.undoStack().clear();
  }

 private:
  template <typename Condition>
  void step(const std::string& what, const std::function<void()>& act, Condition isDone) {
    m_report.begin();
    const auto begin = WatchedApplication::Clock::now();
    // As an event of the window's own, so that what it holds is seen.
    QMetaObject::invokeMethod(m_page, act, Qt::QueuedConnection);
    do m_driver.wait(1ms);
    while (!isDone() || m_page->isBusy());
    const double time = millisecondsSince(begin);
    // What follows is looked at too: the plan, the list of changes, the totals of the selection.
    m_driver.wait(1s);
    m_report.end(what + ", " + std::to_string(m_rows * kCellsOfRow) + " cells", {time});
  }

  void select() {
    auto* grid = m_page->findChild<ui::GridView*>();
    grid->setCurrentIndex(grid->model()->index(0, 1));
    grid->selection()->selectRanges({{0, m_rows - 1, 1, kCellsOfRow}});
  }

  void trigger(const char* name) {
    for (QAction* action : m_page->actions())
      if (action->objectName() == QLatin1String(name)) return action->trigger();
    throw std::runtime_error("no such action");
  }

  WindowDriver& m_driver;
  Report& m_report;
  std::int64_t m_rows;
  ui::TablePage* m_page;
  ui::PendingChanges& m_changes;
};

}  // namespace

void changeCells(WindowDriver& driver, Report& report, std::int64_t cells) {
  driver.open(Url::sqliteFile(wideFile(cells).string()));
  driver.wait(300ms);
  driver.clickTable(QStringLiteral("wide"));
  driver.waitUntilIdle();
  CellSteps steps(driver, report, cells / kCellsOfRow);
  for (int i = 0; i < kRoundsOfCells; ++i) steps.run();
  report.memory("everything");
}

}  // namespace joinery::bench
