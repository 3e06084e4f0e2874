// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace joinery::ui {

/// A statement with each of its clauses on a line of its own. What stands in quotes or parentheses is left as it is. Pure.
QString brokenAtClauses(const QString& sql);

}  // namespace joinery::ui
