// SPDX-License-Identifier: GPL-3.0-or-later
#include <QScrollBar>
#include <cmath>

#include "generated_schema.h"
#include "steps.h"
#include "ui/designer/diagram/diagram_page.h"
#include "ui/designer/diagram/diagram_view.h"
#include "ui/shell/diagrams.h"

namespace joinery::bench {

namespace {

constexpr int kShown = 4, kFrames = 150, kZooms = 4;
using namespace std::chrono_literals;

/// From the request until every table has a place, until that is painted, and until every line has its way.
struct Showing {
  std::vector<double> placed, painted, led;
};

ui::DiagramPage* show(WindowDriver& driver, Showing& times) {
  const auto begin = WatchedApplication::Clock::now();
  ui::DiagramPage* page = driver.window().diagrams()->show();
  driver.until([] {}, [&] { return !page->model()->needsLayout(); }, 1);
  times.placed.push_back(millisecondsSince(begin));
  QCoreApplication::processEvents();
  times.painted.push_back(millisecondsSince(begin));
  driver.until([] {}, [&] { return !page->isBusy(); }, 1);
  times.led.push_back(millisecondsSince(begin));
  return page;
}

/// What is done, and all that has to be painted because of it.
void frame(FrameTimes& times, const std::function<void()>& act) {
  times.begin();
  act();
  QCoreApplication::processEvents();
  times.end();
}

/// As one who drags the diagram to and fro.
FrameTimes pan(ui::DiagramView& view) {
  FrameTimes times;
  for (int i = 0; i < kFrames; ++i) {
    const int way = i % 50 < 25 ? 24 : -24;
    frame(times, [&] {
      view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + way);
      view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + way / 2);
    });
  }
  return times;
}

/// In to full size, and out again to all of it.
FrameTimes zoom(ui::DiagramView& view, double fit) {
  FrameTimes times;
  for (int i = 0; i < kZooms; ++i) {
    while (view.zoom() < 1) frame(times, [&] { view.zoomIn(); });
    while (view.zoom() > fit) frame(times, [&] { view.zoomOut(); });
  }
  return times;
}

std::string at(double zoom) { return " (at " + std::to_string(std::lround(zoom * 100)) + " %)"; }

}  // namespace

void showDiagram(WindowDriver& driver, Report& report, int tables) {
  const Url url = Url::sqliteFile(schemaFile(tables).string());
  report.begin();
  report.end("read", {driver.open(url)});
  driver.wait(300ms);
  Showing times;
  report.begin();
  // One that nobody has arranged by hand is laid out each time.
  for (int i = 1; i < kShown; ++i) {
    show(driver, times);
    driver.closeTable();
  }
  ui::DiagramPage* page = show(driver, times);
  report.end("asked for, to places", times.placed);
  report.end("asked for, to paint", times.painted);
  report.end("asked for, to lines", times.led);
  ui::DiagramView& view = *page->view();
  view.fit();
  const double fit = view.zoom();
  FrameTimes whole;
  report.begin();
  for (int i = 0; i < kFrames / 5; ++i) frame(whole, [&] { view.viewport()->update(); });
  report.frames("all of it painted" + at(fit), whole);
  for (const double scale : {1.5 * fit, 0.3, 0.5, 1.0}) {
    view.setZoom(scale);
    report.begin();
    report.frames("pan" + at(scale), pan(view));
  }
  report.begin();
  report.frames("zoom in and out", zoom(view, fit));
  report.memory("everything");
}

}  // namespace joinery::bench
