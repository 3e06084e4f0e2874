// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/line_router.h"

#include <algorithm>
#include <numeric>

#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/routing_grid.h"

namespace joinery::ui {

namespace {

/// Room for lines around everything.
constexpr double kMargin = 200;
constexpr double kReach = 2 * DiagramCard::kStep;
/// Of more lines than these one can't wait for the best way of each.
constexpr std::size_t kMostAtLeisure = 100;

QRectF boundsOf(const RouteRequest& request) {
  QRectF bounds;
  for (const QRectF& card : request.obstacles) bounds |= card;
  for (const auto& line : request.lines) bounds |= line.from.card | line.to.card;
  return bounds.adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

double distance(const RouteRequest::Line& line) { return (line.from.card.center() - line.to.card.center()).manhattanLength(); }

/// The lines that are wanted, the short ones first.
std::vector<std::size_t> orderOf(const RouteRequest& request) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < request.lines.size(); ++i)
    if (request.lines[i].isWanted) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return distance(request.lines[i]); });
  return order;
}

std::vector<RoutingGrid::Port> portsOf(const RoutingGrid& grid, const RouteRequest::End& end) {
  std::vector<RoutingGrid::Port> ports;
  for (const int outward : {1, -1})
    if (const auto port = grid.port(end.card, end.y, outward)) ports.push_back(*port);
  return ports;
}

}  // namespace

LinePath directPath(const RouteRequest::End& from, const RouteRequest::End& to) {
  const bool isLeftOf = from.card.right() + 2 * kReach <= to.card.left(), isRightOf = to.card.right() + 2 * kReach <= from.card.left();
  const int fromSide = isRightOf ? -1 : 1, toSide = isLeftOf ? -1 : 1;
  const QPointF begin(fromSide > 0 ? from.card.right() : from.card.left(), from.y), end(toSide > 0 ? to.card.right() : to.card.left(), to.y);
  double middle = (begin.x() + end.x()) / 2;
  if (fromSide == toSide) middle = std::max(begin.x(), end.x()) + kReach;
  LinePath path{begin, {middle, begin.y()}};
  if (begin.y() != end.y()) path.append({middle, end.y()});
  path.append(end);
  return path;
}

std::vector<LinePath> routeLines(const RouteRequest& request, const std::atomic<bool>& stop) {
  std::vector<LinePath> paths;
  for (const auto& line : request.lines) paths.push_back(line.path);
  if (request.lines.empty()) return paths;
  const auto order = orderOf(request);
  RoutingGrid grid(boundsOf(request), order.size() > kMostAtLeisure ? RoutingGrid::Search::Fast : RoutingGrid::Search::Best);
  for (const QRectF& card : request.obstacles) grid.block(card);
  for (const auto& line : request.lines)
    if (!line.isWanted) grid.occupy(line.path, line.to.trunk);
  for (const std::size_t place : order) {
    if (stop) return paths;
    const auto& line = request.lines[place];
    const auto from = portsOf(grid, line.from), to = portsOf(grid, line.to);
    LinePath path = from.empty() || to.empty() ? LinePath() : grid.search(from, to, line.to.trunk);
    if (path.isEmpty()) path = directPath(line.from, line.to);
    grid.occupy(path, line.to.trunk);
    paths[place] = std::move(path);
  }
  return paths;
}

}  // namespace joinery::ui
