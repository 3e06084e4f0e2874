// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/designer/diagram/graph_layout.h"

namespace joinery::ui {

/// The boxes of a graph that hang together, as `dot` places them. As layOut().
/// @param nodes which of the graph's boxes @param clusters whether those of a cluster are kept together
/// @return upper left corners, in the order of `nodes`
std::vector<QPointF> dotLayout(const LayoutGraph& graph, const std::vector<int>& nodes, bool clusters);

}  // namespace joinery::ui
