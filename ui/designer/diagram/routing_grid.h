// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QRectF>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/designer/diagram/diagram_line.h"

namespace joinery::ui {

/// The places that lines can run through, as a grid, with what stands and runs there already. One thread.
class RoutingGrid {
 public:
  enum class Axis { Horizontal, Vertical };
  /// Where a search begins or ends, and which way a line leaves the card there: to the right for 1, to the left for −1.
  struct Port {
    QPoint cell;
    int outward = 1;
    double edge = 0;  ///< x of the card's edge
    double y = 0;
  };

  /// Whether the cheapest way is looked for, or one that is nearly as cheap in a tenth of the time.
  enum class Search { Best, Fast };
  /// @param bounds what lines may use
  RoutingGrid(const QRectF& bounds, Search search);
  void block(const QRectF& card);
  /// Marks where a line runs. @param trunk those that may run with it
  void occupy(const LinePath& path, int trunk);
  /// The port at a side of a card; none where something stands in front of it.
  std::optional<Port> port(const QRectF& card, double y, int outward) const;
  /// A way from one of the first to one of the second; empty where there is none.
  LinePath search(const std::vector<Port>& from, const std::vector<Port>& to, int trunk);

 private:
  using Index = std::int32_t;
  struct Step {
    int cost;      ///< of the whole way, at least
    int reached;   ///< of the way so far
    Index state;   ///< cell and direction
    bool operator>(const Step& other) const { return cost > other.cost || (cost == other.cost && state > other.state); }
  };
  struct State {
    int cost = 0;                   ///< of the way so far
    std::uint32_t search : 29 = 0;  ///< in which that is so
    std::uint32_t cameFrom : 3 = 0;
  };
  QPoint cellAt(const QPointF& point) const;
  QPointF pointAt(Index cell) const;
  Index indexOf(const QPoint& cell) const { return static_cast<Index>(cell.y()) * m_columns + cell.x(); }
  bool contains(const QPoint& cell) const { return cell.x() >= 0 && cell.y() >= 0 && cell.x() < m_columns && cell.y() < m_rows; }
  int costOfStep(Index cell, Axis axis, int trunk) const;
  LinePath pathTo(Index state, const std::vector<Port>& from, const Port& goal) const;

  QPointF m_origin;
  double m_step;
  int m_columns, m_rows;
  std::vector<std::uint8_t> m_blocked;
  std::vector<std::int32_t> m_across, m_down;  ///< the trunk that runs along each axis; 0: none
  std::vector<State> m_states;  ///< four of a cell: by the direction of the last step
  int m_haste;
  std::uint32_t m_search = 0;
};

}  // namespace joinery::ui
