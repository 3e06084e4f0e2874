// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <tuple>
#include <utility>
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
    /// A unique value is given up for the other row: left unmet where nothing else opens a circle.
    bool isHandover = false;
  };

  explicit RowSorter(std::size_t rows) : m_outgoing(rows), m_incoming(rows), m_waitsFor(rows, 0) {}

  /// Rows next to each other of one group come by generations: first all that wait for none of the group, then those that waited for
  /// these only, and so on. Without this every row is a group of its own.
  /// @param groups rising, one for each row
  void setGroups(std::vector<std::size_t> groups) { m_groups = std::move(groups); }
  std::size_t addRow();
  void addEdge(Edge edge);

  /// @param cut called with the needed edges of a circle: returns the one that it made unnecessary (it may add rows and edges),
  ///        or throws
  std::vector<std::size_t> sort(const std::function<const Edge*(const std::vector<Edge>&)>& cut);

 private:
  /// A row's place among those that may come next: its group, its generation there, and itself.
  using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
  std::size_t groupOf(std::size_t row) const { return row < m_groups.size() ? m_groups[row] : row; }
  Place placeOf(std::size_t row) const { return {groupOf(row), m_generations[row], row}; }
  void release(std::size_t row, std::set<Place>& ready);
  std::vector<std::size_t> circle() const;
  void remove(std::size_t edge, std::set<Place>& ready);

  std::vector<Edge> m_edges;
  std::vector<bool> m_removed;
  std::vector<std::vector<std::size_t>> m_outgoing, m_incoming;
  std::vector<std::size_t> m_groups;
  std::vector<std::size_t> m_generations;
  std::vector<std::size_t> m_waitsFor;
  std::vector<bool> m_done;
};

}  // namespace joinery
