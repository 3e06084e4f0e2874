// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>
#include <map>
#include <utility>
#include <vector>

namespace joinery::ui {

/// Width by height that is aimed at.
inline constexpr double kWantedShape = 1.6;

/// Puts rectangles together into one of about a screen's shape, those near each other that have much to do with each other. None touches another.
/// Pure; the same for the same sizes.
/// @param ties how much two of them have to do with each other, by their places; the smaller one first
/// @return upper left corners, none negative
std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, const std::map<std::pair<int, int>, int>& ties, double gap);

}  // namespace joinery::ui
