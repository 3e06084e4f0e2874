// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/graph_layout.h"

#include <QRectF>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/designer/diagram/dot_layout.h"
#include "ui/designer/diagram/graph_parts.h"
#include "ui/designer/diagram/part_packing.h"

namespace joinery::ui {

namespace {

constexpr double kGap = 60;
/// Between parts there is more room: that is where the lines from one to another run.
constexpr double kPartGap = 120, kClusterGap = 240;
/// So few boxes of several clusters are laid out at once, which shows best how the clusters hang together.
constexpr std::size_t kMostAtOnce = 60;

/// Boxes with their places relative to their own upper left corner.
struct Piece {
  std::vector<int> nodes;
  std::vector<QPointF> corners;
  QSizeF size;
};

/// In rows, as they come.
std::vector<QPointF> shelved(const std::vector<QSizeF>& sizes) {
  double area = 0, widest = 0;
  for (const QSizeF& size : sizes) {
    area += (size.width() + kGap) * (size.height() + kGap);
    widest = std::max(widest, size.width());
  }
  const double width = std::max(widest, std::sqrt(area * kWantedShape));
  std::vector<QPointF> corners;
  QPointF place;
  double height = 0;
  for (const QSizeF& size : sizes) {
    if (place.x() > 0 && place.x() + size.width() > width) {
      place = QPointF(0, place.y() + height + kGap);
      height = 0;
    }
    corners.push_back(place);
    place.rx() += size.width() + kGap;
    height = std::max(height, size.height());
  }
  return corners;
}

std::vector<QSizeF> sizesOf(const LayoutGraph& graph, const std::vector<int>& nodes) {
  std::vector<QSizeF> sizes;
  for (const int node : nodes) sizes.push_back(graph.nodes[static_cast<std::size_t>(node)].size);
  return sizes;
}

/// With its boxes at those corners.
Piece makePiece(const LayoutGraph& graph, std::vector<int> nodes, std::vector<QPointF> corners) {
  Piece piece{std::move(nodes), std::move(corners), {}};
  QRectF bounds;
  for (std::size_t i = 0; i < piece.nodes.size(); ++i) bounds |= QRectF(piece.corners[i], graph.nodes[static_cast<std::size_t>(piece.nodes[i])].size);
  for (QPointF& corner : piece.corners) corner -= bounds.topLeft();
  piece.size = bounds.size();
  return piece;
}

/// What has no line within stands in rows, the high ones first.
Piece inRowsByHeight(const LayoutGraph& graph, std::vector<int> nodes) {
  std::ranges::stable_sort(nodes, std::ranges::greater(), [&](int node) { return graph.nodes[static_cast<std::size_t>(node)].size.height(); });
  auto corners = shelved(sizesOf(graph, nodes));
  return makePiece(graph, std::move(nodes), std::move(corners));
}

/// How many lines there are between each two pieces.
std::map<std::pair<int, int>, int> tiesBetween(const LayoutGraph& graph, const std::vector<Piece>& pieces) {
  std::vector<int> pieceOf(graph.nodes.size(), -1);
  for (std::size_t p = 0; p < pieces.size(); ++p)
    for (const int node : pieces[p].nodes) pieceOf[static_cast<std::size_t>(node)] = static_cast<int>(p);
  std::map<std::pair<int, int>, int> ties;
  for (const auto& [from, to] : graph.edges) {
    const auto pair = std::minmax(pieceOf[static_cast<std::size_t>(from)], pieceOf[static_cast<std::size_t>(to)]);
    if (pair.first >= 0 && pair.first != pair.second) ++ties[pair];
  }
  return ties;
}

/// All of them as one.
Piece together(const LayoutGraph& graph, const std::vector<Piece>& pieces, double gap) {
  std::vector<QSizeF> sizes;
  for (const Piece& piece : pieces) sizes.push_back(piece.size);
  const auto places = packed(sizes, tiesBetween(graph, pieces), gap);
  std::vector<int> nodes;
  std::vector<QPointF> corners;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    nodes.insert(nodes.end(), pieces[p].nodes.begin(), pieces[p].nodes.end());
    for (const QPointF& corner : pieces[p].corners) corners.push_back(places[p] + corner);
  }
  return makePiece(graph, std::move(nodes), std::move(corners));
}

/// Part by part. Nothing that can be used once it is stopped.
Piece layOutParts(const LayoutGraph& graph, const std::vector<int>& nodes, const std::atomic<bool>& stop) {
  std::vector<Piece> pieces;
  for (auto& part : partsOf(graph, nodes)) {
    if (stop) return {};
    if (edgesAmong(graph, part).empty()) {
      pieces.push_back(inRowsByHeight(graph, std::move(part)));
      continue;
    }
    auto corners = dotLayout(graph, part, false);
    pieces.push_back(makePiece(graph, std::move(part), std::move(corners)));
  }
  return together(graph, pieces, kPartGap);
}

}  // namespace

std::vector<std::pair<int, int>> edgesAmong(const LayoutGraph& graph, const std::vector<int>& nodes) {
  std::vector<int> places(graph.nodes.size(), -1);
  for (std::size_t i = 0; i < nodes.size(); ++i) places[static_cast<std::size_t>(nodes[i])] = static_cast<int>(i);
  std::vector<std::pair<int, int>> edges;
  for (const auto& [from, to] : graph.edges) {
    const std::pair edge{places[static_cast<std::size_t>(from)], places[static_cast<std::size_t>(to)]};
    if (edge.first >= 0 && edge.second >= 0 && edge.first != edge.second) edges.push_back(edge);
  }
  std::ranges::sort(edges);
  const auto twice = std::ranges::unique(edges);
  edges.erase(twice.begin(), twice.end());
  return edges;
}

std::vector<QPointF> layOut(const LayoutGraph& graph, const std::atomic<bool>& stop) {
  std::map<int, std::vector<int>> clusters;
  std::vector<int> all;
  for (int node = 0; node < static_cast<int>(graph.nodes.size()); ++node) {
    clusters[graph.nodes[static_cast<std::size_t>(node)].cluster].push_back(node);
    all.push_back(node);
  }
  Piece whole;
  if (clusters.size() > 1 && all.size() <= kMostAtOnce) {
    auto corners = dotLayout(graph, all, true);
    whole = makePiece(graph, std::move(all), std::move(corners));
  } else {
    std::vector<Piece> pieces;
    for (const auto& [cluster, nodes] : clusters) pieces.push_back(layOutParts(graph, nodes, stop));
    if (stop) return {};
    whole = together(graph, pieces, kClusterGap);
  }
  std::vector<QPointF> corners(graph.nodes.size());
  for (std::size_t i = 0; i < whole.nodes.size(); ++i) corners[static_cast<std::size_t>(whole.nodes[i])] = whole.corners[i];
  return corners;
}

std::vector<QPointF> inRows(const LayoutGraph& graph) {
  std::vector<QSizeF> sizes;
  for (const auto& node : graph.nodes) sizes.push_back(node.size);
  return shelved(sizes);
}

}  // namespace joinery::ui
