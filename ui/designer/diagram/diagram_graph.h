// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/diagram/diagram_model.h"
#include "ui/designer/diagram/graph_layout.h"

namespace joinery::ui {

/// What is to be laid out of a model: tables that are referred to stand at the left of those that refer. The corners that come of it are in
/// the order of its cards. Pure.
LayoutGraph graphOf(const DiagramModel& model);

}  // namespace joinery::ui
