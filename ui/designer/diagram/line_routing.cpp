// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/line_routing.h"

#include <QtConcurrentRun>
#include <algorithm>

#include "ui/widgets/deliver.h"

namespace joinery::ui {

namespace {

/// How near a line comes to a card at most.
constexpr double kClearance = DiagramCard::kStep - 1;

std::vector<QRectF> rectsOf(const std::vector<DiagramCard>& cards) {
  std::vector<QRectF> rects;
  for (const DiagramCard& card : cards) rects.push_back(card.rect());
  return rects;
}

/// What the lines of one kind of end at one place have in common, never 0.
int trunkOf(const DiagramLine::End& parent) { return 1 + (parent.card * 64 + std::min(parent.firstRow + 1, 63)) * 2 + (parent.isOptional ? 1 : 0); }

double heightOf(const DiagramLine::End& end) { return (DiagramCard::rowCentre(end.firstRow) + DiagramCard::rowCentre(end.lastRow)) / 2; }

bool crosses(const LinePath& path, const QRectF& area) {
  for (qsizetype i = 1; i < path.size(); ++i)
    if (QRectF(path[i - 1], path[i]).normalized().adjusted(-0.5, -0.5, 0.5, 0.5).intersects(area)) return true;
  return false;
}

}  // namespace

LineRouting::LineRouting(DiagramModel* model, QObject* parent) : QObject(parent), m_model(model) {
  connect(model, &DiagramModel::contentsChanged, this, &LineRouting::reset);
  connect(model, &DiagramModel::placesChanged, this, &LineRouting::follow);
  reset();
}

LineRouting::~LineRouting() {
  if (m_stop) *m_stop = true;
}

/// Of two ends that look different at one place, one stands a step lower.
RouteRequest::Line LineRouting::lineOf(int line, const QHash<int, QPointF>& corners) const {
  const DiagramLine& drawn = m_model->lines()[static_cast<std::size_t>(line)];
  const auto end = [&](const DiagramLine::End& each) {
    const DiagramCard& card = m_model->cards()[static_cast<std::size_t>(each.card)];
    const QRectF rect(corners.value(each.card, card.position), card.size);
    return RouteRequest::End{rect, rect.top() + heightOf(each), trunkOf(each)};
  };
  RouteRequest::Line request{end(drawn.child), end(drawn.parent)};
  if (drawn.parent.isOptional && m_required.contains({drawn.parent.card, drawn.parent.firstRow})) request.to.y += DiagramCard::kStep;
  request.path = m_paths[static_cast<std::size_t>(line)];
  return request;
}

void LineRouting::reset() {
  if (m_stop) *m_stop = true;
  m_dirty.clear();
  m_paths.assign(m_model->lines().size(), {});
  m_rects = rectsOf(m_model->cards());
  m_required.clear();
  for (const DiagramLine& line : m_model->lines())
    if (!line.parent.isOptional) m_required.insert({line.parent.card, line.parent.firstRow});
  if (m_model->needsLayout()) return;
  for (int i = 0; i < static_cast<int>(m_paths.size()); ++i) m_dirty << i;
  runStraight(m_dirty);
  start();
}

void LineRouting::follow() {
  std::vector<QRectF> rects = rectsOf(m_model->cards());
  QSet<int> moved;
  std::vector<QRectF> places;
  for (std::size_t i = 0; i < rects.size(); ++i) {
    if (i < m_rects.size() && rects[i] == m_rects[i]) continue;
    moved << static_cast<int>(i);
    places.push_back(rects[i].adjusted(-kClearance, -kClearance, kClearance, kClearance));
  }
  m_rects = std::move(rects);
  QSet<int> touched = m_dirty;
  for (int i = 0; i < static_cast<int>(m_paths.size()); ++i) {
    const DiagramLine& line = m_model->lines()[static_cast<std::size_t>(i)];
    if (moved.contains(line.child.card) || moved.contains(line.parent.card) || m_paths[static_cast<std::size_t>(i)].isEmpty()) touched << i;
  }
  runStraight(touched);
  m_dirty |= touched;
  markCrossed(places);
  start();
}

void LineRouting::markCrossed(const std::vector<QRectF>& moved) {
  for (int i = 0; i < static_cast<int>(m_paths.size()); ++i)
    if (!m_dirty.contains(i) && std::ranges::any_of(moved, [&](const QRectF& area) { return crosses(m_paths[static_cast<std::size_t>(i)], area); })) m_dirty << i;
}

void LineRouting::preview(const QHash<int, QPointF>& corners) {
  QSet<int> touched;
  for (int i = 0; i < static_cast<int>(m_paths.size()); ++i) {
    const DiagramLine& line = m_model->lines()[static_cast<std::size_t>(i)];
    if (corners.contains(line.child.card) || corners.contains(line.parent.card)) touched << i;
  }
  runStraight(touched, corners);
  // What is on its way is led to where the cards were.
  m_dirty |= touched;
}

void LineRouting::runStraight(const QSet<int>& lines, const QHash<int, QPointF>& corners) {
  for (const int line : lines) {
    const auto request = lineOf(line, corners);
    m_paths[static_cast<std::size_t>(line)] = directPath(request.from, request.to);
  }
  if (!lines.isEmpty()) Q_EMIT routed(lines);
}

/// One after another; what changes meanwhile is led by the next one.
void LineRouting::start() {
  if (m_isRunning || m_dirty.isEmpty()) return;
  RouteRequest request;
  request.obstacles = m_rects;
  for (int i = 0; i < static_cast<int>(m_paths.size()); ++i) {
    request.lines.push_back(lineOf(i));
    request.lines.back().isWanted = m_dirty.contains(i);
  }
  const QSet<int> wanted = std::exchange(m_dirty, {});
  m_isRunning = true;
  m_stop = std::make_shared<std::atomic<bool>>(false);
  const auto work = QtConcurrent::run([request = std::move(request), stop = m_stop] { return routeLines(request, *stop); });
  deliver(work, this, [this, wanted, stop = m_stop](const std::vector<LinePath>& paths) {
    m_isRunning = false;
    if (!*stop) take(paths, wanted);
    start();
    if (!m_isRunning) Q_EMIT busyChanged();
  });
  Q_EMIT busyChanged();
}

void LineRouting::take(const std::vector<LinePath>& paths, const QSet<int>& wanted) {
  QSet<int> changed;
  for (const int line : wanted) {
    if (m_dirty.contains(line)) continue;
    m_paths[static_cast<std::size_t>(line)] = paths[static_cast<std::size_t>(line)];
    changed << line;
  }
  Q_EMIT routed(changed);
}

}  // namespace joinery::ui

#include "moc_line_routing.cpp"
