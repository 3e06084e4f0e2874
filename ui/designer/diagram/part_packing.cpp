// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/part_packing.h"

#include <QRectF>
#include <algorithm>
#include <numeric>
#include <set>

namespace joinery::ui {

namespace {

/// What a way to those that a rectangle has to do with counts, against what the whole grows by.
constexpr double kWay = 0.25;

struct Place {
  QRectF rect;
  std::size_t index;
};

/// Of those that are left and among the larger ones, that which has most to do with those that are placed.
std::size_t nextOf(const std::vector<std::size_t>& left, const std::vector<QSizeF>& sizes, const std::vector<Place>& placed, const std::vector<std::vector<int>>& ties) {
  const auto areaOf = [&](std::size_t i) { return sizes[i].width() * sizes[i].height(); };
  double largest = 0;
  for (const std::size_t each : left) largest = std::max(largest, areaOf(each));
  std::size_t best = left.front();
  std::pair<int, double> most{-1, 0};
  for (const std::size_t each : left) {
    if (areaOf(each) < largest / 2) continue;
    int tied = 0;
    for (const Place& other : placed) tied += ties[each][other.index];
    if (std::pair found{tied, areaOf(each)}; found > most) {
      most = found;
      best = each;
    }
  }
  return best;
}

/// How long the way from a rectangle there is to those that it has to do with, on an average.
double wayTo(const QRectF& rect, const std::vector<Place>& placed, const std::vector<int>& ties) {
  double way = 0;
  int count = 0;
  for (const Place& each : placed) {
    const int tie = ties[each.index];
    if (tie == 0) continue;
    way += tie * (each.rect.center() - rect.center()).manhattanLength();
    count += tie;
  }
  return count > 0 ? way / count : 0;
}

/// The best of the corners that those which are placed make. @param extent of these @param gap to the right and below
QRectF bestPlace(const QSizeF& size, const std::vector<Place>& placed, const std::vector<int>& ties, double extent) {
  std::set<double> lefts{0}, tops{0};
  for (const Place& each : placed) {
    lefts.insert(each.rect.right());
    tops.insert(each.rect.bottom());
  }
  QRectF best;
  double least = 0;
  for (const double left : lefts) {
    for (const double top : tops) {
      const QRectF rect(QPointF(left, top), size);
      const double cost = std::max({extent, rect.right(), rect.bottom() * kWantedShape}) + kWay * wayTo(rect, placed, ties) + 1e-3 * (left + top);
      if (!best.isNull() && cost >= least) continue;
      if (std::ranges::any_of(placed, [&](const Place& each) { return each.rect.intersects(rect); })) continue;
      best = rect;
      least = cost;
    }
  }
  return best;
}

}  // namespace

std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, const std::map<std::pair<int, int>, int>& ties, double gap) {
  const std::size_t count = sizes.size();
  std::vector<std::vector<int>> tiesOf(count, std::vector<int>(count));
  for (const auto& [pair, tie] : ties) tiesOf[static_cast<std::size_t>(pair.first)][static_cast<std::size_t>(pair.second)] = tiesOf[static_cast<std::size_t>(pair.second)][static_cast<std::size_t>(pair.first)] = tie;
  std::vector<std::size_t> left(count);
  std::iota(left.begin(), left.end(), std::size_t(0));
  std::vector<Place> placed;
  std::vector<QPointF> corners(count);
  double extent = 0;
  while (!left.empty()) {
    const std::size_t index = nextOf(left, sizes, placed, tiesOf);
    std::erase(left, index);
    const QRectF rect = bestPlace(sizes[index] + QSizeF(gap, gap), placed, tiesOf[index], extent);
    extent = std::max({extent, rect.right(), rect.bottom() * kWantedShape});
    corners[index] = rect.topLeft();
    placed.push_back({rect, index});
  }
  return corners;
}

}  // namespace joinery::ui
