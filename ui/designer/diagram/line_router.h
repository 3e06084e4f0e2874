// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <atomic>
#include <vector>

#include "ui/designer/diagram/diagram_line.h"

namespace joinery::ui {

/// Lines to be led around cards: plain data.
struct RouteRequest {
  struct End {
    QRectF card;
    double y = 0;   ///< where it leaves the card, at either side
    int trunk = 0;  ///< lines that end alike at the same place may run together
  };
  struct Line {
    End from, to;
    LinePath path = {};    ///< as it runs now
    bool isWanted = true;  ///< else it stays as it runs, and others keep off it
  };
  std::vector<QRectF> obstacles;
  std::vector<Line> lines;
};

/// Leads lines along the axes around obstacles, with few corners and apart from each other, the short ones first. Takes a second for a thousand
/// lines: on a worker. The same for the same request.
/// @param stop looked at between lines
/// @return the paths of all lines, those that were not wanted as they were
std::vector<LinePath> routeLines(const RouteRequest& request, const std::atomic<bool>& stop);

/// The same without a look at what stands in between: at once, for lines whose cards are being dragged.
LinePath directPath(const RouteRequest::End& from, const RouteRequest::End& to);

}  // namespace joinery::ui
