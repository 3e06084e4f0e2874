// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>
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

/// Lays a graph out from left to right by Graphviz's `dot`, boxes of a cluster together; what hangs together with nothing stands in rows below.
/// Takes seconds for hundreds of boxes and can't be stopped: not on the GUI thread. Calls from several threads wait for each other.
/// @return the upper left corners, none negative; the same for the same graph
/// @throws DbError Operational where Graphviz fails. Source: graphviz.org/docs/library
std::vector<QPointF> layOut(const LayoutGraph& graph);

/// The same boxes in rows, as they come, whatever lies between them: at once.
std::vector<QPointF> inRows(const LayoutGraph& graph);

}  // namespace joinery::ui
