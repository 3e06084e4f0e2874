// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/filter/filter_node.h"

namespace joinery::ui {

/// What the rows mean, for people: "Rows of Artist for which some Album has Title contains “x”".
QString filterSentence(const FilterNode& root, const Registry& registry, const Model& model);

}  // namespace joinery::ui
