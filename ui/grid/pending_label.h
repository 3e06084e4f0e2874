// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "ui/changes/pending_changes.h"
#include "ui/value/reference.h"

namespace joinery::ui {

/// The label of the row that a foreign key will refer to once it is committed: of a row that is itself pending as it will be, else as it was
/// when the row was chosen. GUI thread.
/// @param part what one attribute of the key will be; none: not known
/// @return empty where the label is not known
QString pendingLabel(Database& database, const PendingChanges& changes, const Reference& reference, const std::function<std::optional<Operand>(const Attribute&)>& part);

}  // namespace joinery::ui
