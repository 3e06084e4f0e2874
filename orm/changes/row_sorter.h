// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "orm/changes/table_dependencies.h"

namespace joinery {

/// A stable topological sort of numbered rows: of those that may come next, the one with the lowest number does.
class RowSorter {
 public:
  struct Edge {
    std::size_t before = 0;
    std::size_t after = 0;
    /// The foreign key behind it; null where the row needs the other's generated value elsewhere.
    const ForeignKeyLink* link = nullptr;
    /// Wished for, not needed: dropped where it closes a circle.
    bool soft = false;
  };

  explicit RowSorter(std::size_t rows) : m_outgoing(rows), m_incoming(rows), m_waitsFor(rows, 0) {}

  std::size_t addRow();
  void addEdge(Edge edge);

  /// @param cut called with the needed edges of a circle: returns the one that it made unnecessary (it may add rows and edges),
  ///        or throws
  std::vector<std::size_t> sort(const std::function<const Edge*(const std::vector<Edge>&)>& cut);

 private:
  void release(std::size_t row, std::set<std::size_t>& ready);
  std::vector<std::size_t> circle() const;
  void remove(std::size_t edge, std::set<std::size_t>& ready);

  std::vector<Edge> m_edges;
  std::vector<bool> m_removed;
  std::vector<std::vector<std::size_t>> m_outgoing, m_incoming;
  std::vector<std::size_t> m_waitsFor;
  std::vector<bool> m_done;
};

}  // namespace joinery
