// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_graph.h"

#include <map>

namespace joinery::ui {

LayoutGraph graphOf(const DiagramModel& model) {
  LayoutGraph graph;
  std::map<std::string, int> clusters;
  for (const DiagramCard& card : model.cards()) graph.nodes.push_back({card.size, clusters.emplace(card.table.schema, static_cast<int>(clusters.size())).first->second});
  for (const DiagramLine& line : model.lines()) graph.edges.emplace_back(line.parent.card, line.child.card);
  return graph;
}

}  // namespace joinery::ui
