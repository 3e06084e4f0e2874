// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>
#include <atomic>
#include <utility>
#include <vector>

namespace joinery::ui {

/// What is to be laid out: boxes and the lines between them.
struct LayoutGraph {
  struct Node {
    QSizeF size;
    int cluster = 0;  ///< boxes of one stay together
  };
  std::vector<Node> nodes;
  std::vector<std::pair<int, int>> edges;  ///< from left to right
};

/// The edges between these boxes, by their places in the list, in order; each pair once, and none from a box to itself.
std::vector<std::pair<int, int>> edgesAmong(const LayoutGraph& graph, const std::vector<int>& nodes);

/// Lays a graph out: parts that hang together from left to right by Graphviz's `dot`, the parts of a cluster beside each other in the shape of a
/// screen, and so the clusters. Takes a second for hundreds of boxes: not on the GUI thread. Calls from several threads wait for each other.
/// @param stop looked at between parts
/// @return the upper left corners, none negative; the same for the same graph; none once it is stopped
/// @throws DbError Operational where Graphviz fails. Source: graphviz.org/docs/library
std::vector<QPointF> layOut(const LayoutGraph& graph, const std::atomic<bool>& stop);

/// The same boxes in rows, as they come, whatever lies between them: at once.
std::vector<QPointF> inRows(const LayoutGraph& graph);

}  // namespace joinery::ui
