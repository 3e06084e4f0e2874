// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/graph_parts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace joinery::ui {

namespace {

/// So many that hang together are shown as they do; more are split into parts of so many.
constexpr std::size_t kMostTogether = 40, kMostOfAPart = 26;

/// Boxes as they join; by places in the list of those that are split.
class Communities {
 public:
  using Edges = std::vector<std::pair<int, int>>;
  Communities(std::size_t count, const Edges& edges);
  /// Joins, again and again, the two that have more in common than any others, as chance would have it (modularity).
  void join();
  std::vector<std::vector<int>> parts() const;

 private:
  void merge(std::size_t into, std::size_t from);
  /// The part that a box alone has most to do with; none for -1.
  int closest(std::size_t alone) const;
  std::vector<std::vector<int>> m_members;
  std::vector<std::map<std::size_t, double>> m_shared;  ///< with each neighbour, as a share of all
  std::vector<double> m_weight;                         ///< of all edges' ends, those here
};

Communities::Communities(std::size_t count, const Edges& edges) : m_members(count), m_shared(count), m_weight(count) {
  std::vector<int> degree(count);
  for (const auto& [from, to] : edges) {
    ++degree[static_cast<std::size_t>(from)];
    ++degree[static_cast<std::size_t>(to)];
  }
  for (std::size_t i = 0; i < count; ++i) m_members[i] = {static_cast<int>(i)};
  double all = 0;
  // What everybody refers to says little of who belongs together.
  const auto weightOf = [&](const auto& edge) { return 1.0 / std::max(degree[static_cast<std::size_t>(edge.first)], degree[static_cast<std::size_t>(edge.second)]); };
  for (const auto& edge : edges) all += 2 * weightOf(edge);
  for (const auto& edge : edges) {
    const auto from = static_cast<std::size_t>(edge.first), to = static_cast<std::size_t>(edge.second);
    const double weight = weightOf(edge) / all;
    m_shared[from][to] += weight;
    m_shared[to][from] += weight;
    m_weight[from] += weight;
    m_weight[to] += weight;
  }
}

void Communities::join() {
  for (;;) {
    double most = 0;
    std::pair<std::size_t, std::size_t> best;
    for (std::size_t one = 0; one < m_members.size(); ++one) {
      for (const auto& [other, shared] : m_shared[one]) {
        const double gain = shared - m_weight[one] * m_weight[other];
        if (other < one || gain <= most || m_members[one].size() + m_members[other].size() > kMostOfAPart) continue;
        most = gain;
        best = {one, other};
      }
    }
    if (most <= 0) return;
    merge(best.first, best.second);
  }
}

void Communities::merge(std::size_t into, std::size_t from) {
  auto& members = m_members[into];
  members.insert(members.end(), m_members[from].begin(), m_members[from].end());
  m_members[from].clear();
  for (const auto& [other, shared] : std::exchange(m_shared[from], {})) {
    m_shared[other].erase(from);
    if (other == into) continue;
    m_shared[into][other] += shared;
    m_shared[other][into] += shared;
  }
  m_weight[into] += std::exchange(m_weight[from], 0);
}

int Communities::closest(std::size_t alone) const {
  const auto& shared = m_shared[alone];
  const auto best = std::ranges::max_element(shared, {}, [](const auto& each) { return each.second; });
  return best == shared.end() ? -1 : static_cast<int>(best->first);
}

std::vector<std::vector<int>> Communities::parts() const {
  std::vector<std::vector<int>> parts;
  std::map<int, std::vector<int>> alone;
  for (std::size_t i = 0; i < m_members.size(); ++i) {
    if (m_members[i].size() > 1) parts.push_back(m_members[i]);
    else if (m_members[i].size() == 1) alone[closest(i)].push_back(m_members[i][0]);
  }
  for (auto& [near, members] : alone) parts.push_back(std::move(members));
  for (auto& part : parts) std::ranges::sort(part);
  return parts;
}

int rootOf(std::vector<int>& roots, int node) {
  while (roots[static_cast<std::size_t>(node)] != node) {
    roots[static_cast<std::size_t>(node)] = roots[static_cast<std::size_t>(roots[static_cast<std::size_t>(node)])];
    node = roots[static_cast<std::size_t>(node)];
  }
  return node;
}

std::vector<std::vector<int>> connected(std::size_t count, const Communities::Edges& edges) {
  std::vector<int> roots(count);
  std::iota(roots.begin(), roots.end(), 0);
  for (const auto& [from, to] : edges) roots[static_cast<std::size_t>(rootOf(roots, from))] = rootOf(roots, to);
  std::map<int, std::vector<int>> byRoot;
  for (std::size_t i = 0; i < count; ++i) byRoot[rootOf(roots, static_cast<int>(i))].push_back(static_cast<int>(i));
  std::vector<std::vector<int>> found;
  for (auto& [root, nodes] : byRoot) found.push_back(std::move(nodes));
  return found;
}

}  // namespace

std::vector<std::vector<int>> partsOf(const LayoutGraph& graph, const std::vector<int>& nodes) {
  std::vector<std::vector<int>> parts;
  std::vector<int> lonely;
  for (const auto& piece : connected(nodes.size(), edgesAmong(graph, nodes))) {
    std::vector<int> whole;
    for (const int place : piece) whole.push_back(nodes[static_cast<std::size_t>(place)]);
    if (whole.size() == 1) lonely.push_back(whole[0]);
    else if (whole.size() <= kMostTogether) parts.push_back(std::move(whole));
    else {
      Communities communities(whole.size(), edgesAmong(graph, whole));
      communities.join();
      for (auto& part : communities.parts()) {
        for (int& place : part) place = whole[static_cast<std::size_t>(place)];
        parts.push_back(std::move(part));
      }
    }
  }
  if (!lonely.empty()) parts.push_back(std::move(lonely));
  return parts;
}

}  // namespace joinery::ui
