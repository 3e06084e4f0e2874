// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/row_sorter.h"

#include <algorithm>

namespace joinery {

std::size_t RowSorter::addRow() {
  m_outgoing.emplace_back();
  m_incoming.emplace_back();
  m_waitsFor.push_back(0);
  m_done.resize(m_waitsFor.size(), false);
  m_generations.resize(m_waitsFor.size(), 0);
  return m_waitsFor.size() - 1;
}

void RowSorter::addEdge(Edge edge) {
  m_outgoing[edge.before].push_back(m_edges.size());
  m_incoming[edge.after].push_back(m_edges.size());
  m_done.resize(m_waitsFor.size(), false);
  if (!m_done[edge.before]) ++m_waitsFor[edge.after];
  m_edges.push_back(edge);
  m_removed.push_back(false);
}

std::vector<std::size_t> RowSorter::sort(const std::function<const Edge*(const std::vector<Edge>&)>& cut) {
  m_done.resize(m_waitsFor.size(), false);
  m_generations.resize(m_waitsFor.size(), 0);
  std::vector<std::size_t> order;
  std::set<Place> ready;
  for (std::size_t row = 0; row < m_waitsFor.size(); ++row)
    if (m_waitsFor[row] == 0) ready.insert(placeOf(row));
  while (order.size() < m_waitsFor.size()) {
    while (!ready.empty()) {
      const std::size_t row = std::get<2>(*ready.begin());
      ready.erase(ready.begin());
      order.push_back(row);
      release(row, ready);
    }
    if (order.size() == m_waitsFor.size()) break;
    const std::vector<std::size_t> ring = circle();
    auto dropped = std::ranges::find_if(ring, [&](std::size_t edge) { return m_edges[edge].soft; });
    if (dropped == ring.end()) {
      std::vector<Edge> edges;
      for (const std::size_t edge : ring) edges.push_back(m_edges[edge]);
      dropped = ring.begin() + (cut(edges) - edges.data());
    }
    remove(*dropped, ready);
  }
  return order;
}

void RowSorter::release(std::size_t row, std::set<Place>& ready) {
  m_done[row] = true;
  for (const std::size_t edge : m_outgoing[row]) {
    const std::size_t next = m_edges[edge].after;
    if (m_removed[edge]) continue;
    if (groupOf(next) == groupOf(row)) m_generations[next] = std::max(m_generations[next], m_generations[row] + 1);
    if (--m_waitsFor[next] == 0) ready.insert(placeOf(next));
  }
}

// Every row that is left waits for another that is left: going backwards comes to a row twice.
std::vector<std::size_t> RowSorter::circle() const {
  std::size_t row = 0;
  while (m_done[row]) ++row;
  std::vector<std::size_t> path;
  std::vector<std::size_t> seenAt(m_waitsFor.size(), static_cast<std::size_t>(-1));
  while (seenAt[row] == static_cast<std::size_t>(-1)) {
    seenAt[row] = path.size();
    const auto edge = std::ranges::find_if(m_incoming[row], [&](std::size_t each) { return !m_removed[each] && !m_done[m_edges[each].before]; });
    path.push_back(*edge);
    row = m_edges[*edge].before;
  }
  path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(seenAt[row]));
  return path;
}

void RowSorter::remove(std::size_t edge, std::set<Place>& ready) {
  m_removed[edge] = true;
  const std::size_t next = m_edges[edge].after;
  if (--m_waitsFor[next] == 0) ready.insert(placeOf(next));
}

}  // namespace joinery
