// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/routing_grid.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>
#include <functional>
#include <queue>

#include "ui/designer/diagram/diagram_card.h"

namespace joinery::ui {

namespace {

constexpr double kMostCells = 1'000'000;
/// A line goes straight away from its card for so long: the signs of its end stand there.
constexpr double kStub = 2 * DiagramCard::kStep;
constexpr int kStepCost = 10, kBendCost = 70, kBesideCost = 45, kCrossCost = 12;
constexpr int kMostSearched = 600'000;
/// Per cent that what is left to go counts: above 100 fewer ways are looked at, and one that is a little dearer may be taken.
constexpr int kFastHaste = 140;

// Directions: right, down, left, up; a half turn is the one two further on.
constexpr std::array<QPoint, 4> kDirections{QPoint(1, 0), QPoint(0, 1), QPoint(-1, 0), QPoint(0, -1)};

int directionOf(int outward) { return outward > 0 ? 0 : 2; }

RoutingGrid::Axis axisOf(int direction) { return direction % 2 == 0 ? RoutingGrid::Axis::Horizontal : RoutingGrid::Axis::Vertical; }

/// Not more than what is left to go.
int atLeastLeft(const QPoint& cell, const std::vector<RoutingGrid::Port>& goals) {
  int least = INT_MAX;
  for (const auto& goal : goals) {
    const QPoint way = goal.cell - cell;
    least = std::min(least, way.manhattanLength() * kStepCost + (way.y() != 0 && way.x() != 0 ? kBendCost : 0));
  }
  return least;
}

/// Without the points in the middle of a straight piece.
LinePath straightened(const LinePath& path) {
  LinePath plain;
  for (const QPointF& point : path) {
    if (!plain.isEmpty() && plain.last() == point) continue;
    const auto count = plain.size();
    if (count >= 2) {
      const QPointF &last = plain[count - 1], &before = plain[count - 2];
      const bool isStraight = (qFuzzyCompare(before.x(), last.x()) && qFuzzyCompare(last.x(), point.x())) || (qFuzzyCompare(before.y(), last.y()) && qFuzzyCompare(last.y(), point.y()));
      if (isStraight) plain.removeLast();
    }
    plain.append(point);
  }
  return plain;
}

}  // namespace

RoutingGrid::RoutingGrid(const QRectF& bounds, Search search) : m_origin(bounds.topLeft()), m_step(DiagramCard::kStep), m_haste(search == Search::Fast ? kFastHaste : 100) {
  while (bounds.width() / m_step * (bounds.height() / m_step) > kMostCells) m_step *= 2;
  m_origin = QPointF(std::floor(m_origin.x() / m_step) * m_step, std::floor(m_origin.y() / m_step) * m_step);
  m_columns = static_cast<int>(std::ceil((bounds.right() - m_origin.x()) / m_step)) + 1;
  m_rows = static_cast<int>(std::ceil((bounds.bottom() - m_origin.y()) / m_step)) + 1;
  const auto cells = static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows);
  m_blocked.resize(cells);
  m_across.resize(cells);
  m_down.resize(cells);
  m_states.resize(cells * 4);
}

QPoint RoutingGrid::cellAt(const QPointF& point) const {
  return {static_cast<int>(std::lround((point.x() - m_origin.x()) / m_step)), static_cast<int>(std::lround((point.y() - m_origin.y()) / m_step))};
}

QPointF RoutingGrid::pointAt(Index cell) const { return m_origin + QPointF(cell % m_columns, cell / m_columns) * m_step; }

void RoutingGrid::block(const QRectF& card) {
  // Lines run beside a card, not along its edge.
  const QRectF area = card.adjusted(-DiagramCard::kStep + 1, -DiagramCard::kStep + 1, DiagramCard::kStep - 1, DiagramCard::kStep - 1).translated(-m_origin);
  const int left = std::max(0, static_cast<int>(std::ceil(area.left() / m_step))), right = std::min(m_columns - 1, static_cast<int>(std::floor(area.right() / m_step)));
  const int top = std::max(0, static_cast<int>(std::ceil(area.top() / m_step))), bottom = std::min(m_rows - 1, static_cast<int>(std::floor(area.bottom() / m_step)));
  for (int y = top; y <= bottom; ++y)
    for (int x = left; x <= right; ++x) m_blocked[static_cast<std::size_t>(indexOf({x, y}))] = 1;
}

void RoutingGrid::occupy(const LinePath& path, int trunk) {
  for (qsizetype i = 1; i < path.size(); ++i) {
    QPoint cell = cellAt(path[i - 1]);
    const QPoint end = cellAt(path[i]);
    const QPoint step(end.x() > cell.x() ? 1 : end.x() < cell.x() ? -1 : 0, end.y() > cell.y() ? 1 : end.y() < cell.y() ? -1 : 0);
    auto& taken = step.x() != 0 ? m_across : m_down;
    for (int left = (end - cell).manhattanLength() + 1; left > 0; --left, cell += step)
      if (contains(cell)) taken[static_cast<std::size_t>(indexOf(cell))] = trunk;
  }
}

std::optional<RoutingGrid::Port> RoutingGrid::port(const QRectF& card, double y, int outward) const {
  const double edge = outward > 0 ? card.right() : card.left();
  const QPoint first = cellAt({edge + outward * (DiagramCard::kStep + 1), y}), last = cellAt({edge + outward * kStub, y});
  for (QPoint cell = first;; cell.rx() += outward) {
    if (!contains(cell) || m_blocked[static_cast<std::size_t>(indexOf(cell))]) return std::nullopt;
    if (cell.x() * outward >= last.x() * outward) return Port{cell, outward, edge, y};
  }
}

int RoutingGrid::costOfStep(Index cell, Axis axis, int trunk) const {
  const auto place = static_cast<std::size_t>(cell);
  const std::int32_t along = (axis == Axis::Horizontal ? m_across : m_down)[place], across = (axis == Axis::Horizontal ? m_down : m_across)[place];
  return kStepCost + (along != 0 && along != trunk ? kBesideCost : 0) + (across != 0 && across != trunk ? kCrossCost : 0);
}

LinePath RoutingGrid::search(const std::vector<Port>& from, const std::vector<Port>& to, int trunk) {
  ++m_search;
  std::priority_queue<Step, std::vector<Step>, std::greater<>> open;
  const auto reach = [&](Index state, int cost, int cameFrom) {
    State& reached = m_states[static_cast<std::size_t>(state)];
    if (reached.search == m_search && reached.cost <= cost) return;
    reached = {cost, m_search, static_cast<std::uint32_t>(cameFrom)};
    const Index cell = state / 4;
    open.push({cost + atLeastLeft({cell % m_columns, cell / m_columns}, to) * m_haste / 100, cost, state});
  };
  constexpr int kBegin = 4;
  for (const Port& port : from) reach(indexOf(port.cell) * 4 + directionOf(port.outward), 0, kBegin);
  for (int steps = 0; !open.empty() && steps < kMostSearched; ++steps) {
    const Step step = open.top();
    open.pop();
    if (step.reached > m_states[static_cast<std::size_t>(step.state)].cost) continue;
    const Index cell = step.state / 4;
    const int direction = step.state % 4;
    for (const Port& goal : to)
      if (indexOf(goal.cell) == cell && direction != directionOf(goal.outward)) return pathTo(step.state, from, goal);
    for (int next = 0; next < 4; ++next) {
      if (next == (direction + 2) % 4) continue;
      const QPoint place = QPoint(cell % m_columns, cell / m_columns) + kDirections[static_cast<std::size_t>(next)];
      if (!contains(place) || m_blocked[static_cast<std::size_t>(indexOf(place))]) continue;
      const int bend = next == direction ? 0 : kBendCost;
      reach(indexOf(place) * 4 + next, step.reached + costOfStep(indexOf(place), axisOf(next), trunk) + bend, direction);
    }
  }
  return {};
}

LinePath RoutingGrid::pathTo(Index state, const std::vector<Port>& from, const Port& goal) const {
  std::vector<QPointF> backwards;
  backwards.emplace_back(goal.edge, goal.y);
  const QPointF last = pointAt(state / 4);
  backwards.emplace_back(last.x(), goal.y);
  Index cell = state / 4;
  int direction = state % 4;
  for (;;) {
    backwards.push_back(pointAt(cell));
    const int before = static_cast<int>(m_states[static_cast<std::size_t>(cell * 4 + direction)].cameFrom);
    if (before > 3) break;
    const QPoint step = kDirections[static_cast<std::size_t>(direction)];
    cell -= static_cast<Index>(step.y()) * m_columns + step.x();
    direction = before;
  }
  for (const Port& port : from) {
    if (indexOf(port.cell) != cell || directionOf(port.outward) != direction) continue;
    backwards.emplace_back(pointAt(cell).x(), port.y);
    backwards.emplace_back(port.edge, port.y);
    break;
  }
  LinePath path;
  for (auto point = backwards.rbegin(); point != backwards.rend(); ++point) path.append(*point);
  return straightened(path);
}

}  // namespace joinery::ui
