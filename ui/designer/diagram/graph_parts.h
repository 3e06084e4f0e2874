// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/designer/diagram/graph_layout.h"

namespace joinery::ui {

/// Boxes of a graph in parts that can each be looked at as a whole: those that hang together, and of many that do, those that hang together more
/// closely than with the others. Boxes that have nothing to do with each other are a part where they have the same neighbours, or none.
/// Pure; the same for the same graph.
/// @param nodes which of the graph's boxes
std::vector<std::vector<int>> partsOf(const LayoutGraph& graph, const std::vector<int>& nodes);

}  // namespace joinery::ui
