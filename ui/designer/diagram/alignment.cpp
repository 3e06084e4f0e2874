// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/alignment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/free_place.h"

namespace joinery::ui {

namespace {

struct Near {
  double offset;
  QRectF other;
  double at;
};

std::array<double, 3> marksAcross(const QRectF& rect) { return {rect.left(), rect.center().x(), rect.right()}; }
std::array<double, 3> marksDown(const QRectF& rect) { return {rect.top(), rect.center().y(), rect.bottom()}; }

/// The nearest of the others' marks that stays on the step when it is taken.
template <typename Marks>
std::optional<Near> nearest(const QRectF& moving, const std::vector<QRectF>& others, double tolerance, Marks marks) {
  std::optional<Near> best;
  for (const QRectF& other : others)
    for (const std::size_t place : {std::size_t(0), std::size_t(1), std::size_t(2)}) {
      const double offset = marks(other)[place] - marks(moving)[place];
      const double lands = marks(moving)[0] + offset;
      if (std::abs(offset) > tolerance || std::fmod(std::abs(lands), DiagramCard::kStep) > 1e-6 || (best && std::abs(best->offset) <= std::abs(offset))) continue;
      best = Near{offset, other, marks(other)[place]};
    }
  return best;
}

double cornerAlong(const QRectF& rect, const QRectF& all, Alignment alignment) {
  switch (alignment) {
    case Alignment::Left: return all.left();
    case Alignment::Centre: return all.center().x() - rect.width() / 2;
    case Alignment::Right: return all.right() - rect.width();
    case Alignment::Top: return all.top();
    case Alignment::Middle: return all.center().y() - rect.height() / 2;
    case Alignment::Bottom: return all.bottom() - rect.height();
  }
  return 0;
}

double onStep(double value) { return std::round(value / DiagramCard::kStep) * DiagramCard::kStep; }

}  // namespace

std::vector<QPointF> aligned(const std::vector<QRectF>& rects, Alignment alignment) {
  const bool isAcross = alignment == Alignment::Left || alignment == Alignment::Centre || alignment == Alignment::Right;
  const QRectF all = boundsOf(rects);
  std::vector<QPointF> corners;
  for (const QRectF& rect : rects) {
    const double place = onStep(cornerAlong(rect, all, alignment));
    corners.push_back(isAcross ? QPointF(place, rect.y()) : QPointF(rect.x(), place));
  }
  return corners;
}

std::vector<QPointF> distributed(const std::vector<QRectF>& rects, Qt::Orientation direction) {
  const bool isAcross = direction == Qt::Horizontal;
  std::vector<QPointF> corners;
  for (const QRectF& rect : rects) corners.push_back(rect.topLeft());
  if (rects.size() < 3) return corners;
  const auto begin = [&](std::size_t i) { return isAcross ? rects[i].left() : rects[i].top(); };
  const auto length = [&](std::size_t i) { return isAcross ? rects[i].width() : rects[i].height(); };
  std::vector<std::size_t> order(rects.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::ranges::stable_sort(order, {}, begin);
  double room = begin(order.back()) - begin(order.front()) - length(order.front());
  for (std::size_t i = 1; i + 1 < order.size(); ++i) room -= length(order[i]);
  const double gap = room / static_cast<double>(order.size() - 1);
  double place = begin(order.front());
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    auto& corner = corners[order[i]];
    (isAcross ? corner.rx() : corner.ry()) = onStep(place);
    place += length(order[i]) + gap;
  }
  return corners;
}

Snap snapped(const QRectF& moving, const std::vector<QRectF>& others, double tolerance) {
  Snap snap{onGrid(moving.topLeft()) - moving.topLeft(), {}};
  const auto across = nearest(moving, others, tolerance, marksAcross), down = nearest(moving, others, tolerance, marksDown);
  if (across) snap.offset.setX(across->offset);
  if (down) snap.offset.setY(down->offset);
  const QRectF rests = moving.translated(snap.offset);
  if (across) {
    const QRectF both = rests | across->other;
    snap.guides.emplace_back(across->at, both.top() - DiagramCard::kGrid, across->at, both.bottom() + DiagramCard::kGrid);
  }
  if (down) {
    const QRectF both = rests | down->other;
    snap.guides.emplace_back(both.left() - DiagramCard::kGrid, down->at, both.right() + DiagramCard::kGrid, down->at);
  }
  return snap;
}

}  // namespace joinery::ui
