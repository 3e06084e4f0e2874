// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/dot_layout.h"

#include <graphviz/gvc.h>

#include <algorithm>
#include <clocale>
#include <cmath>
#include <map>
#include <mutex>
#include <string>

#include "orm/core/db_error.h"

namespace joinery::ui {

namespace {

constexpr double kPointsOfAnInch = 72;
/// So many leaves of one box stand below each other before they are staggered.
constexpr int kLeavesInAColumn = 8;

/// Graphviz keeps its state in variables of the process. They are never destroyed: a layout may be on its way when the program ends.
std::mutex& graphvizMutex() {
  static auto* const mutex = new std::mutex;
  return *mutex;
}

std::string& lastComplaint() {
  static auto* const complaint = new std::string;
  return *complaint;
}

int keepComplaint(char* text) {
  lastComplaint() = text;
  return 0;
}

GVC_t* context() {
  static GVC_t* const context = [] {
    agseterrf(keepComplaint);
    return gvContext();
  }();
  return context;
}

/// Graphviz reads numbers as the C library's locale writes them.
class PlainNumbers {
 public:
  PlainNumbers() : m_locale(newlocale(LC_ALL_MASK, "C", nullptr)), m_before(uselocale(m_locale)) {}
  ~PlainNumbers() {
    uselocale(m_before);
    freelocale(m_locale);
  }
  PlainNumbers(const PlainNumbers&) = delete;
  PlainNumbers& operator=(const PlainNumbers&) = delete;

 private:
  locale_t m_locale, m_before;
};

/// A graph of Graphviz with its layout; under the mutex.
class DotGraph {
 public:
  DotGraph() : m_graph(agopen(const_cast<char*>("schema"), Agdirected, nullptr)) {}
  ~DotGraph() {
    if (m_isLaidOut) gvFreeLayout(context(), m_graph);
    agclose(m_graph);
  }
  DotGraph(const DotGraph&) = delete;
  DotGraph& operator=(const DotGraph&) = delete;

  Agraph_t* get() const { return m_graph; }
  template <typename Object>
  static void set(Object* object, const char* name, const std::string& value) {
    agsafeset(object, const_cast<char*>(name), const_cast<char*>(value.c_str()), const_cast<char*>(""));
  }
  void layOut() {
    lastComplaint().clear();
    m_isLaidOut = gvLayout(context(), m_graph, "dot") == 0;
    if (!m_isLaidOut) throw DbError(ErrorKind::Operational, "Graphviz could not arrange the diagram: " + (lastComplaint().empty() ? std::string("it is installed without its layout \"dot\"") : lastComplaint()));
  }

 private:
  Agraph_t* m_graph;
  bool m_isLaidOut = false;
};

std::string inches(double points) { return std::to_string(points / kPointsOfAnInch); }

std::vector<Agnode_t*> addNodes(const DotGraph& dot, const LayoutGraph& graph, const std::vector<int>& nodes, bool clusters) {
  std::map<int, Agraph_t*> subgraphs;
  std::vector<Agnode_t*> added;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = graph.nodes[static_cast<std::size_t>(nodes[i])];
    std::string name = "n" + std::to_string(i);
    Agnode_t* const each = agnode(dot.get(), name.data(), 1);
    DotGraph::set(each, "shape", "box");
    DotGraph::set(each, "fixedsize", "true");
    DotGraph::set(each, "label", "");
    DotGraph::set(each, "width", inches(node.size.width()));
    DotGraph::set(each, "height", inches(node.size.height()));
    added.push_back(each);
    if (!clusters) continue;
    Agraph_t*& subgraph = subgraphs[node.cluster];
    std::string clusterName = "cluster" + std::to_string(node.cluster);
    if (!subgraph) {
      subgraph = agsubg(dot.get(), clusterName.data(), 1);
      DotGraph::set(subgraph, "margin", "40");
    }
    agsubnode(subgraph, each, 1);
  }
  return added;
}

/// How far away each edge's right end stands: leaves of one box in several columns, else they would make a single very long one.
std::vector<int> lengths(const std::vector<std::pair<int, int>>& edges, std::size_t count) {
  std::vector<int> degree(count), leaves(count), seen(count);
  for (const auto& [from, to] : edges) {
    ++degree[static_cast<std::size_t>(from)];
    ++degree[static_cast<std::size_t>(to)];
  }
  const auto isLeaf = [&](int node) { return degree[static_cast<std::size_t>(node)] == 1; };
  for (const auto& [from, to] : edges) leaves[static_cast<std::size_t>(from)] += isLeaf(to) ? 1 : 0;
  std::vector<int> found;
  for (const auto& [from, to] : edges) {
    const auto place = static_cast<std::size_t>(from);
    const int columns = (leaves[place] + kLeavesInAColumn - 1) / kLeavesInAColumn;
    found.push_back(columns > 1 && isLeaf(to) ? 1 + seen[place]++ % columns : 1);
  }
  return found;
}

/// Boxes of a cluster that hang together with nothing, in as many rows as columns.
void chainLonely(const DotGraph& dot, const LayoutGraph& graph, const std::vector<int>& nodes, const std::vector<Agnode_t*>& added, const std::vector<std::pair<int, int>>& edges) {
  std::vector<bool> hasEdge(nodes.size());
  for (const auto& [from, to] : edges) hasEdge[static_cast<std::size_t>(from)] = hasEdge[static_cast<std::size_t>(to)] = true;
  std::map<int, std::vector<Agnode_t*>> lonely;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (!hasEdge[i]) lonely[graph.nodes[static_cast<std::size_t>(nodes[i])].cluster].push_back(added[i]);
  for (const auto& [cluster, list] : lonely) {
    const auto rows = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(list.size()))));
    for (std::size_t i = 0; i + rows < list.size(); ++i) DotGraph::set(agedge(dot.get(), list[i], list[i + rows], nullptr, 1), "style", "invis");
  }
}

}  // namespace

std::vector<QPointF> dotLayout(const LayoutGraph& graph, const std::vector<int>& nodes, bool clusters) {
  const std::lock_guard lock(graphvizMutex());
  const PlainNumbers plain;
  DotGraph dot;
  if (!context()) throw DbError(ErrorKind::Operational, "Graphviz could not be started");
  for (const auto& [name, value] : {std::pair{"rankdir", "LR"}, {"splines", "none"}, {"nodesep", "0.6"}, {"ranksep", "1.5"}, {"nslimit", "2"}, {"nslimit1", "2"}, {"mclimit", "0.6"}})
    DotGraph::set(dot.get(), name, value);
  const auto added = addNodes(dot, graph, nodes, clusters);
  const auto edges = edgesAmong(graph, nodes);
  const auto wanted = lengths(edges, nodes.size());
  for (std::size_t i = 0; i < edges.size(); ++i)
    DotGraph::set(agedge(dot.get(), added[static_cast<std::size_t>(edges[i].first)], added[static_cast<std::size_t>(edges[i].second)], nullptr, 1), "minlen", std::to_string(wanted[i]));
  if (clusters) chainLonely(dot, graph, nodes, added, edges);
  dot.layOut();
  std::vector<QPointF> corners;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const QSizeF size = graph.nodes[static_cast<std::size_t>(nodes[i])].size;
    // Graphviz tells middles, and its y grows upwards.
    const auto middle = ND_coord(added[i]);
    corners.emplace_back(middle.x - size.width() / 2, -middle.y - size.height() / 2);
  }
  return corners;
}

}  // namespace joinery::ui
