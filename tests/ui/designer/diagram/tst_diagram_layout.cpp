// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <clocale>
#include <future>
#include <random>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/diagram/graph_layout.h"
#include "ui/designer/diagram/layout_job.h"
#include "ui/designer/diagram/line_router.h"
#include "ui/designer/diagram/part_packing.h"

using namespace joinery;
using namespace joinery::ui;
using namespace joinery::test;

namespace {

/// That many boxes, each connected with some before it.
LayoutGraph randomGraph(int count, unsigned seed, int clusters = 1) {
  std::mt19937 random(seed);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  LayoutGraph graph;
  for (int i = 0; i < count; ++i) {
    graph.nodes.push_back({QSizeF(120 + 20 * below(6), 40 + 20 * below(10)), i % clusters});
    if (i > 0 && i % 7 != 0) graph.edges.emplace_back(below(i), i);
    if (i % 5 == 4) graph.edges.emplace_back(below(i), i);
  }
  graph.edges.emplace_back(3, 3);
  return graph;
}

std::vector<QRectF> rectsAt(const LayoutGraph& graph, const std::vector<QPointF>& corners) {
  std::vector<QRectF> rects;
  for (std::size_t i = 0; i < corners.size(); ++i) rects.emplace_back(corners[i], graph.nodes[i].size);
  return rects;
}

bool anyIntersects(const std::vector<QRectF>& rects) {
  for (std::size_t one = 0; one < rects.size(); ++one)
    for (std::size_t other = one + 1; other < rects.size(); ++other)
      if (rects[one].intersects(rects[other])) return true;
  return false;
}

/// As a program's database has them: modules of tables that refer to each other, a few that everybody refers to, some alone.
LayoutGraph largeGraph(int count, int clusters) {
  constexpr int kHubs = 10, kModule = 18;
  std::mt19937 random(11);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  LayoutGraph graph;
  const int related = count - count / 12;
  for (int i = 0; i < count; ++i) {
    graph.nodes.push_back({QSizeF(160 + 20 * below(8), 140 + 20 * below(11)), i * clusters / count});
    const int first = i - (i - kHubs) % kModule;
    if (i < kHubs || i >= related) continue;
    if (i > first) graph.edges.emplace_back(below(3) == 0 ? i - 1 : first + below(i - first), i);
    graph.edges.emplace_back(below(kHubs), i);
  }
  return graph;
}

QRectF boundsOf(const std::vector<QRectF>& rects) {
  QRectF bounds;
  for (const QRectF& rect : rects) bounds |= rect;
  return bounds;
}

/// The boxes as a layout has them, with a line for each edge.
RouteRequest requestOf(const LayoutGraph& graph, const std::vector<QPointF>& corners) {
  RouteRequest request;
  for (const QRectF& rect : rectsAt(graph, corners)) {
    const QPointF corner(std::round(rect.x() / 20) * 20, std::round(rect.y() / 20) * 20);
    request.obstacles.emplace_back(corner, rect.size());
  }
  int trunk = 0;
  for (const auto& [parent, child] : graph.edges) {
    const QRectF from = request.obstacles[static_cast<std::size_t>(child)], to = request.obstacles[static_cast<std::size_t>(parent)];
    request.lines.push_back({{from, from.top() + (parent == child ? 40 : 20), ++trunk}, {to, to.top() + 20, trunk}});
  }
  return request;
}

bool runsAlongTheAxes(const LinePath& path) {
  for (qsizetype i = 1; i < path.size(); ++i)
    if (path[i].x() != path[i - 1].x() && path[i].y() != path[i - 1].y()) return false;
  return path.size() >= 2;
}

bool crossesABox(const LinePath& path, const std::vector<QRectF>& boxes) {
  for (qsizetype i = 1; i < path.size(); ++i) {
    const QRectF piece = QRectF(path[i - 1], path[i]).normalized().adjusted(-0.1, -0.1, 0.1, 0.1);
    if (std::ranges::any_of(boxes, [&](const QRectF& box) { return box.adjusted(1, 1, -1, -1).intersects(piece); })) return true;
  }
  return false;
}

}  // namespace

/// Where cards are put by themselves, and how lines are led between them.
class TstDiagramLayout : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void putsNothingOnAnother_data();
  void putsNothingOnAnother();
  void fitsHundredsOfBoxesIntoAScreensShape_data();
  void fitsHundredsOfBoxesIntoAScreensShape();
  void keepsTogetherWhatBelongsTogether();
  void stopsBetweenParts();
  void packsRectanglesNearTheirTies();
  void putsParentsAtTheLeft();
  void keepsClustersApart();
  void isTheSameEachTimeAndOnEveryThread();
  void readsItsNumbersInEveryLocale();
  void runsInTheBackgroundAndDropsWhatIsStopped();
  void leadsLinesAroundBoxes();
  void endsAtTheEdgesOfItsCards();
  void leavesTheOtherLinesAlone();
  void keepsLinesApart();
};

void TstDiagramLayout::putsNothingOnAnother_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("clusters");
  QTest::newRow("one cluster") << 60 << 1;
  QTest::newRow("three clusters") << 60 << 3;
  QTest::newRow("two boxes") << 4 << 2;
}

void TstDiagramLayout::putsNothingOnAnother() {
  QFETCH(int, count);
  QFETCH(int, clusters);
  const LayoutGraph graph = randomGraph(count, 1, clusters);
  const auto corners = layOut(graph, false);
  QCOMPARE(corners.size(), graph.nodes.size());
  QVERIFY(!anyIntersects(rectsAt(graph, corners)));
  for (const QPointF& corner : corners) QVERIFY(corner.x() >= -0.5 && corner.y() >= -0.5);
  QVERIFY(!anyIntersects(rectsAt(graph, inRows(graph))));
  QVERIFY(layOut({}, false).empty());
}

void TstDiagramLayout::fitsHundredsOfBoxesIntoAScreensShape_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("clusters");
  QTest::newRow("500 tables of one schema") << 500 << 1;
  QTest::newRow("500 tables of four schemas") << 500 << 4;
  QTest::newRow("80 tables, more lines than are led at leisure") << 80 << 1;
}

void TstDiagramLayout::fitsHundredsOfBoxesIntoAScreensShape() {
  QFETCH(int, count);
  QFETCH(int, clusters);
  const LayoutGraph graph = largeGraph(count, clusters);
  const auto corners = layOut(graph, false);
  QCOMPARE(corners.size(), graph.nodes.size());
  const auto rects = rectsAt(graph, corners);
  QVERIFY(!anyIntersects(rects));
  const QRectF bounds = boundsOf(rects);
  const double shape = bounds.width() / bounds.height();
  QVERIFY2(shape > 0.5 && shape < 3, qPrintable(QString::number(shape)));
  QVERIFY(bounds.left() >= -0.5 && bounds.top() >= -0.5);
  const RouteRequest request = requestOf(graph, corners);
  QVERIFY(!anyIntersects(request.obstacles));
  // Those of all 500 take a while where nothing is optimised.
  const auto paths = count > 100 ? std::vector<LinePath>() : routeLines(request, false);
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& [from, to, path, isWanted] = request.lines[i];
    const auto touchesBoth = [&](const LinePath& line) {
      const auto isAtEdge = [](const QPointF& point, const RouteRequest::End& end) { return point.y() == end.y && (point.x() == end.card.left() || point.x() == end.card.right()); };
      return runsAlongTheAxes(line) && isAtEdge(line.first(), from) && isAtEdge(line.last(), to);
    };
    QVERIFY(touchesBoth(directPath(from, to)));
    if (!paths.empty()) QVERIFY(touchesBoth(paths[i]) && !crossesABox(paths[i], request.obstacles));
  }
}

/// What refers to each other stands nearer than any two of them on an average.
void TstDiagramLayout::keepsTogetherWhatBelongsTogether() {
  const LayoutGraph graph = largeGraph(300, 1);
  const auto rects = rectsAt(graph, layOut(graph, false));
  const auto far = [&](int one, int other) { return (rects[static_cast<std::size_t>(one)].center() - rects[static_cast<std::size_t>(other)].center()).manhattanLength(); };
  double related = 0, any = 0;
  int relatedCount = 0, anyCount = 0;
  for (const auto& [parent, child] : graph.edges) {
    // Everybody refers to those.
    if (parent < 10) continue;
    related += far(parent, child);
    ++relatedCount;
  }
  for (int i = 10; i < 270; ++i) {
    any += far(i, 10 + (i * 7) % 260);
    ++anyCount;
  }
  QVERIFY(related / relatedCount * 3 < any / anyCount);
}

void TstDiagramLayout::stopsBetweenParts() {
  QVERIFY(layOut(largeGraph(300, 1), true).empty());
  QVERIFY(layOut(largeGraph(300, 3), true).empty());
}

void TstDiagramLayout::packsRectanglesNearTheirTies() {
  const std::vector<QSizeF> sizes(30, QSizeF(300, 200));
  std::map<std::pair<int, int>, int> ties;
  for (int i = 0; i < 15; ++i) ties[{i, i + 15}] = 1;
  const auto corners = packed(sizes, ties, 20);
  std::vector<QRectF> rects;
  for (std::size_t i = 0; i < sizes.size(); ++i) rects.emplace_back(corners[i], sizes[i]);
  QVERIFY(!anyIntersects(rects));
  const QRectF bounds = boundsOf(rects);
  QVERIFY(bounds.topLeft() == QPointF() && bounds.width() * bounds.height() < 30 * 320 * 220 * 1.5);
  double way = 0;
  for (std::size_t i = 0; i < 15; ++i) way += (corners[i] - corners[i + 15]).manhattanLength() / 15;
  QVERIFY2(way < bounds.width() / 3, qPrintable(QString::number(way)));
  QVERIFY(packed({}, {}, 20).empty());
}

void TstDiagramLayout::putsParentsAtTheLeft() {
  const LayoutGraph graph{{{{100, 60}}, {{100, 60}}, {{100, 60}}}, {{0, 1}, {1, 2}}};
  const auto corners = layOut(graph, false);
  QVERIFY(corners[0].x() + 100 < corners[1].x() && corners[1].x() + 100 < corners[2].x());
}

void TstDiagramLayout::keepsClustersApart() {
  const LayoutGraph graph = randomGraph(24, 3, 2);
  const auto rects = rectsAt(graph, layOut(graph, false));
  QRectF bounds[2];
  for (std::size_t i = 0; i < rects.size(); ++i) bounds[graph.nodes[i].cluster] |= rects[i];
  QVERIFY(!bounds[0].intersects(bounds[1]));
}

void TstDiagramLayout::isTheSameEachTimeAndOnEveryThread() {
  const LayoutGraph graph = randomGraph(40, 2);
  const auto expected = layOut(graph, false);
  std::vector<std::future<std::vector<QPointF>>> others;
  for (int i = 0; i < 4; ++i) others.push_back(std::async(std::launch::async, [&graph] { return layOut(graph, false); }));
  for (auto& each : others) QVERIFY(each.get() == expected);
}

void TstDiagramLayout::readsItsNumbersInEveryLocale() {
  const LayoutGraph graph{{{{100, 61}}, {{101, 60}}}, {{0, 1}}};
  const auto expected = layOut(graph, false);
  const std::string before = setlocale(LC_NUMERIC, nullptr);
  const char* comma = nullptr;
  for (const char* name : {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "nl_NL.UTF-8"})
    if (!comma) comma = setlocale(LC_NUMERIC, name);
  const auto found = layOut(graph, false);
  setlocale(LC_NUMERIC, before.c_str());
  QVERIFY(found == expected);
  QVERIFY(expected[1].x() - expected[0].x() > 200);
}

void TstDiagramLayout::runsInTheBackgroundAndDropsWhatIsStopped() {
  LayoutJob job;
  QSignalSpy laidOut(&job, &LayoutJob::laidOut), stopped(&job, &LayoutJob::stopped);
  const auto jobs = RunningJobs::make();
  job.start(randomGraph(120, 4), jobs, s("Arranging it"));
  QVERIFY(job.isRunning());
  QCOMPARE(jobs->jobs().size(), std::size_t(1));
  job.stop();
  QVERIFY(!job.isRunning());
  QCOMPARE(stopped.count(), 1);
  QVERIFY(jobs->jobs().empty());
  // By the list of jobs, on whatever thread; the result of the one before never comes.
  job.start(randomGraph(200, 5), jobs, s("Arranging it"));
  std::async(std::launch::async, [&] { jobs->stop(jobs->jobs()[0].number); }).get();
  QTRY_VERIFY_WITH_TIMEOUT(stopped.count() + laidOut.count() == 2, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!job.isRunning(), kPatience);
  const auto before = laidOut.count();
  job.start(randomGraph(6, 6), jobs, s("Arranging it"));
  QTRY_COMPARE_WITH_TIMEOUT(laidOut.count(), before + 1, kPatience);
  QCOMPARE(laidOut.last()[0].value<std::vector<QPointF>>().size(), std::size_t(6));
}

void TstDiagramLayout::leadsLinesAroundBoxes() {
  const LayoutGraph graph = randomGraph(60, 7);
  const RouteRequest request = requestOf(graph, layOut(graph, false));
  const auto paths = routeLines(request, false);
  for (const LinePath& path : paths) {
    QVERIFY(runsAlongTheAxes(path));
    QVERIFY(!crossesABox(path, request.obstacles));
  }
  QVERIFY(routeLines(request, false) == paths);
  QVERIFY(routeLines({}, false).empty());
}

void TstDiagramLayout::endsAtTheEdgesOfItsCards() {
  const LayoutGraph graph = randomGraph(30, 8);
  const RouteRequest request = requestOf(graph, layOut(graph, false));
  const auto paths = routeLines(request, false);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto isAtEdge = [](const QPointF& point, const RouteRequest::End& end) { return point.y() == end.y && (point.x() == end.card.left() || point.x() == end.card.right()); };
    QVERIFY(isAtEdge(paths[i].first(), request.lines[i].from));
    QVERIFY(isAtEdge(paths[i].last(), request.lines[i].to));
    const LinePath direct = directPath(request.lines[i].from, request.lines[i].to);
    QVERIFY(runsAlongTheAxes(direct) && isAtEdge(direct.first(), request.lines[i].from) && isAtEdge(direct.last(), request.lines[i].to));
  }
}

void TstDiagramLayout::leavesTheOtherLinesAlone() {
  const LayoutGraph graph = randomGraph(20, 9);
  RouteRequest request = requestOf(graph, layOut(graph, false));
  const auto paths = routeLines(request, false);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    request.lines[i].path = paths[i];
    request.lines[i].isWanted = i == 0;
  }
  const auto again = routeLines(request, false);
  for (std::size_t i = 1; i < paths.size(); ++i) QVERIFY(again[i] == paths[i]);
  QVERIFY(runsAlongTheAxes(again[0]));
}

/// Two lines through one gap do not lie on each other.
void TstDiagramLayout::keepsLinesApart() {
  RouteRequest request;
  request.obstacles = {{0, 0, 100, 100}, {0, 200, 100, 100}, {400, 0, 100, 100}, {400, 200, 100, 100}};
  request.lines = {{{request.obstacles[0], 40, 1}, {request.obstacles[3], 240, 1}}, {{request.obstacles[1], 240, 2}, {request.obstacles[2], 40, 2}}};
  const auto paths = routeLines(request, false);
  const auto verticalOf = [](const LinePath& path) {
    for (qsizetype i = 1; i < path.size(); ++i)
      if (path[i].x() == path[i - 1].x()) return path[i].x();
    return -1.0;
  };
  QVERIFY(verticalOf(paths[0]) > 100 && verticalOf(paths[1]) > 100);
  QVERIFY(verticalOf(paths[0]) != verticalOf(paths[1]));
}

JOINERY_TEST(TstDiagramLayout)
#include "tst_diagram_layout.moc"
