// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/model/registry.h"

namespace joinery::ui {

/// Conflicts for people: for each row its cells with what was read, what is pending and what the database has now.
QString conflictText(const std::vector<Conflict>& conflicts, const Registry& registry);

}  // namespace joinery::ui
