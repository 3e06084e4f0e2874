// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/graph_layout.h"

#include <QRectF>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "ui/designer/diagram/dot_layout.h"

namespace joinery::ui {

namespace {

constexpr double kGap = 60;
constexpr double kShape = 1.6;  ///< width by height that is aimed at

/// Boxes that hang together, with their places relative to their own upper left corner.
struct Piece {
  std::vector<int> nodes;
  std::vector<QPointF> corners;
  QSizeF size;
};

int rootOf(std::vector<int>& roots, int node) {
  while (roots[static_cast<std::size_t>(node)] != node) {
    roots[static_cast<std::size_t>(node)] = roots[static_cast<std::size_t>(roots[static_cast<std::size_t>(node)])];
    node = roots[static_cast<std::size_t>(node)];
  }
  return node;
}

std::vector<std::vector<int>> connectedNodes(const LayoutGraph& graph) {
  std::vector<int> roots(graph.nodes.size());
  std::iota(roots.begin(), roots.end(), 0);
  for (const auto& [from, to] : graph.edges) roots[static_cast<std::size_t>(rootOf(roots, from))] = rootOf(roots, to);
  std::map<int, std::vector<int>> byRoot;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) byRoot[rootOf(roots, static_cast<int>(i))].push_back(static_cast<int>(i));
  std::vector<std::vector<int>> pieces;
  for (auto& [root, nodes] : byRoot) pieces.push_back(std::move(nodes));
  return pieces;
}

Piece makePiece(const LayoutGraph& graph, std::vector<int> nodes, bool clusters) {
  Piece piece{std::move(nodes), {}, {}};
  if (piece.nodes.size() == 1) piece.corners = {QPointF()};
  else piece.corners = dotLayout(graph, piece.nodes, clusters);
  QRectF bounds;
  for (std::size_t i = 0; i < piece.nodes.size(); ++i) bounds |= QRectF(piece.corners[i], graph.nodes[static_cast<std::size_t>(piece.nodes[i])].size);
  for (QPointF& corner : piece.corners) corner -= bounds.topLeft();
  piece.size = bounds.size();
  return piece;
}

/// In rows, those that are connected first, then the highest.
std::vector<QPointF> shelved(const std::vector<Piece>& pieces) {
  double area = 0, widest = 0;
  for (const Piece& piece : pieces) {
    area += (piece.size.width() + kGap) * (piece.size.height() + kGap);
    widest = std::max(widest, piece.size.width());
  }
  const double width = std::max(widest, std::sqrt(area * kShape));
  std::vector<QPointF> corners;
  QPointF place;
  double height = 0;
  for (const Piece& piece : pieces) {
    if (place.x() > 0 && place.x() + piece.size.width() > width) {
      place = QPointF(0, place.y() + height + kGap);
      height = 0;
    }
    corners.push_back(place);
    place.rx() += piece.size.width() + kGap;
    height = std::max(height, piece.size.height());
  }
  return corners;
}

bool standsBefore(const Piece& left, const Piece& right) {
  const bool isLeftSingle = left.nodes.size() == 1, isRightSingle = right.nodes.size() == 1;
  if (isLeftSingle != isRightSingle) return isRightSingle;
  return left.size.height() > right.size.height();
}

}  // namespace

std::vector<QPointF> layOut(const LayoutGraph& graph) {
  std::set<int> clusters;
  for (const auto& node : graph.nodes) clusters.insert(node.cluster);
  std::vector<Piece> pieces;
  if (clusters.size() > 1) {
    std::vector<int> all(graph.nodes.size());
    std::iota(all.begin(), all.end(), 0);
    pieces.push_back(makePiece(graph, std::move(all), true));
  } else {
    for (auto& nodes : connectedNodes(graph)) pieces.push_back(makePiece(graph, std::move(nodes), false));
    std::ranges::stable_sort(pieces, standsBefore);
  }
  const auto places = shelved(pieces);
  std::vector<QPointF> corners(graph.nodes.size());
  for (std::size_t p = 0; p < pieces.size(); ++p)
    for (std::size_t i = 0; i < pieces[p].nodes.size(); ++i) corners[static_cast<std::size_t>(pieces[p].nodes[i])] = places[p] + pieces[p].corners[i];
  return corners;
}

std::vector<QPointF> inRows(const LayoutGraph& graph) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) pieces.push_back({{static_cast<int>(i)}, {QPointF()}, graph.nodes[i].size});
  return shelved(pieces);
}

}  // namespace joinery::ui
